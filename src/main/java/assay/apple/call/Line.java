package assay.apple.call;

import assay.apple.AppleObserver;
import assay.core.Bytes;
import assay.core.Printable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to one host. Everything happens on one event loop, which is the only one that touches
 * turns, circuit and client; it may be asked from any thread.
 */
public final class Line {
  private static final Logger LOG = LoggerFactory.getLogger("assay.apple");

  private final Context loop;
  private final Host host;
  private final Limits limits;
  private final Sources sources;
  private final WebClient client;
  private final Breaker breaker;
  private final Turns turns;

  /**
   * A line; to be made on the event loop that it belongs to.
   *
   * @param base with {@code http} or {@code https}
   */
  public static Line open(
      Vertx vertx, URI base, Limits limits, Sources sources, AppleObserver observer) {
    Host host = new Host(base);
    return new Line(vertx, host, host.options(limits), limits, sources, observer);
  }

  Line(
      Vertx vertx,
      Host host,
      WebClientOptions options,
      Limits limits,
      Sources sources,
      AppleObserver observer) {
    this.loop = vertx.getOrCreateContext();
    this.host = host;
    this.limits = limits;
    this.sources = sources;
    this.client = WebClient.create(vertx, options, Host.pool(limits));
    this.breaker =
        new Breaker(
            limits, sources.nanos(), sources.random(), open -> circuit(host, open, observer));
    this.turns = new Turns(vertx, limits);
    client.addInterceptor(context -> {
      if (context.clientRequest() != null
          && context.request().bodyCodec() instanceof BoundedBody body) {
        body.opened(context.clientRequest());
      }
      context.next();
    });
  }

  private static void circuit(Host host, boolean open, AppleObserver observer) {
    if (open) {
      LOG.warn("{} is down; it is left alone for a while, then asked by one request", host);
    } else {
      LOG.info("{} is up again", host);
    }
    observer.circuit(host.toString(), open);
  }

  /** The host's name. */
  public String host() {
    return host.toString();
  }

  /** Asks once. The future never fails, and is told on the line's event loop. */
  public Future<Answer> post(Post post) {
    Promise<Answer> promise = Promise.promise();
    try {
      loop.runOnContext(_ -> onLoop(post).otherwise(e -> none(e, true)).onComplete(promise));
    } catch (RejectedExecutionException e) { // the loop has been stopped
      promise.complete(none(e, false));
    }
    return promise.future();
  }

  private Future<Answer> onLoop(Post post) {
    return breaker.refusal().map(Line::left).orElseGet(() -> turns.take(() -> onTurn(post)));
  }

  /** The circuit may have opened while the request waited. */
  private Future<Answer> onTurn(Post post) {
    return breaker.refusal().map(Line::left).orElseGet(() -> send(post));
  }

  private static Future<Answer> left(Duration pause) {
    return Future.succeededFuture(
        new Answer.None(
            "it failed several times in a row and is left alone", false, Optional.of(pause)));
  }

  private Future<Answer> send(Post post) {
    int entered = breaker.enter();
    BoundedBody body = new BoundedBody();
    long timer =
        loop.owner()
            .setTimer(
                limits.answer().toMillis(),
                _ -> body.giveUp("no whole answer within " + limits.answer().toMillis() + " ms"));
    return request(post, body)
        .map(this::reply)
        .otherwise(failure -> none(failure, body))
        .onSuccess(answer -> end(entered, answer))
        .onComplete(_ -> loop.owner().cancelTimer(timer));
  }

  private Future<HttpResponse<Buffer>> request(Post post, BoundedBody body) {
    return client
        .request(HttpMethod.POST, host.request(post.path()))
        .connectTimeout(limits.connect().toMillis())
        .as(body)
        .putHeader("content-type", post.contentType())
        .putHeader("authorization", post.authorization())
        .sendBuffer(Buffer.buffer(post.body().toArray()));
  }

  private void end(int entered, Answer answer) {
    switch (answer) {
      case Answer.None none -> breaker.failed(entered, none.retryAfter());
      case Answer.Reply reply when reply.status() >= 500 ->
          breaker.failed(entered, reply.retryAfter());
      case Answer.Reply _ -> breaker.succeeded(entered);
    }
  }

  private Answer reply(HttpResponse<Buffer> response) {
    Buffer body = response.body();
    return new Answer.Reply(
        response.statusCode(),
        body == null ? Bytes.EMPTY : Bytes.of(body.getBytes()),
        Optional.ofNullable(response.getHeader("retry-after"))
            .flatMap(header -> RetryAfter.parse(header, sources.clock().instant())),
        Optional.ofNullable(response.getHeader("date")).flatMap(RetryAfter::date));
  }

  private static Answer none(Throwable failure, BoundedBody body) {
    return body.givenUp()
        .map(why -> none(why, body.wasOpened()))
        .orElseGet(() -> none(failure, body.wasOpened()));
  }

  private static Answer none(String why, boolean asked) {
    return new Answer.None(why, asked, Optional.empty());
  }

  private static Answer none(Throwable failure, boolean asked) {
    String told = Printable.of(String.valueOf(failure.getMessage()));
    return none(
        switch (failure) {
          case UnknownHostException _ ->
              "its name does not resolve: check DNS and the configured host; " + told;
          case SSLException _ ->
              "TLS fails: check whether a proxy stands between, and the platform's roots; " + told;
          default -> asked ? "the connection broke: " + told : "no connection: " + told;
        },
        asked);
  }

  /** Those that wait are told so, and connections are closed. */
  public void close() {
    turns.close();
    client.close();
  }
}
