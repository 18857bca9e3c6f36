package assay.http.api;

import assay.core.Verdict;
import assay.http.answer.Answer;
import io.vertx.core.Future;
import java.util.function.Function;

/** Turns verdicts into answers. */
final class Verdicts {
  private Verdicts() {}

  static <T> Future<Answer> answer(Future<Verdict<T>> verdict, Function<T, Answer> accepted) {
    return verdict.map(decided ->
        switch (decided) {
          case Verdict.Accepted<T>(T learnt) -> accepted.apply(learnt);
          case Verdict.Refused<T>(var step, var compared) -> Answer.Problem.refused(step, compared);
        });
  }
}
