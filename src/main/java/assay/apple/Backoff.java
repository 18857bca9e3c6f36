package assay.apple;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to ask again. The pause doubles with each attempt up to the longest, and half of it is left
 * to chance, so that those who failed together do not come back together. What Apple asks for in
 * {@code Retry-After} is never undercut.
 *
 * @param first pause after one failure; above zero
 * @param longest pause; what Apple asks for may be longer, up to a day
 */
public record Backoff(Duration first, Duration longest) {
  private static final Duration MOST_ASKED = Duration.ofDays(1);
  private static final int SHARE_OF_JITTER = 10;

  public Backoff {
    if (first.compareTo(Duration.ofMillis(1)) < 0 || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("a pause is at least a millisecond, and grows");
    }
  }

  /**
   * How long to wait.
   *
   * @param attempt how many failed in a row: 1 and up
   * @param retryAfter as Apple asked, where it did
   */
  public Duration delay(int attempt, Optional<Duration> retryAfter, RandomGenerator random) {
    long pause = pause(attempt);
    Duration chosen = Duration.ofMillis(pause - pause / 2 + chance(pause / 2, random));
    return retryAfter
        .map(asked -> asked.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : asked)
        .map(asked -> asked.plusMillis(chance(asked.toMillis() / SHARE_OF_JITTER, random)))
        .filter(asked -> asked.compareTo(chosen) > 0)
        .orElse(chosen);
  }

  private long pause(int attempt) {
    long pause = first.toMillis();
    for (int i = 1; i < attempt && pause < longest.toMillis(); i++) {
      pause *= 2;
    }
    return Math.min(pause, longest.toMillis());
  }

  private static long chance(long most, RandomGenerator random) {
    return random.nextLong(most + 1);
  }
}
