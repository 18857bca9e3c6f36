package assay.service.refresh;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast a team may ask: a token bucket whose rate halves when Apple throttles or does not
 * answer, and comes back step by step with its answers. Not thread-safe.
 */
final class Pace {
  private static final int SECONDS_SAVED = 10;
  private static final double SLOWEST = 1.0 / 64;
  private static final double STEP = 1.0 / 16;

  private final double full;
  private double share = 1;
  private double tokens;
  private Instant filled;
  private Instant pausedUntil = Instant.MIN;

  Pace(double perSecond, Instant now) {
    this.full = perSecond;
    this.tokens = Math.max(1, perSecond);
    this.filled = now;
  }

  /** How many may be begun now. */
  int permits(Instant now) {
    fill(now);
    return isPaused(now) ? 0 : (int) Math.max(0, tokens);
  }

  /** Begun, with a permit or without one: who could not wait is made up for by who can. */
  void took(int count) {
    tokens -= count;
  }

  boolean isPaused(Instant now) {
    return now.isBefore(pausedUntil);
  }

  /** How long nothing is begun, zero where it may be now. */
  Duration pause(Instant now) {
    return isPaused(now) ? Duration.between(now, pausedUntil) : Duration.ZERO;
  }

  void answered() {
    share = Math.min(1, share + STEP);
  }

  void slow() {
    share = Math.max(SLOWEST, share / 2);
    tokens = Math.min(tokens, 1);
  }

  void pauseUntil(Instant until) {
    if (until.isAfter(pausedUntil)) {
      pausedUntil = until;
    }
  }

  void resume() {
    pausedUntil = Instant.MIN;
  }

  /** A clock that stepped back fills nothing, and counts from there. */
  private void fill(Instant now) {
    double seconds = Math.max(0, Duration.between(filled, now).toMillis()) / 1000.0;
    filled = now;
    double rate = full * share;
    tokens = Math.min(Math.max(1, SECONDS_SAVED * rate), tokens + seconds * rate);
  }
}
