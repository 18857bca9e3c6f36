package assay.cli.simulate.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** An HTTP client of kept connections, and the event loop that it runs on. */
public final class Caller implements AutoCloseable {
  /** How long a connection or an answer may take before the server counts as unreachable. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int MOST_WAITING = 100_000;

  private final Vertx vertx;
  private final Context context;
  private final HttpClient client;

  /**
   * A client.
   *
   * @param connections how many at most at a time, to each listener
   */
  public Caller(int connections) {
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    this.context = vertx.getOrCreateContext();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(MOST_WAITING));
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Runs something on the event loop on which all answers come. */
  public <T> Future<T> onLoop(Supplier<Future<T>> work) {
    Promise<T> result = Promise.promise();
    context.runOnContext(_ ->
        Future.<Void>succeededFuture() // so that what is thrown fails the future, too
            .compose(_ -> work.get())
            .onComplete(result));
    return result.future();
  }

  /** Does what takes a while beside the event loop, from which it is called and goes on. */
  public <T> Future<T> aside(Callable<T> work) {
    return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
  }

  /**
   * Sends a request; fails where there is no answer, whatever the answer is. To be called {@link
   * #onLoop} only: elsewhere the end of an answer may pass before its body is asked for.
   */
  public Future<Reply> send(Call call) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(call.url().toString())
            .setTimeout(PATIENCE.toMillis());
    if (!call.body().isEmpty()) {
      options.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    call.token()
        .ifPresent(token -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
    return client
        .request(options)
        .compose(request ->
            request.send(call.body().isEmpty() ? Buffer.buffer() : call.body().toBuffer()))
        .compose(response -> response.body().map(body -> reply(response, body)));
  }

  private static Reply reply(HttpClientResponse response, Buffer body) {
    return Reply.of(
        response.statusCode(),
        body.toString(StandardCharsets.UTF_8),
        Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER))
            .filter(seconds -> seconds.matches("[0-9]{1,6}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
  }

  /**
   * Sends a request and waits for the answer; not on the event loop.
   *
   * @throws NoAnswer where there is none
   */
  public Reply ask(Call call) throws NoAnswer {
    try {
      return onLoop(() -> send(call)).toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new NoAnswer(call, e.getCause() == null ? e : e.getCause());
    }
  }

  /** No connection, or no answer in time. */
  public static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswer(Call call, Throwable cause) {
      super(call.url().resolve("/") + " does not answer: " + cause.getMessage(), cause);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
