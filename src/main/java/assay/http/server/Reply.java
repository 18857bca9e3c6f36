package assay.http.server;

import assay.core.Step;
import assay.http.HttpObserver;
import assay.http.answer.Answer;
import assay.http.answer.Problems;
import assay.http.answer.Reason;
import assay.http.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The one answer of a request, and what becomes of its connection. An answer may come before the
 * body has: then the rest is read and thrown away, as a client that still writes would not read the
 * answer, and a connection that closes with unread bytes loses it.
 */
final class Reply {
  private static final int FIRST_REFUSAL = 400;
  private static final Logger LOG = LoggerFactory.getLogger("assay.http");
  private static final int MOST_DRAINED = 1 << 20;
  private static final Set<Reason> LAST = Set.of(Problems.REQUEST_TIMEOUT, Problems.TOO_LARGE);

  private final HttpServerRequest request;
  private final String id;
  private final long began;
  private final Traffic traffic;
  private final HttpObserver observer;
  private final LongSupplier nanos;
  private boolean given;
  private boolean last;
  private int drained;

  Reply(
      HttpServerRequest request,
      String id,
      Traffic traffic,
      HttpObserver observer,
      LongSupplier nanos) {
    this.request = request;
    this.id = id;
    this.traffic = traffic;
    this.observer = observer;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  String id() {
    return id;
  }

  long began() {
    return began;
  }

  /** Whether there is an answer, or nobody waits for one. */
  boolean given() {
    return given;
  }

  /** Gives the answer; any other after it is dropped. */
  void give(Answer answer, Asked asked) {
    if (given) {
      return;
    }
    if (request.response().closed()) {
      gone(asked);
      return;
    }
    given = true;
    try {
      told(answer.status(), Optional.of(answer), asked); // who has the answer finds it counted
    } finally {
      send(answer, asked);
    }
  }

  private void send(Answer answer, Asked asked) {
    boolean waits = !request.isEnded() && request.headers().contains(HttpHeaders.EXPECT);
    last = !request.isEnded() && (waits || isLast(answer));
    Future<Void> sent = Wire.write(request, id, asked.marked(answer), asked.terse(), last);
    sent.onComplete(_ -> traffic.ended(request.connection()));
    if (waits || answer.status() == Problems.REQUEST_TIMEOUT.status()) {
      sent.onComplete(_ -> cut());
    }
  }

  private static boolean isLast(Answer answer) {
    return answer instanceof Answer.Problem problem && LAST.contains(problem.reason());
  }

  /** The client went away; that is no error. */
  void gone(Asked asked) {
    if (!given) {
      given = true;
      traffic.ended(request.connection());
      told(HttpObserver.GONE, Optional.empty(), asked);
    }
  }

  /** Reads on, for a while, after the answer was given. */
  void drain(int bytes) {
    drained += bytes;
    if (drained > MOST_DRAINED) {
      cut();
    }
  }

  /** The request has ended, after its answer was given. */
  void drained() {
    if (last) {
      cut();
    }
  }

  /** Ends the connection, or of HTTP/2 the stream. */
  void cut() {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(0); // NO_ERROR: the answer stands
    } else {
      request.connection().close();
    }
  }

  /** What was answered as asked is nothing to read among what was not: it is told at DEBUG. */
  private void told(int status, Optional<Answer> answer, Asked asked) {
    Duration took = Duration.ofNanos(nanos.getAsLong() - began);
    observer.finished(asked.listener(), asked.routeName(), status, took);
    if (LOG.isInfoEnabled()) {
      log(status, took, answer, asked);
    }
  }

  private void log(int status, Duration took, Optional<Answer> answer, Asked asked) {
    LoggingEventBuilder line =
        (status < FIRST_REFUSAL ? LOG.atDebug() : LOG.atInfo())
            .addKeyValue("id", id)
            .addKeyValue("listener", asked.listener().text())
            .addKeyValue("route", asked.routeName())
            .addKeyValue("status", status)
            .addKeyValue("micros", took.toNanos() / 1000);
    if (asked.app().isPresent()) {
      line = line.addKeyValue("app", asked.app().get().name());
    }
    if (asked.caller().isPresent()) {
      line = line.addKeyValue("caller", asked.caller().get().name());
    }
    if (answer.isPresent() && answer.get() instanceof Answer.Problem problem) {
      line = line.addKeyValue("code", problem.reason().code());
      line = line.addKeyValue("step", problem.step().map(Step::number).orElse("-"));
    }
    line.log("request");
  }
}
