package assay.apple.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * So many requests at once, and so many that wait for so long: nothing piles up before a slow host.
 * Belongs to one event loop.
 */
final class Turns {
  private static final Duration SOON = Duration.ofSeconds(1);

  private record Waiting(Supplier<Future<Answer>> call, Promise<Answer> promise) {}

  private final Vertx vertx;
  private final Limits limits;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int inFlight;
  private boolean closed;

  Turns(Vertx vertx, Limits limits) {
    this.vertx = vertx;
    this.limits = limits;
  }

  /** Makes a call when it is its turn. The future never fails if the call's does not. */
  Future<Answer> take(Supplier<Future<Answer>> call) {
    if (closed) {
      return Future.succeededFuture(none("the server is stopping"));
    }
    if (inFlight < limits.inFlight()) {
      return run(call);
    }
    if (waiting.size() >= limits.waiting()) {
      return Future.succeededFuture(
          none("too many waiting: " + limits.waiting() + " requests stand before this one"));
    }
    return queue(call);
  }

  private Future<Answer> queue(Supplier<Future<Answer>> call) {
    Waiting it = new Waiting(call, Promise.promise());
    waiting.add(it);
    long timer = vertx.setTimer(limits.turn().toMillis(), _ -> giveUp(it));
    return it.promise().future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private void giveUp(Waiting it) {
    if (waiting.remove(it)) {
      it.promise().complete(none("waited " + limits.turn().toMillis() + " ms for its turn"));
    }
  }

  private Future<Answer> run(Supplier<Future<Answer>> call) {
    inFlight++;
    return call.get().onComplete(_ -> next());
  }

  private void next() {
    inFlight--;
    Waiting first = waiting.poll();
    if (first != null) {
      run(first.call()).onComplete(first.promise());
    }
  }

  /** Those that wait are told so; those under way end by themselves. */
  void close() {
    closed = true;
    while (!waiting.isEmpty()) {
      waiting.remove().promise().complete(none("the server is stopping"));
    }
  }

  private static Answer none(String why) {
    return new Answer.None(why, false, Optional.of(SOON));
  }
}
