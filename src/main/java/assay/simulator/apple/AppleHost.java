package assay.simulator.apple;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.apple.answer.Answer;
import assay.simulator.apple.answer.Denied;
import assay.simulator.apple.bits.DeviceCheck;
import assay.simulator.apple.receipt.AttestationData;
import assay.simulator.apple.receipt.Forgery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** All of Apple's routes of one environment, on one port: HTTP/1.1, and HTTP/2 without TLS. */
final class AppleHost {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final Environment environment;
  private final AttestationData attestationData;
  private final DeviceCheck deviceCheck;
  private final Script script;
  private final InstantSource clock;
  private final Consumer<Exchange> watcher;

  AppleHost(
      Vertx vertx,
      Environment environment,
      AttestationData attestationData,
      DeviceCheck deviceCheck,
      Script script,
      InstantSource clock,
      Consumer<Exchange> watcher) {
    this.vertx = vertx;
    this.environment = environment;
    this.attestationData = attestationData;
    this.deviceCheck = deviceCheck;
    this.script = script;
    this.clock = clock;
    this.watcher = watcher;
  }

  AttestationData attestationData() {
    return attestationData;
  }

  Future<HttpServer> listen(int port) {
    return vertx.createHttpServer().requestHandler(this::receive).listen(port, LOOPBACK);
  }

  private void receive(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    request
        .handler(part -> {
          if (body.length() <= MOST_BYTES) {
            body.appendBuffer(part);
          }
        })
        .endHandler(_ -> answer(request, Bytes.of(body.getBytes())));
  }

  private void answer(HttpServerRequest request, Bytes body) {
    String path = Objects.requireNonNullElse(request.path(), "");
    Optional<Route> route = Route.of(path);
    Optional<Fault> fault = route.flatMap(script::take);
    Optional<String> authorization =
        Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION));
    Instant now = clock.instant();
    Answer answer;
    try {
      answer = answer(request, route, fault, authorization, body, now);
    } catch (Denied denied) {
      answer = denied.answer();
    }
    watcher.accept(
        new Exchange(
            now, environment, request.method().name(), path, authorization, body, answer, fault));
    send(request, answer, fault);
  }

  private Answer answer(
      HttpServerRequest request,
      Optional<Route> route,
      Optional<Fault> fault,
      Optional<String> authorization,
      Bytes body,
      Instant now)
      throws Denied {
    if (fault.isPresent() && fault.get() instanceof Fault.Instead(Answer answer)) {
      return answer;
    }
    if (route.isEmpty()) {
      return Answer.bare(404, "no such path");
    }
    if (!request.method().equals(HttpMethod.POST)) {
      return Answer.bare(405, "only POST is taken");
    }
    if (body.length() > MOST_BYTES) {
      return Answer.bare(413, "more than " + MOST_BYTES + " bytes");
    }
    return switch (route.get()) {
      case ATTESTATION_DATA -> attestationData.exchange(authorization, body, forgery(fault), now);
      case QUERY -> deviceCheck.query(authorization, body, now);
      case UPDATE -> deviceCheck.update(authorization, body, now);
      case VALIDATE -> deviceCheck.validate(authorization, body, now);
    };
  }

  private static Forgery forgery(Optional<Fault> fault) {
    return fault.isPresent() && fault.get() instanceof Fault.Forged(Forgery forgery)
        ? forgery
        : Forgery.NONE;
  }

  private void send(HttpServerRequest request, Answer answer, Optional<Fault> fault) {
    HttpServerResponse response = request.response().setStatusCode(answer.status());
    response.putHeader(HttpHeaders.DATE, date(clock.instant()));
    answer.contentType().ifPresent(type -> response.putHeader(HttpHeaders.CONTENT_TYPE, type));
    answer
        .retryAfter()
        .ifPresent(
            wait -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
    switch (fault.orElse(null)) {
      case Fault.Cut _ -> cut(request, response, Buffer.buffer(answer.body()));
      case Fault.Slow(var by) ->
          vertx.setTimer(Math.max(1, by.toMillis()), _ -> response.end(answer.body()));
      case null, default -> response.end(answer.body());
    }
  }

  /** As servers tell their time (RFC 9110, 6.6.1). */
  private static String date(Instant now) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
  }

  /** Half of what the head promises, and the end of the connection or the stream. */
  private static void cut(HttpServerRequest request, HttpServerResponse response, Buffer body) {
    int promised = Math.max(2, body.length());
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(promised));
    response
        .write(body.slice(0, body.length() / 2))
        .onComplete(_ -> {
          if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
          } else {
            request.connection().close();
          }
        });
  }
}
