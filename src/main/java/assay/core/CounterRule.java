package assay.core;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Which counters of a key are accepted, as a pure function; a store carries it out in the statement
 * that moves the counter.
 *
 * <p>Apple's rule is {@link Strict}. The {@link Window} is for clients that sign in parallel, and
 * sound only where each counter is accepted once: the state remembers which counters behind the
 * highest are still <em>open</em>. What the state does not know is taken as used, so a wider
 * window, or a change from strict to window, never opens a counter again.
 */
public sealed interface CounterRule {

  /** Counters are unsigned 32-bit numbers. */
  long LARGEST = 0xffff_ffffL;

  /**
   * The counter must be above every one before it.
   *
   * <p>Counters are unsigned 32-bit numbers; 0 is never accepted, as a key's first assertion
   * carries 1.
   */
  record Strict() implements CounterRule {
    @Override
    public String toString() {
      return "strict";
    }
  }

  /**
   * Each counter once, in any order, and none that is {@code size} or more behind the highest.
   *
   * @param size 1 to 1024
   */
  record Window(int size) implements CounterRule {
    public static final int LARGEST = 1024;

    public Window {
      if (size < 1 || size > LARGEST) {
        throw new IllegalArgumentException(
            "a counter window has a size from 1 to " + LARGEST + ", not " + size);
      }
    }

    @Override
    public String toString() {
      return "window:" + size;
    }
  }

  /**
   * What is remembered of a key's counters.
   *
   * @param highest the highest counter accepted so far, 0 for a key that has signed nothing
   * @param open bit k is set where counter {@code highest - k} was skipped and may still come; bit
   *     0 is never set
   */
  record State(long highest, BigInteger open) {
    /** A key that has signed nothing. */
    public static final State NEW = at(0);

    public State {
      if (highest < 0 || highest > LARGEST) {
        throw new IllegalArgumentException(
            "a counter is from 0 to " + LARGEST + ", not " + highest);
      }
    }

    /** All that is known is the highest counter: everything below counts as used. */
    public static State at(long highest) {
      return new State(highest, BigInteger.ZERO);
    }
  }

  /** The state after accepting the counter, or nothing where the rule refuses it. */
  default Optional<State> advance(State state, long counter) {
    long ahead = counter - state.highest();
    if (ahead > 0) {
      return Optional.of(new State(counter, skipped(state, ahead)));
    }
    return switch (this) {
      case Strict() -> Optional.empty();
      case Window(int size) ->
          -ahead < size && state.open().testBit((int) -ahead)
              ? Optional.of(new State(state.highest(), state.open().clearBit((int) -ahead)))
              : Optional.empty();
    };
  }

  /** As {@link #advance}, as the verdict of the step {@code counter}. */
  default Verdict<State> judge(State state, long counter) {
    return judge(state, counter, Checklist.NONE);
  }

  /** As {@link #judge(State, long)}, and notes what was compared. */
  default Verdict<State> judge(State state, long counter, Checklist steps) {
    try {
      Optional<State> moved = advance(state, counter);
      steps.require(
          Step.Assertion.COUNTER,
          moved.isPresent(),
          () ->
              "the counter is "
                  + counter
                  + ", the highest so far "
                  + state.highest()
                  + ", the rule "
                  + this);
      return new Verdict.Accepted<>(moved.get());
    } catch (Refusal refusal) {
      return refusal.verdict();
    }
  }

  private BigInteger skipped(State state, long ahead) {
    return switch (this) {
      case Strict() -> BigInteger.ZERO;
      case Window(int size) -> {
        BigInteger within = BigInteger.ONE.shiftLeft(size).subtract(BigInteger.ONE);
        if (ahead >= size) {
          yield within.clearBit(0);
        }
        BigInteger gap = BigInteger.ONE.shiftLeft((int) ahead).subtract(BigInteger.TWO);
        yield state.open().shiftLeft((int) ahead).or(gap).and(within);
      }
    };
  }

  /**
   * Reads {@code strict} or {@code window:n}.
   *
   * @throws IllegalArgumentException with what is allowed
   */
  static CounterRule parse(String text) {
    if (text.equals("strict")) {
      return new Strict();
    }
    if (text.matches("window:[0-9]{1,4}")) {
      return new Window(Integer.parseInt(text.substring("window:".length())));
    }
    throw new IllegalArgumentException("a counter rule is strict or window:n, not " + text);
  }
}
