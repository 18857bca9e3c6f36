package assay.http.api;

import assay.core.diagnosis.mistake.Diagnosis;
import assay.http.answer.Answer;
import assay.service.Journal.Occasion;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who is told what is behind a refusal: everybody but devices of a production app. Callers learn of
 * the apps that are theirs, and devices of no other app and key. Those who are told wait for it a
 * moment; the others neither see it nor wait.
 */
public record Explained(Call call) {
  /** What the journal is told of a request, under the id that its answer names. */
  public Occasion occasion(Optional<String> keyIdText) {
    return new Occasion(
        call.id(), call.fromDevice() ? "public" : "internal", keyIdText, call.app(), call::sees);
  }

  /**
   * The answer, with what is behind it where it is a problem.
   *
   * @param journal takes note of the decision; whatever becomes of that, the answer stays
   */
  public Future<Answer> answer(Answer answer, Supplier<Future<Optional<Diagnosis>>> journal) {
    Future<Optional<Diagnosis>> why =
        Future.succeededFuture().compose(_ -> journal.get()).otherwise(Optional.empty());
    return answer instanceof Answer.Problem problem && isTold()
        ? why.map(found -> call.fromDevice() ? found.map(Diagnosis::forDevice) : found)
            .map(problem::because)
        : Future.succeededFuture(answer);
  }

  private boolean isTold() {
    return !call.fromDevice() || call.app().explainsToDevices();
  }
}
