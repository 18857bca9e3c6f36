package assay.http.api;

import assay.http.answer.Answer;
import assay.http.answer.Problems;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/** {@code GET /livez}, {@code /readyz}, {@code /metrics} and {@code /openapi.yaml}. */
public final class Probes {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Supplier<String> metrics;
  private final Supplier<Future<Void>> ready;
  private final Buffer openApi = resource("/openapi.yaml");

  public Probes(Supplier<String> metrics, Supplier<Future<Void>> ready) {
    this.metrics = metrics;
    this.ready = ready;
  }

  /** The process answers; says nothing of the store. */
  public Future<Answer> live(Call call) {
    return Future.succeededFuture(new Answer.Ok(200, TEXT, Buffer.buffer("live\n"), true));
  }

  /** Decisions can be made now. */
  public Future<Answer> ready(Call call) {
    return ready
        .get()
        .<Answer>map(_ -> new Answer.Ok(200, TEXT, Buffer.buffer("ready\n"), false))
        .otherwise(
            _ -> Answer.Problem.of(Problems.STORE_UNAVAILABLE, "not ready to decide").after(SOON));
  }

  /** What Prometheus reads. */
  public Future<Answer> metrics(Call call) {
    return Future.succeededFuture(
        new Answer.Ok(
            200, "text/plain; version=0.0.4; charset=utf-8", Buffer.buffer(metrics.get()), false));
  }

  /** The description of these routes. */
  public Future<Answer> openApi(Call call) {
    return Future.succeededFuture(new Answer.Ok(200, "application/yaml", openApi, true));
  }

  private static Buffer resource(String name) {
    try (InputStream in = Probes.class.getResourceAsStream(name)) {
      return Buffer.buffer(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
