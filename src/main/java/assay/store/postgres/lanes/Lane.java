package assay.store.postgres.lanes;

import assay.store.StoreObserver;
import assay.store.StoreUnavailable;
import assay.store.StoreUnavailable.Cause;
import assay.store.postgres.connection.Link;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes decisions, one group after the other, on one connection. */
final class Lane<D, O> {
  private final Batch<D, O> batch;
  private final WaitingDecisions<D, O> queue;
  private final Link link;
  private final Duration longestWait;
  private final StoreObserver observer;
  private final AtomicBoolean working = new AtomicBoolean();

  Lane(
      Batch<D, O> batch,
      WaitingDecisions<D, O> queue,
      Link link,
      Duration longestWait,
      StoreObserver observer) {
    this.batch = batch;
    this.queue = queue;
    this.link = link;
    this.longestWait = longestWait;
    this.observer = observer;
  }

  /** Sets an idle lane to work; false where it works already. From any thread. */
  boolean wake() {
    if (!working.compareAndSet(false, true)) {
      return false;
    }
    link.context().runOnContext(go -> work());
    return true;
  }

  private void work() {
    List<Waiting<D, O>> crowded = new ArrayList<>();
    List<Waiting<D, O>> group = queue.take(batch.most(), crowded);
    refuse(crowded, "too many decisions wait for the same key");
    if (group.isEmpty()) {
      rest();
      return;
    }
    long now = System.nanoTime();
    List<Waiting<D, O>> late = group.stream().filter(it -> tooLate(it, now)).toList();
    if (late.isEmpty()) {
      decide(group, now);
      return;
    }
    refuse(late, "PostgreSQL is slower than decisions come; this one waited too long to be tried");
    queue.release(late);
    group.removeAll(late);
    decide(group, now);
  }

  private void rest() {
    working.set(false);
    if (queue.anyReady()) { // came before we rested, and woke nobody
      wake();
    }
  }

  private boolean tooLate(Waiting<D, O> decision, long now) {
    return now - decision.since() > longestWait.toNanos();
  }

  private static void refuse(List<? extends Waiting<?, ?>> decisions, String why) {
    decisions.forEach(it -> it.outcome().fail(new StoreUnavailable(Cause.OVERLOADED, why)));
  }

  private void decide(List<Waiting<D, O>> group, long began) {
    if (group.isEmpty()) {
      work();
      return;
    }
    group.sort((left, right) -> batch.compare(left.decision(), right.decision()));
    asked(group)
        .onComplete(answer -> told(group, answer, Duration.ofNanos(System.nanoTime() - began)));
  }

  private Future<RowSet<Row>> asked(List<Waiting<D, O>> group) {
    try {
      var decisions = group.stream().map(Waiting::decision).toList();
      return link.execute(batch.sql(), batch.arguments(decisions));
    } catch (RuntimeException bug) { // is told to those who asked, and stops no lane
      return Future.failedFuture(bug);
    }
  }

  /** The next group leaves before the callers of this one are told: the database need not wait. */
  private void told(List<Waiting<D, O>> group, AsyncResult<RowSet<Row>> answer, Duration took) {
    queue.release(group);
    work();
    Future<List<O>> outcomes =
        answer.succeeded()
            ? Future.succeededFuture(answer.result()).map(rows -> outcomes(group, rows))
            : Future.failedFuture(answer.cause());
    if (outcomes.failed()) {
      group.forEach(it -> it.outcome().fail(outcomes.cause()));
      return;
    }
    for (int i = 0; i < group.size(); i++) {
      group.get(i).outcome().complete(outcomes.result().get(i));
    }
    observer.committed(group.size(), queue.size(), took);
  }

  private List<O> outcomes(List<Waiting<D, O>> group, RowSet<Row> rows) {
    List<O> outcomes = new ArrayList<>(group.size());
    for (Waiting<D, O> waiting : group) {
      outcomes.add(batch.absent(waiting.decision()));
    }
    for (Row row : rows) {
      int index = Math.toIntExact(row.getLong(0)) - 1;
      outcomes.set(index, batch.outcome(group.get(index).decision(), row));
    }
    return outcomes;
  }
}
