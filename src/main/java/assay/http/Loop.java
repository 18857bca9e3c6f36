package assay.http;

import assay.http.answer.Answer;
import assay.http.answer.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

  private final Front front;
  private final Map<Listener, Optional<PemKeyCertOptions>> keys;
  private final Map<Listener, Integer> ports;
  private final RequestIds ids;
  private final Map<Listener, HttpServer> servers = new EnumMap<>(Listener.class);
  private final List<Traffic> traffics = new ArrayList<>();

  /**
   * A loop to deploy.
   *
   * @param ports to listen on; loops that are given the same negative one share one that is free
   */
  Loop(Front front, Map<Listener, Optional<PemKeyCertOptions>> keys, Map<Listener, Integer> ports) {
    this.front = front;
    this.keys = keys;
    this.ports = ports;
    this.ids = new RequestIds(front.backend().random());
  }

  @Override
  public Future<?> start() {
    List<Future<HttpServer>> listening = new ArrayList<>();
    front.settings().forEach((listener, its) -> {
      HttpServer server = server(listener, its);
      servers.put(listener, server);
      listening.add(server.listen().recover(cause -> Future.failedFuture(cannot(listener, its, cause))));
    });
    return Future.all(listening);
  }

  private static IllegalArgumentException cannot(
      Listener listener, ListenerSettings settings, Throwable cause) {
    return new IllegalArgumentException(
        "the " + listener.text() + " listener cannot listen on " + settings.host() + " port "
            + settings.port() + ": " + cause.getMessage()
            + (cause instanceof BindException ? "; is another instance running?" : ""),
        cause);
  }

  private HttpServer server(Listener listener, ListenerSettings settings) {
    Traffic traffic =
        new Traffic(settings.idleTimeout(), settings.requestTimeout(), front.backend().nanos());
    traffics.add(traffic);
    vertx.setPeriodic(sweep(settings), _ -> traffic.sweep());
    Gate gate = front.gates().get(listener);
    Context loop = context;
    return vertx
        .createHttpServer(options(listener, settings))
        .connectionHandler(traffic::opened)
        .requestHandler(
            request -> new Exchange(front, gate, traffic, loop, request, ids.next()).begin())
        .invalidRequestHandler(request -> invalid(listener, request))
        .exceptionHandler(failure -> LOG.debug("a connection failed: {}", failure.toString()));
  }

  private static long sweep(ListenerSettings settings) {
    Duration shorter =
        settings.idleTimeout().compareTo(settings.requestTimeout()) < 0
            ? settings.idleTimeout()
            : settings.requestTimeout();
    return Math.clamp(shorter.toMillis() / 4, SHORTEST_SWEEP, LONGEST_SWEEP);
  }

  private HttpServerOptions options(Listener listener, ListenerSettings settings) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(ports.get(listener))
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
    keys.get(listener)
        .ifPresent(pem -> options.setSsl(true).setUseAlpn(true).setKeyCertOptions(pem));
    return options;
  }

  /** What is not HTTP, or has a head that is too large; its connection closes. */
  private void invalid(Listener listener, HttpServerRequest request) {
    String id = ids.next();
    Throwable cause = request.decoderResult().cause();
    Reason reason = Invalid.reason(cause);
    front.backend().observer().finished(listener, "none", reason.status(), Duration.ZERO);
    Wire.write(request, id, Answer.Problem.of(reason, Invalid.detail(reason)), false, true)
        .onComplete(_ -> request.connection().close());
    LOG.atInfo()
        .addKeyValue("id", id)
        .addKeyValue("listener", listener.text())
        .addKeyValue("status", reason.status())
        .addKeyValue("code", reason.code())
        .log("request that cannot be read");
  }

  int port(Listener listener) {
    return servers.get(listener).actualPort();
  }

  /** How many requests are being answered; may be asked from any thread. */
  int inFlight() {
    return traffics.stream().mapToInt(Traffic::inFlight).sum();
  }

  /** Accepts no connection any more, and ends those that there are with their last answer. */
  Future<Void> shutdown(Duration timeout) {
    return Future.all(
            servers.values().stream()
                .map(server -> server.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS))
                .toList())
        .mapEmpty();
  }

  /** Ends all connections now. */
  Future<Void> close() {
    return Future.all(servers.values().stream().map(HttpServer::close).toList()).mapEmpty();
  }
}
