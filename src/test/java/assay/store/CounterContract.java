package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.STRICT;
import static assay.store.Given.await;
import static assay.store.Given.challenge;
import static assay.store.Given.found;
import static assay.store.Given.key;
import static assay.store.Given.moved;
import static assay.store.Given.registered;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.CounterRule;
import assay.core.CounterRule.State;
import assay.core.CounterRule.Window;
import assay.store.Advance.CounterNotAhead;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stores accept exactly the counters that core's rule accepts. */
interface CounterContract extends StoreUnderTest {

  @Test
  default void aWindowTakesEachCounterOnceInAnyOrder() throws Exception {
    registered(store(), key(1));
    var window = new Window(4);
    for (long counter : new long[] {10, 8, 7, 9}) {
      assertEquals(moved(), await(in(store(), window, counter)));
    }
    for (long counter : new long[] {10, 9, 8, 7, 6, 1, 0}) {
      assertEquals(new CounterNotAhead(10), await(in(store(), window, counter)));
    }
    assertEquals(10, found(store(), key(1)).counter());
  }

  @Test
  default void aWindowIsRememberedWhenTheStoreIsOpenedAnew() throws Exception {
    registered(store(), key(1));
    var window = new Window(1024);
    await(in(store(), window, 2000));
    await(in(store(), window, 1500));
    Store again = reopened();
    assertEquals(new CounterNotAhead(2000), await(in(again, window, 1500)));
    assertEquals(new CounterNotAhead(2000), await(in(again, window, 976)));
    assertEquals(moved(), await(in(again, window, 977)));
    assertEquals(moved(), await(in(again, window, 1501)));
  }

  @Test
  default void aChangeFromStrictToWindowOpensNothing() throws Exception {
    registered(store(), key(1));
    await(in(store(), new Window(16), 10));
    await(in(store(), STRICT, 12));
    for (long counter = 0; counter <= 12; counter++) {
      assertEquals(new CounterNotAhead(12), await(in(store(), new Window(16), counter)));
    }
  }

  private Future<Advance> in(Store store, CounterRule rule, long counter) {
    return store.advance(key(1), counter, rule, Optional.of(challenge()), NOW);
  }

  /** One key a walker; the walkers of a step go at once, the steps of a walker one by one. */
  @Test
  default void longRandomWalksAgreeWithCore() throws Exception {
    int[] sizes = {0, 1, 2, 63, 64, 65, 1000, 1024};
    List<Walker> walkers =
        IntStream.range(0, 48).mapToObj(i -> new Walker(i, sizes[i % sizes.length])).toList();
    registered(store(), walkers.stream().map(Walker::key).toArray(AppKey[]::new));
    for (int step = 0; step < 400; step++) {
      List<Future<Advance>> outcomes = new ArrayList<>();
      walkers.forEach(walker -> outcomes.add(walker.step(store())));
      for (int i = 0; i < walkers.size(); i++) {
        walkers.get(i).compare(await(outcomes.get(i)));
      }
    }
    for (Walker walker : walkers) {
      assertEquals(walker.state.highest(), found(store(), walker.key()).counter());
    }
  }

  /** Sends counters near the edges of what is allowed, and does the same in memory. */
  final class Walker {
    private final int number;
    private final int size;
    private final Random random;
    private State state = State.NEW;
    private CounterRule rule = STRICT;
    private long counter;

    Walker(int number, int size) {
      this.number = number;
      this.size = size;
      this.random = new Random(number);
    }

    AppKey key() {
      return Given.key(number);
    }

    Future<Advance> step(Store store) {
      rule = nextRule();
      counter = Math.clamp(state.highest() + jump(), 0, CounterRule.LARGEST);
      return store.advance(key(), counter, rule, Optional.of(challenge()), NOW);
    }

    /** Mostly the walker's own, sometimes another. */
    private CounterRule nextRule() {
      int dice = random.nextInt(40);
      if (size == 0 || dice == 0) {
        return STRICT;
      }
      return new Window(dice == 1 ? 1 + random.nextInt(Window.LARGEST) : size);
    }

    private long jump() {
      int around = Math.max(size, 2);
      return switch (random.nextInt(32)) {
        case 0 -> random.nextInt(5000);
        case 1 -> number % 4 == 0 ? random.nextLong(CounterRule.LARGEST) : 1025;
        case 2, 3 -> around - 1 + random.nextInt(3);
        case 4, 5, 6, 7 -> -around - 1 + random.nextInt(3);
        case 8, 9, 10, 11, 12, 13, 14, 15 -> 1 + random.nextInt(4);
        default -> -random.nextInt(around + 1);
      };
    }

    void compare(Advance outcome) {
      Optional<State> next = rule.advance(state, counter);
      Advance expected = next.isPresent() ? moved() : new CounterNotAhead(state.highest());
      assertEquals(expected, outcome, () -> rule + ", " + counter + ", walker " + number);
      state = next.orElse(state);
    }
  }
}
