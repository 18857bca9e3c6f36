package assay.service;

import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for work that would hold up an event loop, one a core, with a bounded line before them:
 * an attestation that cannot be judged within a second or so is better sent again.
 */
public final class WorkerPool implements Decisions.Workers {
  private final WorkerExecutor threads;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int most;

  /**
   * A pool of its own.
   *
   * @param most how much may be under way or waiting; beyond it, work is refused at once
   */
  public WorkerPool(Vertx vertx, int most) {
    this.threads =
        vertx.createSharedWorkerExecutor(
            "assay-worker", Runtime.getRuntime().availableProcessors());
    this.most = most;
  }

  @Override
  public <T> Future<T> call(Callable<T> work) {
    if (waiting.incrementAndGet() > most) {
      waiting.decrementAndGet();
      return Future.failedFuture(
          new StoreUnavailable(
              StoreUnavailable.Cause.OVERLOADED, most + " attestations are waiting already"));
    }
    return threads.executeBlocking(work, false).onComplete(_ -> waiting.decrementAndGet());
  }
}
