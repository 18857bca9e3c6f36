package assay;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Waits for what comes about on another thread or in another process, and no longer than it has to.
 */
public final class Eventually {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private Eventually() {}

  /**
   * Returns as soon as a condition holds.
   *
   * @param what is waited for, such as "the port refuses"
   */
  public static void holds(String what, Callable<Boolean> condition) throws Exception {
    holds(what, LONGEST, condition);
  }

  /** As {@link #holds(String, Callable)}, for what must come about within a time. */
  public static void holds(String what, Duration within, Callable<Boolean> condition)
      throws Exception {
    long end = System.nanoTime() + within.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        fail("not within " + within + ": " + what);
      }
      Thread.sleep(5);
    }
  }
}
