package assay.service.refresh;

import java.time.Duration;

/**
 * How receipts are refreshed.
 *
 * @param interval from a receipt's creation until it is exchanged, unless Apple's not-before is
 *     later; up to 29 days, as Apple forgets after 30
 * @param unusedAfter how long a key goes unused before its receipt is left alone
 * @param lease how long a receipt stays claimed by an instance that is never heard of again
 * @param patience how long Apple may take to answer; at most half of the lease, so that a receipt
 *     is never asked for twice at once
 * @param perSecond how many exchanges an instance begins in a second for a team, at most
 * @param mostInFlight how many of a team's exchanges an instance may have under way
 */
public record RefreshSettings(
    Duration interval,
    Duration unusedAfter,
    Duration lease,
    Duration patience,
    double perSecond,
    int mostInFlight) {
  static final Duration LONGEST_INTERVAL = Duration.ofDays(29);

  /** Every receipt once a week, ten a second, while its key was used within 90 days. */
  public static final RefreshSettings DEFAULT =
      new RefreshSettings(
          Duration.ofDays(7),
          Duration.ofDays(90),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          10,
          32);

  public RefreshSettings {
    if (!interval.isPositive() || interval.compareTo(LONGEST_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "receipts are refreshed at least every 29 days, not every " + interval);
    }
    if (!patience.isPositive() || patience.multipliedBy(2).compareTo(lease) > 0) {
      throw new IllegalArgumentException("a lease is at least twice as long as an answer may take");
    }
    if (!(perSecond > 0) || mostInFlight < 1) {
      throw new IllegalArgumentException("at this pace no receipt would ever be refreshed");
    }
  }

  public RefreshSettings withInterval(Duration other) {
    return new RefreshSettings(other, unusedAfter, lease, patience, perSecond, mostInFlight);
  }

  public RefreshSettings withPace(double otherPerSecond, int otherInFlight) {
    return new RefreshSettings(
        interval, unusedAfter, lease, patience, otherPerSecond, otherInFlight);
  }
}
