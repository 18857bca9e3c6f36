package assay.service.refresh;

import assay.apple.Backoff;
import assay.core.receipt.Receipt;
import assay.service.apple.Refresh;
import assay.store.ReceiptQueue.Claimed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a receipt is due again, by what became of it. */
final class Schedule {
  private static final Backoff NOTHING_NEWER =
      new Backoff(Duration.ofHours(2), Duration.ofHours(24));

  /** Something is wrong that time alone hardly mends: looked at again all the same, but seldom. */
  private static final Backoff WRONG = new Backoff(Duration.ofHours(12), Duration.ofDays(7));

  private static final Backoff UNREACHABLE =
      new Backoff(Duration.ofMinutes(1), Duration.ofHours(6));

  /** Apple has data again only after the device attests, which brings a key of its own. */
  private static final Backoff NO_DATA = new Backoff(Duration.ofDays(14), Duration.ofDays(14));

  /** Not longer, whatever a Retry-After says. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofDays(1);

  private static final Duration SOONEST = Duration.ofMinutes(1);

  private final RefreshSettings settings;
  private final RandomGenerator random;

  Schedule(RefreshSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * When a new receipt is to be exchanged: after Apple's not-before, at our interval, within 29
   * days of its creation and before it expires; and by chance a little later, so that what was
   * registered together drifts apart. Apple's not-before is kept even where it is later than the
   * 29th day, as asking sooner brings nothing.
   */
  Instant next(Receipt newest, Instant now) {
    Instant notBefore = newest.notBefore().orElse(newest.created());
    Instant wanted = latest(newest.created().plus(settings.interval()), notBefore);
    Instant last =
        earliest(
            newest.created().plus(RefreshSettings.LONGEST_INTERVAL),
            newest.expires().minus(Duration.ofHours(1)));
    Instant spread = wanted.plusMillis(random.nextLong(settings.interval().toMillis() / 20 + 1));
    return upToMillis(latest(earliest(spread, last), notBefore), now);
  }

  /** When to ask again after an answer that brought nothing newer. */
  Instant again(Refresh brought, Claimed claimed, Instant now) {
    int attempts = claimed.attempts();
    Instant due =
        switch (brought) {
          case Refresh.NotYet(Optional<Instant> notBefore) ->
              notBefore
                  .filter(now::isBefore)
                  .orElseGet(
                      () -> now.plus(NOTHING_NEWER.delay(attempts, Optional.empty(), random)));
          case Refresh.NoData _ -> now.plus(NO_DATA.delay(1, Optional.empty(), random));
          case Refresh.Throttled(Optional<Duration> retryAfter) ->
              now.plus(UNREACHABLE.delay(attempts, retryAfter, random));
          case Refresh.Down(_, Optional<Duration> retryAfter) ->
              now.plus(UNREACHABLE.delay(attempts, retryAfter, random));
          case Refresh.Unauthorized _, Refresh.NotConfigured _ ->
              now.plus(Lane.PAUSE).plusMillis(random.nextLong(Lane.PAUSE.toMillis()));
          default -> now.plus(WRONG.delay(attempts, Optional.empty(), random));
        };
    return upToMillis(due, now);
  }

  /** How long Apple asked to wait, within reason. */
  static Duration asked(Duration retryAfter) {
    return retryAfter.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : retryAfter;
  }

  /** Stores keep whole milliseconds; rounded up, as nothing may be asked for too early. */
  private static Instant upToMillis(Instant due, Instant now) {
    return latest(due, now.plus(SOONEST)).plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earliest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
