package assay.store.sqlite.worker;

import assay.store.StoreUnavailable;
import assay.store.StoreUnavailable.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for a worker: bounded, in order, and closed once. */
final class Tasks<S> {
  private final int most;
  private final ArrayDeque<Task<S, ?>> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;

  Tasks(int most) {
    this.most = most;
  }

  /** Adds the task, or says why it cannot wait here; never blocks for long. */
  Optional<StoreUnavailable> add(Task<S, ?> task) {
    lock.lock();
    try {
      if (closed) {
        return Optional.of(new StoreUnavailable(Cause.CLOSED, "the store is closed"));
      }
      if (waiting.size() >= most) {
        return Optional.of(
            new StoreUnavailable(
                Cause.OVERLOADED, most + " requests wait for the store, no more may; try later"));
      }
      waiting.add(task);
      changed.signal();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for tasks and takes up to so many; none only when all is done after {@link #close}. */
  List<Task<S, ?>> take(int mostTogether) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      List<Task<S, ?>> taken = new ArrayList<>();
      while (taken.size() < mostTogether && !waiting.isEmpty()) {
        taken.add(waiting.remove());
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more tasks; those that wait are still handed out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
