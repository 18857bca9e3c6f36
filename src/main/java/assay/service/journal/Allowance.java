package assay.service.journal;

import java.util.function.LongSupplier;

/** So many a second, and a few more at once after a pause. */
final class Allowance {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double most;
  private final LongSupplier nanos;
  private double left;
  private long last;

  /**
   * A full one.
   *
   * @param most how many may come at once
   * @param nanos a clock that never steps back
   */
  Allowance(double perSecond, int most, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.most = most;
    this.nanos = nanos;
    this.left = most;
    this.last = nanos.getAsLong();
  }

  /** Whether one more is allowed; it is used then. */
  synchronized boolean take() {
    long now = nanos.getAsLong();
    left = Math.min(most, left + (now - last) / NANOS * perSecond);
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
