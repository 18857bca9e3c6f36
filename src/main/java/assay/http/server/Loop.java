package assay.http.server;

import assay.http.Listener;
import assay.http.ListenerSettings;
import assay.http.answer.Answer;
import assay.http.answer.Reason;
import assay.http.wire.Wire;
import assay.service.work.Ids;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop with a server of each listener; servers of all loops share their ports. */
final class Loop extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final int MOST_HEADER_BYTES = 8192;
  private static final int LONGEST_REQUEST_LINE = 4096;
  private static final int MOST_STREAMS = 100;
  private static final long SHORTEST_SWEEP = 20;
  private static final long LONGEST_SWEEP = 1000;

  /** One listener's part of this loop. */
  private record Part(Side side, HttpServer server, Traffic traffic) {}

  private final Front front;
  private final Ids ids;
  private final List<Part> parts = new ArrayList<>();

  /** A loop to deploy. */
  Loop(Front front) {
    this.front = front;
    this.ids = new Ids(front.backend().random());
  }

  @Override
  public Future<?> start() {
    List<Future<HttpServer>> listening = new ArrayList<>();
    for (Side side : front.sides()) {
      ListenerSettings its = side.settings();
      Traffic traffic =
          new Traffic(its.idleTimeout(), its.requestTimeout(), front.backend().nanos());
      vertx.setPeriodic(sweep(its), _ -> traffic.sweep());
      HttpServer server = server(side, traffic);
      parts.add(new Part(side, server, traffic));
      listening.add(server.listen().recover(cause -> Future.failedFuture(cannot(side, cause))));
    }
    return Future.all(listening);
  }

  private static IllegalArgumentException cannot(Side side, Throwable cause) {
    return new IllegalArgumentException(
        "the "
            + side.listener().text()
            + " listener cannot listen on "
            + side.settings().host()
            + " port "
            + side.settings().port()
            + ": "
            + cause.getMessage()
            + (cause instanceof BindException ? "; is another instance running?" : ""),
        cause);
  }

  private HttpServer server(Side side, Traffic traffic) {
    Context loop = context;
    return vertx
        .createHttpServer(options(side))
        .connectionHandler(traffic::opened)
        .requestHandler(
            front
                .routes()
                .router(
                    vertx,
                    side.listener(),
                    request ->
                        new Exchange(front, side.gate(), traffic, loop, request, ids.next())))
        .invalidRequestHandler(request -> invalid(side.listener(), request))
        .exceptionHandler(failure -> LOG.debug("a connection failed: {}", failure.toString()));
  }

  private static long sweep(ListenerSettings settings) {
    Duration shorter =
        settings.idleTimeout().compareTo(settings.requestTimeout()) < 0
            ? settings.idleTimeout()
            : settings.requestTimeout();
    return Math.clamp(shorter.toMillis() / 4, SHORTEST_SWEEP, LONGEST_SWEEP);
  }

  private static HttpServerOptions options(Side side) {
    ListenerSettings settings = side.settings();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(side.port())
            .setTcpNoDelay(true)
            .setCompressionSupported(false)
            .setDecompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setMaxHeaderSize(MOST_HEADER_BYTES)
            .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
            .setInitialSettings(
                new Http2Settings()
                    .setMaxHeaderListSize(MOST_HEADER_BYTES)
                    .setMaxConcurrentStreams(MOST_STREAMS))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) Math.min(settings.idleTimeout().toMillis(), Integer.MAX_VALUE));
    side.tls().ifPresent(pem -> options.setSsl(true).setUseAlpn(true).setKeyCertOptions(pem));
    return options;
  }

  /** What is not HTTP, or has a head that is too large; its connection closes. */
  private void invalid(Listener listener, HttpServerRequest request) {
    String id = ids.next();
    Answer.Problem problem = Failures.unreadable(request.decoderResult().cause());
    Reason reason = problem.reason();
    front.backend().observer().finished(listener, "none", reason.status(), Duration.ZERO);
    Wire.write(request, id, problem, false, true).onComplete(_ -> request.connection().close());
    LOG.atInfo()
        .addKeyValue("id", id)
        .addKeyValue("listener", listener.text())
        .addKeyValue("status", reason.status())
        .addKeyValue("code", reason.code())
        .log("request that cannot be read");
  }

  int port(Listener listener) {
    return parts.stream()
        .filter(part -> part.side().listener() == listener)
        .mapToInt(part -> part.server().actualPort())
        .findFirst()
        .orElseThrow();
  }

  /** How many requests are being answered; may be asked from any thread. */
  int inFlight() {
    return parts.stream().mapToInt(part -> part.traffic().inFlight()).sum();
  }

  /** Accepts no connection any more, and ends those that there are with their last answer. */
  Future<Void> shutdown(Duration timeout) {
    return servers(server -> server.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Ends all connections now. */
  Future<Void> close() {
    return servers(HttpServer::close);
  }

  private Future<Void> servers(Function<HttpServer, Future<Void>> change) {
    return Future.all(parts.stream().map(Part::server).map(change).toList()).mapEmpty();
  }
}
