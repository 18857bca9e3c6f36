package assay.http.api;

import assay.core.Verdict;
import assay.http.answer.Answer;
import assay.service.Journal;
import assay.service.Journal.Evidence;
import assay.service.Seen;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/** Turns verdicts into answers, and tells the journal of each. */
record Verdicts(Journal journal, Call call, Optional<String> keyIdText) {
  /** What decides, and notes what it saw. */
  interface Deciding<T> {
    Future<Verdict<T>> decide(Seen seen);
  }

  <T> Future<Answer> answer(Evidence evidence, Deciding<T> deciding, Function<T, Answer> accepted) {
    Seen seen = new Seen();
    Explained explained = new Explained(call);
    return deciding
        .decide(seen)
        .compose(verdict ->
            explained.answer(
                answer(verdict, accepted),
                () -> journal.decided(explained.occasion(keyIdText), evidence, verdict, seen)));
  }

  private static <T> Answer answer(Verdict<T> verdict, Function<T, Answer> accepted) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T learnt) -> accepted.apply(learnt);
      case Verdict.Refused<T>(var step, var compared) -> Answer.Problem.refused(step, compared);
    };
  }
}
