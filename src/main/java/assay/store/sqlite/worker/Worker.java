package assay.store.sqlite.worker;

import assay.store.StoreObserver;
import assay.store.sqlite.sql.Faults;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with one session. It takes what waits, does it as one transaction, and tells the
 * outcomes after the commit. Where the group fails, nothing of it was done, each member is told,
 * and the next group begins with a new session.
 */
public final class Worker<S extends Session> {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** Opens a session, at the start and after each failure. */
  public interface Opening<S> {
    S open() throws SQLException;
  }

  private final Tasks<S> tasks;
  private final int mostTogether;
  private final Opening<S> opening;
  private final StoreObserver observer;
  private final Promise<Void> ended = Promise.promise();
  private Optional<S> session = Optional.empty();
  private volatile boolean healthy = true;

  public Worker(int mostWaiting, int mostTogether, Opening<S> opening, StoreObserver observer) {
    this.tasks = new Tasks<>(mostWaiting);
    this.mostTogether = mostTogether;
    this.opening = opening;
    this.observer = observer;
  }

  public void start(String name) {
    Thread.ofPlatform().name(name).daemon().start(this::workUntilClosed);
  }

  /** Has the work done when its turn comes; fails at once where too much waits. */
  public <T> Future<T> ask(Task.Work<S, T> work) {
    Task<S, T> task = new Task<>(work);
    return tasks.add(task).<Future<T>>map(Future::failedFuture).orElseGet(task::future);
  }

  /** Whether the last group succeeded. */
  public boolean healthy() {
    return healthy;
  }

  /** Takes no more work; what waits is done. */
  public void finish() {
    tasks.close();
  }

  /** When all work is done after {@link #finish}. */
  public Future<Void> ended() {
    return ended.future();
  }

  /** Closes the session; only once the worker has finished. */
  public void closeSession() {
    try {
      if (session.isPresent()) {
        session.get().close();
      }
    } catch (SQLException e) {
      LOG.warn("a connection to the store did not close: {}", e.getMessage());
    }
    session = Optional.empty();
  }

  private void workUntilClosed() {
    for (var group = tasks.take(mostTogether); !group.isEmpty(); group = tasks.take(mostTogether)) {
      decide(group);
    }
    ended.complete();
  }

  private void decide(List<Task<S, ?>> group) {
    long start = System.nanoTime();
    try {
      commit(group);
    } catch (Exception | Error e) { // a thread that ends would leave all others waiting
      closeSession();
      refuse(group, e);
      return;
    }
    wentWell();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    group.forEach(task -> guarded(task::succeed));
    guarded(() -> observer.committed(group.size(), tasks.size(), took));
    afterGroup();
  }

  private void afterGroup() {
    try {
      session().afterGroup();
    } catch (SQLException e) {
      closeSession();
    }
  }

  private void commit(List<Task<S, ?>> group) throws SQLException {
    S open = session();
    open.begin();
    for (Task<S, ?> task : group) {
      task.work(open);
    }
    open.commit();
  }

  private S session() throws SQLException {
    if (session.isEmpty()) {
      try {
        session = Optional.of(opening.open());
      } catch (SQLException e) {
        throw Faults.unreachable(e);
      }
    }
    return session.get();
  }

  /** A fault of the store is everybody's; a fault of one member must not be its neighbours'. */
  private void refuse(List<Task<S, ?>> group, Throwable fault) {
    if (!Faults.ofTheStore(fault) && group.size() > 1) {
      group.forEach(task -> decide(List.of(task)));
      return;
    }
    if (Faults.ofTheStore(fault)) {
      wentWrong(fault);
    } else {
      LOG.error("a request to the store failed, and only it", fault);
    }
    Throwable told = fault instanceof SQLException e ? Faults.told(e) : fault;
    group.forEach(task -> guarded(() -> task.fail(told)));
  }

  private void wentWell() {
    if (!healthy) {
      LOG.info("the store works again");
    }
    healthy = true;
  }

  /** Told once, not for each of thousands that are refused until the fault is gone. */
  private void wentWrong(Throwable fault) {
    if (healthy) {
      LOG.warn("the store refuses requests: {}", fault.getMessage());
    }
    healthy = false;
  }

  /**
   * Callers run on this thread when they are told; what they throw is theirs, an error too: without
   * this thread nobody else would ever be answered.
   */
  private static void guarded(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a listener to the store failed", e);
    }
  }
}
