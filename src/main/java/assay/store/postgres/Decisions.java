package assay.store.postgres;

import assay.store.StoreObserver;
import assay.store.StoreUnavailable;
import assay.store.StoreUnavailable.Cause;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;

/** Takes one kind of decision, and has its lanes make them. */
final class Decisions<D, O> {
  private final Batch<D, O> batch;
  private final WaitingDecisions<D, O> queue;
  private final List<Lane<D, O>> lanes;

  Decisions(
      Batch<D, O> batch, List<Link> links, PostgresSettings settings, StoreObserver observer) {
    Duration longestWait = settings.statementTimeout();
    this.batch = batch;
    this.queue = new WaitingDecisions<>(settings.mostWaiting());
    this.lanes =
        links.stream().map(link -> new Lane<>(batch, queue, link, longestWait, observer)).toList();
  }

  Future<O> decide(D decision) {
    Promise<O> outcome = Promise.promise();
    var waiting = new Waiting<>(decision, batch.claims(decision), outcome, System.nanoTime());
    return switch (queue.add(waiting)) {
      case ADMITTED -> {
        wakeOne();
        yield outcome.future();
      }
      case FULL ->
          Future.failedFuture(
              new StoreUnavailable(Cause.OVERLOADED, "too many decisions wait for PostgreSQL"));
      case CLOSED -> Future.failedFuture(closed());
    };
  }

  /** Refuses what comes from now on, and finishes what waits. */
  Future<Void> close() {
    return queue.close();
  }

  static StoreUnavailable closed() {
    return new StoreUnavailable(Cause.CLOSED, "the store is closed");
  }

  private void wakeOne() {
    for (Lane<D, O> lane : lanes) {
      if (lane.wake()) {
        return;
      }
    }
  }
}
