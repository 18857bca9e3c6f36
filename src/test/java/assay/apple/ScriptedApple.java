package assay.apple;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A server on loopback that answers as it is told, and remembers what it was asked. */
public final class ScriptedApple implements AutoCloseable {
  /** What came in. */
  public record Seen(String protocol, String line, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final HttpServer server;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Queue<Handler<HttpServerResponse>> script = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Handler<HttpServerResponse>> usual =
      new AtomicReference<>(response -> response.setStatusCode(500).end("nothing scripted"));
  private final AtomicInteger connections = new AtomicInteger();
  private final boolean tls;

  public ScriptedApple(Vertx vertx) {
    this(vertx, new HttpServerOptions());
  }

  public ScriptedApple(Vertx vertx, HttpServerOptions options) {
    tls = options.isSsl();
    server =
        vertx
            .createHttpServer(options.setHost("127.0.0.1").setPort(0))
            .connectionHandler(_ -> connections.incrementAndGet())
            .requestHandler(this::take)
            .listen()
            .await();
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          Map<String, String> headers = new java.util.HashMap<>();
          request
              .headers()
              .forEach(
                  (name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
          seen.add(
              new Seen(
                  request.version().alpnName(),
                  request.method() + " " + request.uri(),
                  headers,
                  body.toString()));
          Handler<HttpServerResponse> next = script.poll();
          (next == null ? usual.get() : next).handle(request.response());
        });
  }

  /** Another answer, after those that were given before. */
  public ScriptedApple then(Handler<HttpServerResponse> answer) {
    script.add(answer);
    return this;
  }

  public ScriptedApple then(int status, String body) {
    return then(text(status, body));
  }

  /** The answer where the script has ended. */
  public ScriptedApple usually(Handler<HttpServerResponse> answer) {
    usual.set(answer);
    return this;
  }

  public static Handler<HttpServerResponse> text(int status, String body) {
    return response ->
        response.setStatusCode(status).putHeader("content-type", "text/plain").end(body);
  }

  /** An answer with a header. */
  public static Handler<HttpServerResponse> with(
      String header, String value, Handler<HttpServerResponse> answer) {
    return response -> answer.handle(response.putHeader(header, value));
  }

  /** Promises more than it sends, and hangs up. */
  public static Handler<HttpServerResponse> half(String body) {
    return response ->
        response
            .putHeader("content-length", Integer.toString(body.length()))
            .write(body.substring(0, body.length() / 2))
            .onSuccess(_ -> response.reset());
  }

  public static void hangUp(HttpServerResponse response) {
    response.reset();
  }

  public static void never(HttpServerResponse response) {}

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  public Seen last() {
    return seen.getLast();
  }

  public int connections() {
    return connections.get();
  }

  public URI uri() {
    return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + server.actualPort());
  }

  public AppleHosts hosts() {
    return new AppleHosts(uri(), uri());
  }

  @Override
  public void close() {
    server.close().await();
  }
}
