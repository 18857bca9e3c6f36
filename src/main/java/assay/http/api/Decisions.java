package assay.http.api;

import assay.core.Verdict;
import assay.http.answer.Answer;
import assay.service.ServedApp;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Turns verdicts into answers, and tells the observer.
 *
 * @param nanos a clock that never steps back
 */
public record Decisions(DecisionObserver observer, LongSupplier nanos) {

  <T> Future<Answer> answer(
      ServedApp app, String kind, Future<Verdict<T>> verdict, Function<T, Answer> accepted) {
    long began = nanos.getAsLong();
    return verdict.map(decided -> {
      Duration took = Duration.ofNanos(nanos.getAsLong() - began);
      return switch (decided) {
        case Verdict.Accepted<T>(T learnt) -> {
          observer.decided(app.name(), kind, "accepted", took);
          yield accepted.apply(learnt);
        }
        case Verdict.Refused<T>(var step, var compared) -> {
          observer.decided(app.name(), kind, step.code(), took);
          yield Answer.Problem.refused(step, compared);
        }
      };
    });
  }
}
