package assay.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.OpenChallenge;
import assay.store.Store;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Callers who advance a key each, one counter after the other, through whatever happens, and
 * remember what they were told.
 */
final class Disturbed {
  private final Store store;
  private final List<Caller> callers;
  private final AtomicLong moves = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();
  private volatile boolean over;

  Disturbed(Store store, int callers) {
    this.store = store;
    this.callers =
        IntStream.range(0, callers)
            .mapToObj(number -> new Caller(Scene.key(1000 + number)))
            .toList();
    this.callers.forEach(caller -> Scene.register(store, caller.key));
  }

  /** What disturbs them. */
  interface Disturbance {
    void run() throws Exception;
  }

  /** Calls from before something happens until after it. */
  void during(Disturbance disturbance) throws Exception {
    List<Thread> threads =
        callers.stream().map(caller -> Thread.ofVirtual().start(caller::call)).toList();
    try {
      disturbance.run();
    } finally {
      over = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** Waits until so many more advances were told. */
  void awaitMoves(int more) throws Exception {
    long goal = moves.get() + more;
    Eventually.holds(more + " more moved", () -> moves.get() >= goal);
  }

  /** Waits until another advance was refused or lost. */
  void awaitRefusal() throws Exception {
    long before = refusals.get();
    Eventually.holds("one more is refused", () -> refusals.get() > before);
  }

  /** What was told stands, and no assertion is accepted another time, told or not. */
  void check() throws Exception {
    int moved = 0;
    int untold = 0;
    for (Caller caller : callers) {
      moved += caller.moved.size();
      untold += caller.untold.size();
      caller.check();
    }
    assertTrue(moved > 100, "too few moved to say anything: " + moved);
    assertTrue(untold > 0, "nothing was disturbed");
  }

  /** Asks until it is answered, as each connection of the store finds the database by itself. */
  private static <T> T answer(Supplier<Future<T>> question) throws Exception {
    AtomicReference<Future<T>> last = new AtomicReference<>();
    Eventually.holds(
        "an answer",
        () -> {
          last.set(question.get());
          return Scene.await(Scene.succeeded(last.get()));
        });
    return last.get().result();
  }

  private record Assertion(long counter, OpenChallenge challenge) {}

  private final class Caller {
    private final AppKey key;
    private final List<Assertion> moved = new ArrayList<>();
    private final List<Assertion> untold = new ArrayList<>();

    Caller(AppKey key) {
      this.key = key;
    }

    void call() {
      for (long counter = 1; !over; counter++) {
        var assertion = new Assertion(counter, Scene.challenge());
        Future<Advance> answer =
            Scene.advance(store, key, assertion.counter(), assertion.challenge());
        if (Scene.await(Scene.succeeded(answer))) {
          assertEquals(new Advance.Moved(java.util.Optional.empty()), answer.result());
          moved.add(assertion);
          moves.incrementAndGet();
        } else {
          untold.add(assertion);
          refusals.incrementAndGet();
        }
      }
    }

    void check() throws Exception {
      long stored = answer(() -> store.find(key)).orElseThrow().counter();
      long told = moved.isEmpty() ? 0 : moved.getLast().counter();
      assertTrue(stored >= told, "told " + told + ", stored " + stored);
      for (Assertion assertion : moved) {
        assertInstanceOf(Advance.ChallengeSpent.class, again(assertion));
      }
      for (Assertion assertion : untold) {
        if (again(assertion) instanceof Advance.Moved) {
          assertInstanceOf(Advance.ChallengeSpent.class, again(assertion));
        }
      }
    }

    private Advance again(Assertion assertion) throws Exception {
      return answer(() -> Scene.advance(store, key, assertion.counter(), assertion.challenge()));
    }
  }
}
