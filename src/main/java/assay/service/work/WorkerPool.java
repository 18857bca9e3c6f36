package assay.service.work;

import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for work that would hold up an event loop, with a bounded line before them: an
 * attestation that cannot be judged within a second or so is better sent again.
 */
public final class WorkerPool implements Workers {
  private final WorkerExecutor threads;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int most;

  private WorkerPool(Vertx vertx, String name, int threads, int most) {
    this.threads = vertx.createSharedWorkerExecutor(name, threads);
    this.most = most;
  }

  /**
   * For attestations: a thread for each core.
   *
   * @param most how much may be under way or waiting; beyond it, work is refused at once
   */
  public WorkerPool(Vertx vertx, int most) {
    this(vertx, "assay-worker", Runtime.getRuntime().availableProcessors(), most);
  }

  /**
   * For refreshed receipts, which are in no hurry: one thread, which attestations never wait for,
   * nor it for them.
   *
   * @param most as above
   */
  public static WorkerPool ofReceipts(Vertx vertx, int most) {
    return new WorkerPool(vertx, "assay-receipts", 1, most);
  }

  /**
   * For diagnoses and records of decisions: one thread, which no decision waits for.
   *
   * @param most as above
   */
  public static WorkerPool ofJournals(Vertx vertx, int most) {
    return new WorkerPool(vertx, "assay-journal", 1, most);
  }

  @Override
  public <T> Future<T> call(Callable<T> work) {
    if (waiting.incrementAndGet() > most) {
      waiting.decrementAndGet();
      return Future.failedFuture(
          new StoreUnavailable(
              StoreUnavailable.Cause.OVERLOADED, most + " wait to be judged already"));
    }
    return threads
        .executeBlocking(work, false)
        .onComplete(_ -> waiting.decrementAndGet())
        .map(done -> Objects.requireNonNull(done));
  }
}
