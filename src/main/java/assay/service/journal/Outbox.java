package assay.service.journal;

import assay.service.journal.JournalObserver.Drop;
import assay.store.DecisionLog;
import assay.store.DecisionLog.Recorded;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Records that wait to be written, one batch after the other. A pause before the first gathers what
 * comes together, so that a few refusals cost the store one write.
 *
 * <p>A record is expected before it is made, so that a stopping server knows what it waits for.
 * Each one expected is counted once: as recorded, or as dropped.
 */
final class Outbox {
  /** Small enough that decisions that share a writer with it are delayed by a millisecond or so. */
  private static final int BATCH_BYTES = 256 * 1024;

  private final DecisionLog log;
  private final int most;
  private final Consumer<Runnable> afterPause;
  private final JournalObserver observer;
  private final ArrayDeque<Recorded> waiting = new ArrayDeque<>();
  private int expected;
  private int underWay;
  private boolean writing;
  private boolean over;
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

  /** Whether a record may come; then {@link #add} or {@link #miss} must follow. */
  boolean expect() {
    boolean open = opened();
    if (!open) {
      observer.dropped(Drop.STOP, 1);
    }
    return open;
  }

  private synchronized boolean opened() {
    if (!over) {
      expected++;
    }
    return !over;
  }

  /** Takes a record that was expected to be written, or drops it. */
  void add(Recorded record) {
    switch (taken(record)) {
      case DROPPED -> observer.dropped(Drop.QUEUE, 1);
      case FIRST -> afterPause.accept(this::write);
      case ONE_MORE, TOO_LATE -> {}
    }
  }

  private enum Taken {
    DROPPED,
    FIRST,
    ONE_MORE,
    TOO_LATE
  }

  private synchronized Taken taken(Recorded record) {
    if (over) {
      return Taken.TOO_LATE;
    }
    expected--;
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

  /** A record that was expected does not come. */
  void miss(Drop why) {
    if (missed()) {
      observer.dropped(why, 1);
      rest();
    }
  }

  private synchronized boolean missed() {
    if (!over) {
      expected--;
    }
    return !over;
  }

  /** When everything that is expected or waits now was written, or dropped. */
  synchronized Future<Void> idle() {
    return isIdle() ? Future.succeededFuture() : rest.future();
  }

  private boolean isIdle() {
    return over || (!writing && expected == 0);
  }

  /** Outside of the lock, as whoever waits goes on from here. */
  private void rest() {
    rested().ifPresent(Promise::complete);
  }

  private synchronized Optional<Promise<Void>> rested() {
    Optional<Promise<Void>> waited = Optional.of(rest).filter(_ -> isIdle());
    if (waited.isPresent()) {
      rest = Promise.promise();
    }
    return waited;
  }

  /**
   * Takes nothing more, and forgets what is not known to be written by now.
   *
   * @return how many records that are; what the store has of them may be there nevertheless
   */
  int giveUp() {
    int lost = forgotten();
    if (lost > 0) {
      observer.dropped(Drop.STOP, lost);
    }
    rest();
    return lost;
  }

  private synchronized int forgotten() {
    int lost = expected + waiting.size() + underWay;
    over = true;
    expected = 0;
    underWay = 0;
    waiting.clear();
    return lost;
  }

  private void write() {
    List<Recorded> batch = batch();
    if (batch.isEmpty()) {
      rest();
    } else {
      written(batch).onComplete(_ -> write());
    }
  }

  private Future<Void> written(List<Recorded> batch) {
    return Future.succeededFuture()
        .compose(_ -> log.record(batch))
        .onSuccess(_ -> ended(() -> observer.recorded(batch.size())))
        .onFailure(_ -> ended(() -> observer.dropped(Drop.STORE, batch.size())));
  }

  /** What was given up meanwhile is counted already. */
  private void ended(Runnable counted) {
    if (ended()) {
      counted.run();
    }
  }

  private synchronized boolean ended() {
    underWay = 0;
    return !over;
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
    underWay = batch.size();
    writing = !batch.isEmpty();
    return batch;
  }
}
