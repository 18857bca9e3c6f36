package assay.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.Advance;
import assay.store.AppKey;
import assay.store.OpenChallenge;
import assay.store.Store;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Callers who advance a key each, one counter after the other, through whatever happens, and
 * remember what they were told.
 */
final class Disturbed {
  private final Store store;
  private final List<Caller> callers;

  Disturbed(Store store, int callers) {
    this.store = store;
    this.callers =
        IntStream.range(0, callers)
            .mapToObj(number -> new Caller(Scene.key(1000 + number)))
            .toList();
    this.callers.forEach(caller -> Scene.register(store, caller.key));
  }

  void run(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (Caller caller : callers) {
      threads.add(Thread.ofVirtual().start(() -> caller.call(end)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** What was told stands, and no assertion is accepted another time, told or not. */
  void check() {
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

  private record Assertion(long counter, OpenChallenge challenge) {}

  private final class Caller {
    private final AppKey key;
    private final List<Assertion> moved = new ArrayList<>();
    private final List<Assertion> untold = new ArrayList<>();

    Caller(AppKey key) {
      this.key = key;
    }

    void call(long end) {
      for (long counter = 1; System.nanoTime() < end; counter++) {
        var assertion = new Assertion(counter, Scene.challenge());
        Future<Advance> answer =
            Scene.advance(store, key, assertion.counter(), assertion.challenge());
        if (Scene.await(Scene.succeeded(answer))) {
          assertEquals(new Advance.Moved(java.util.Optional.empty()), answer.result());
          moved.add(assertion);
        } else {
          untold.add(assertion);
        }
      }
    }

    void check() {
      long stored = Scene.await(store.find(key)).orElseThrow().counter();
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

    private Advance again(Assertion assertion) {
      return Scene.await(Scene.advance(store, key, assertion.counter(), assertion.challenge()));
    }
  }
}
