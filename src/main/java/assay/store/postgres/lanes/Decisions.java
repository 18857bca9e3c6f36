package assay.store.postgres.lanes;

import assay.store.StoreObserver;
import assay.store.StoreUnavailable;
import assay.store.StoreUnavailable.Cause;
import assay.store.postgres.connection.Faults;
import assay.store.postgres.connection.Link;
import assay.store.postgres.connection.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;

/** Takes one kind of decision, and has its lanes make them. */
public final class Decisions<D, O> {
  private final Batch<D, O> batch;
  private final WaitingDecisions<D, O> queue;
  private final List<Lane<D, O>> lanes;

  public Decisions(
      Batch<D, O> batch, List<Link> links, PostgresSettings settings, StoreObserver observer) {
    Duration longestWait = settings.statementTimeout();
    this.batch = batch;
    this.queue = new WaitingDecisions<>(settings.mostWaiting());
    this.lanes =
        links.stream().map(link -> new Lane<>(batch, queue, link, longestWait, observer)).toList();
  }

  public Future<O> decide(D decision) {
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
      case CLOSED -> Future.failedFuture(Faults.closed());
    };
  }

  /** Refuses what comes from now on, and finishes what waits. */
  public Future<Void> close() {
    return queue.close();
  }

  private void wakeOne() {
    for (Lane<D, O> lane : lanes) {
      if (lane.wake()) {
        return;
      }
    }
  }
}
