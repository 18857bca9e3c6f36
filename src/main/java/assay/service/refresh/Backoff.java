package assay.service.refresh;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double with each attempt, and half as long again by chance: what failed together is
 * not tried again together.
 *
 * @param first after one attempt
 * @param longest not counting chance
 */
record Backoff(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 30;

  Duration after(int attempts, RandomGenerator random) {
    long doubled = first.toMillis() << Math.clamp(attempts - 1, 0, MOST_DOUBLINGS);
    long wait = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(wait + random.nextLong(wait / 2 + 1));
  }
}
