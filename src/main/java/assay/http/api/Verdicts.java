package assay.http.api;

import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.http.answer.Answer;
import assay.service.Journal;
import assay.service.Journal.Evidence;
import assay.service.Journal.Occasion;
import assay.service.Seen;
import assay.store.Environment;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns verdicts into answers, and tells the journal of each. Only a refusal whose answer shows its
 * diagnosis waits for it: development is never in a hurry, and a caller's refusal seldom; devices
 * of a production app neither see it nor wait.
 */
record Verdicts(Journal journal, Call call, Optional<String> keyIdText) {
  /** What decides, and notes what it saw. */
  interface Deciding<T> {
    Future<Verdict<T>> decide(Seen seen);
  }

  <T> Future<Answer> answer(Evidence evidence, Deciding<T> deciding, Function<T, Answer> accepted) {
    Seen seen = new Seen();
    return deciding
        .decide(seen)
        .compose(verdict -> {
          Future<Optional<Diagnosis>> why = journal.decided(occasion(), evidence, verdict, seen);
          return switch (verdict) {
            case Verdict.Accepted<T>(T learnt) -> Future.succeededFuture(accepted.apply(learnt));
            case Verdict.Refused<T>(var step, var compared) ->
                refused(Answer.Problem.refused(step, compared), why);
          };
        });
  }

  private Occasion occasion() {
    return new Occasion(
        call.id(), call.fromDevice() ? "public" : "internal", keyIdText, call.app());
  }

  private Future<Answer> refused(Answer.Problem problem, Future<Optional<Diagnosis>> why) {
    boolean shown = !call.fromDevice() || call.app().environment() != Environment.PRODUCTION;
    return shown
        ? why.map(found -> call.fromDevice() ? found.map(Diagnosis::forDevice) : found)
            .map(problem::because)
        : Future.succeededFuture(problem);
  }
}
