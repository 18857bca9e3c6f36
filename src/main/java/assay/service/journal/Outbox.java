package assay.service.journal;

import assay.service.journal.JournalObserver.Drop;
import assay.store.DecisionLog;
import assay.store.DecisionLog.Recorded;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Records that wait to be written, one batch after the other. A pause before the first gathers what
 * comes together, so that a few refusals cost the store one write.
 */
final class Outbox {
  /** Small enough that decisions that share a writer with it are delayed by a millisecond or so. */
  private static final int BATCH_BYTES = 256 * 1024;

  private final DecisionLog log;
  private final int most;
  private final Consumer<Runnable> afterPause;
  private final JournalObserver observer;
  private final ArrayDeque<Recorded> waiting = new ArrayDeque<>();
  private boolean writing;
  private Promise<Void> rest = Promise.promise();

  /**
   * An empty one.
   *
   * @param afterPause runs something a little later
   */
  Outbox(DecisionLog log, int most, Consumer<Runnable> afterPause, JournalObserver observer) {
    this.log = log;
    this.most = most;
    this.afterPause = afterPause;
    this.observer = observer;
  }

  /** Takes a record to be written, or drops it. */
  void add(Recorded record) {
    switch (taken(record)) {
      case DROPPED -> observer.dropped(Drop.QUEUE, 1);
      case FIRST -> afterPause.accept(this::write);
      case ONE_MORE -> {}
    }
  }

  private enum Taken {
    DROPPED,
    FIRST,
    ONE_MORE
  }

  private synchronized Taken taken(Recorded record) {
    if (waiting.size() >= most) {
      return Taken.DROPPED;
    }
    waiting.add(record);
    if (writing) {
      return Taken.ONE_MORE;
    }
    writing = true;
    return Taken.FIRST;
  }

  /** When everything that waits now was written, or dropped. */
  synchronized Future<Void> idle() {
    return writing ? rest.future() : Future.succeededFuture();
  }

  private void write() {
    List<Recorded> batch = batch();
    if (!batch.isEmpty()) {
      written(batch).onComplete(_ -> write());
    }
  }

  private Future<Void> written(List<Recorded> batch) {
    return Future.succeededFuture()
        .compose(_ -> log.record(batch))
        .onSuccess(_ -> observer.recorded(batch.size()))
        .onFailure(_ -> observer.dropped(Drop.STORE, batch.size()));
  }

  private synchronized List<Recorded> batch() {
    List<Recorded> batch = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty()
        && batch.size() < DecisionLog.MOST_RECORDED
        && (batch.isEmpty() || bytes + waiting.peek().document().length() <= BATCH_BYTES)) {
      Recorded next = waiting.remove();
      bytes += next.document().length();
      batch.add(next);
    }
    writing = !batch.isEmpty();
    if (!writing) {
      rest.complete();
      rest = Promise.promise();
    }
    return batch;
  }
}
