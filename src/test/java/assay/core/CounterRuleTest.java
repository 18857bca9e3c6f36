package assay.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.CounterRule.State;
import assay.core.CounterRule.Strict;
import assay.core.CounterRule.Window;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CounterRuleTest {
  private static final long LARGEST = 0xffff_ffffL;

  private static boolean accepts(CounterRule rule, State state, long counter) {
    return rule.advance(state, counter).isPresent();
  }

  private static State after(CounterRule rule, State state, long... counters) {
    State moved = state;
    for (long counter : counters) {
      moved =
          rule.advance(moved, counter).orElseThrow(() -> new AssertionError("refused " + counter));
    }
    return moved;
  }

  @Test
  void strictTakesOnlyWhatIsAboveTheHighest() {
    State five = after(new Strict(), State.NEW, 5);
    assertEquals(State.at(5), five);
    assertTrue(accepts(new Strict(), five, 6));
    assertTrue(accepts(new Strict(), five, LARGEST));
    assertEquals(Optional.empty(), new Strict().advance(five, 5));
    assertEquals(Optional.empty(), new Strict().advance(five, 4));
    assertEquals(Optional.empty(), new Strict().advance(five, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"strict", "window:1", "window:64", "window:1024"})
  void aNewKeyNeverTakesZero(String rule) {
    assertEquals(Optional.empty(), CounterRule.parse(rule).advance(State.NEW, 0));
    assertTrue(accepts(CounterRule.parse(rule), State.NEW, 1));
  }

  @Test
  void aWindowTakesEachSkippedCounterOnce() {
    Window rule = new Window(4);
    State ten = after(rule, State.NEW, 10);
    assertEquals(Optional.empty(), rule.advance(ten, 10));
    assertEquals(Optional.empty(), rule.advance(ten, 6), "10 - 4 is too old");
    State all = after(rule, ten, 7, 9, 8);
    for (long counter = 0; counter <= 10; counter++) {
      assertEquals(Optional.empty(), rule.advance(all, counter));
    }
    assertEquals(State.at(10), all);
  }

  @Test
  void aCounterIsAnUnsigned32BitNumber() {
    assertThrows(IllegalArgumentException.class, () -> State.at(-1));
    assertThrows(IllegalArgumentException.class, () -> State.at(LARGEST + 1));
    assertEquals(LARGEST, State.at(LARGEST).highest());
  }

  @Test
  void theOldestCounterUnderTheHighestIsTooOld() {
    assertEquals(Optional.empty(), new Window(1024).advance(State.at(LARGEST), 1));
    assertEquals(Optional.empty(), new Window(1024).advance(State.at(LARGEST), 0));
  }

  @Test
  void aWindowOfOneIsStrict() {
    State state = State.NEW;
    for (long counter : new long[] {1, 5, 3, 5, 4, 6}) {
      assertEquals(new Strict().advance(state, counter), new Window(1).advance(state, counter));
      state = new Strict().advance(state, counter).orElse(state);
    }
  }

  @Test
  void countersBeforeTheFirstAcceptedOneStayClosed() {
    State at = State.at(100); // all that is known is the highest
    for (long counter = 0; counter <= 100; counter++) {
      assertEquals(Optional.empty(), new Window(64).advance(at, counter));
    }
    State moved = after(new Window(64), at, 103);
    assertEquals(Optional.empty(), new Window(64).advance(moved, 100));
    assertEquals(new State(103, BigInteger.valueOf(0b110)), moved);
  }

  @Test
  void aWiderWindowOpensNothingAgain() {
    State state = after(new Window(2), State.NEW, 1, 2, 3, 10);
    for (long counter = 0; counter <= 8; counter++) {
      assertEquals(
          Optional.empty(), new Window(1024).advance(state, counter), "counter " + counter);
    }
    assertTrue(accepts(new Window(1024), state, 9));
  }

  @Test
  void aLeapOverTheWholeWindowOpensOnlyTheWindow() {
    Window rule = new Window(3);
    State leapt = after(rule, after(rule, State.NEW, 2), LARGEST);
    assertEquals(new State(LARGEST, BigInteger.valueOf(0b110)), leapt);
    assertEquals(Optional.empty(), rule.advance(leapt, LARGEST - 3));
    assertTrue(accepts(rule, leapt, LARGEST - 2));
  }

  @Test
  void aLeapOfExactlyTheWindowClosesWhatWasOpen() {
    Window rule = new Window(4);
    State leapt = after(rule, after(rule, State.NEW, 5), 9);
    assertEquals(new State(9, BigInteger.valueOf(0b1110)), leapt);
  }

  @Test
  void noSequenceIsEverAcceptedTwiceOrTooOld() {
    Random random = new Random(1);
    for (int size : new int[] {1, 2, 7, 64, 1024}) {
      Window rule = new Window(size);
      State state = State.NEW;
      Set<Long> used = new HashSet<>(Set.of(0L));
      long highest = 0;
      for (int i = 0; i < 3000; i++) {
        long counter = Math.max(0, highest + random.nextInt(-size - 2, size + 2));
        Optional<State> moved = rule.advance(state, counter);
        assertEquals(
            counter > highest - size && !used.contains(counter),
            moved.isPresent(),
            "counter " + counter);
        if (moved.isPresent()) {
          state = moved.get();
          used.add(counter);
          highest = Math.max(highest, counter);
          assertTrue(state.open().bitLength() <= size, "the state stays bounded");
          assertEquals(highest, state.highest());
        }
      }
    }
  }

  @Test
  void aRefusalTellsCounterHighestAndRule() {
    assertEquals(
        new Verdict.Refused<State>(
            Step.Assertion.COUNTER, "the counter is 3, the highest so far 7, the rule window:4"),
        new Window(4).judge(State.at(7), 3));
    assertEquals(new Verdict.Accepted<>(State.at(8)), new Strict().judge(State.at(7), 8));
  }

  @Test
  void rulesAreReadAsTheyArePrinted() {
    assertEquals(new Strict(), CounterRule.parse("strict"));
    assertEquals(new Window(64), CounterRule.parse("window:64"));
    assertEquals("window:1024", CounterRule.parse("window:1024").toString());
    assertEquals("strict", CounterRule.parse("strict").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Strict",
        "window",
        "window:",
        "window:0",
        "window:1025",
        "window:-1",
        "window:99999",
        "window:1 "
      })
  void otherRulesAreErrors(String text) {
    assertThrows(IllegalArgumentException.class, () -> CounterRule.parse(text));
  }
}
