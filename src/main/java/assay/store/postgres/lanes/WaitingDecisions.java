package assay.store.postgres.lanes;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decisions that wait for a lane, in order. Lanes take groups in which no key and no challenge
 * stands twice, and none that another lane's group is busy with: what cannot go yet is parked at
 * the claim that is in its way, and comes back to the front when that is released. So the decisions
 * about one key are made in the order in which they came, and one busy key holds up no other.
 *
 * <p>Called from any thread; everything is done under one lock, and nothing is done long.
 */
final class WaitingDecisions<D, O> {
  /** Of all that may wait, the part that may be parked at one claim. */
  private static final int PARKED_PART = 4;

  private final int most;
  private final Deque<Waiting<D, O>> ready = new ArrayDeque<>();
  private final Set<Object> busy = new HashSet<>();
  private final Map<Object, Deque<Waiting<D, O>>> parked = new HashMap<>();
  private final Promise<Void> finished = Promise.promise();
  private int waiting;
  private int inHand;
  private boolean closed;

  /** What became of a decision that was to wait. */
  enum Admission {
    ADMITTED,
    FULL,
    CLOSED
  }

  WaitingDecisions(int most) {
    this.most = most;
  }

  synchronized Admission add(Waiting<D, O> decision) {
    if (closed) {
      return Admission.CLOSED;
    }
    if (waiting >= most) {
      return Admission.FULL;
    }
    waiting++;
    ready.addLast(decision);
    return Admission.ADMITTED;
  }

  /** Admits nothing more; the future completes when everything that waits is taken and released. */
  Future<Void> close() {
    synchronized (this) {
      closed = true;
    }
    finishWhenEmpty();
    return finished.future();
  }

  synchronized boolean anyReady() {
    return !ready.isEmpty();
  }

  synchronized int size() {
    return waiting;
  }

  /**
   * Takes up to so many decisions that may be made together; they stay busy until released.
   *
   * @param crowded those that wait for a claim that too many wait for; they are no longer waiting
   */
  synchronized List<Waiting<D, O>> take(int most, List<Waiting<D, O>> crowded) {
    List<Waiting<D, O>> group = new ArrayList<>(Math.min(most, ready.size()));
    while (group.size() < most && !ready.isEmpty()) {
      Waiting<D, O> next = ready.removeFirst();
      Optional<Object> inTheWay = next.claims().stream().filter(busy::contains).findFirst();
      if (inTheWay.isEmpty()) {
        busy.addAll(next.claims());
        group.add(next);
        waiting--;
        inHand++;
      } else if (!park(next, inTheWay.get())) {
        crowded.add(next);
        waiting--;
      }
    }
    return group;
  }

  /** Says that the decisions are made; what waited for their keys and challenges may go. */
  void release(List<Waiting<D, O>> group) {
    synchronized (this) {
      inHand -= group.size();
      for (Waiting<D, O> made : group) {
        made.claims().forEach(this::release);
      }
    }
    finishWhenEmpty();
  }

  private void finishWhenEmpty() {
    boolean empty;
    synchronized (this) {
      empty = closed && waiting == 0 && inHand == 0;
    }
    if (empty) {
      finished.tryComplete();
    }
  }

  private void release(Object claim) {
    busy.remove(claim);
    Deque<Waiting<D, O>> unparked = parked.remove(claim);
    if (unparked != null) {
      Iterator<Waiting<D, O>> newestFirst = unparked.descendingIterator();
      newestFirst.forEachRemaining(ready::addFirst);
    }
  }

  private boolean park(Waiting<D, O> decision, Object claim) {
    Deque<Waiting<D, O>> there = parked.computeIfAbsent(claim, none -> new ArrayDeque<>());
    if (there.size() >= Math.max(1, most / PARKED_PART)) {
      return false;
    }
    there.addLast(decision);
    return true;
  }
}
