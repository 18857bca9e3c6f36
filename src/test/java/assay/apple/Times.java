package assay.apple;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Two clocks that stand still until they are moved, together or the wall clock alone. */
public final class Times implements InstantSource, LongSupplier {
  private Instant instant = Instant.parse("2026-11-22T10:00:00.250Z");
  private long nanos = Long.MAX_VALUE - 1_000_000_000L; // runs over within tests

  @Override
  public synchronized Instant instant() {
    return instant;
  }

  @Override
  public synchronized long getAsLong() {
    return nanos;
  }

  /** Time passes. */
  public synchronized void pass(Duration time) {
    instant = instant.plus(time);
    nanos += time.toNanos();
  }

  /** Somebody sets the wall clock. */
  public synchronized void set(Duration ahead) {
    instant = instant.plus(ahead);
  }
}
