package assay.service.refresh;

import assay.service.apple.Refresh;
import assay.store.Environment;
import assay.store.ReceiptQueue.Space;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One team at one of Apple's hosts: what Apple says to it slows or stops it and no other.
 * Thread-safe.
 */
final class Lane {
  /** After an answer that somebody has to do something about. */
  static final Duration PAUSE = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration UNLESS_ASKED = Duration.ofSeconds(30);

  /** Whose exchanges they are, and where. */
  record Name(String team, Environment environment) {}

  private final Name name;
  private final List<Space> spaces;
  private final int mostInFlight;
  private final Pace pace;
  private int inFlight;
  private boolean claiming;
  private boolean stopped;

  Lane(Name name, List<Space> spaces, RefreshSettings settings, Instant now) {
    this.name = name;
    this.spaces = List.copyOf(spaces);
    this.mostInFlight = settings.mostInFlight();
    this.pace = new Pace(settings.perSecond(), now);
  }

  List<Space> spaces() {
    return spaces;
  }

  /** How many may be claimed now; where that is any, {@link #claimed} must follow. */
  synchronized int beginClaim(Instant now) {
    int most = claiming ? 0 : Math.min(pace.permits(now), mostInFlight - inFlight);
    claiming |= most > 0;
    return Math.max(0, most);
  }

  synchronized void claimed(int count) {
    claiming = false;
    begun(count);
  }

  synchronized void begun(int count) {
    pace.took(count);
    inFlight += count;
  }

  /** How long Apple wants to be left alone, where it does; an operator may ask all the same. */
  synchronized Optional<Duration> throttled(Instant now) {
    return Optional.of(pace.pause(now)).filter(pause -> !stopped && pause.isPositive());
  }

  /** An exchange failed here, and Apple has nothing to do with it. */
  synchronized void lost() {
    inFlight--;
  }

  synchronized void ended(Refresh refresh, Instant now) {
    inFlight--;
    switch (refresh) {
      case Refresh.Unauthorized() ->
          stop(
              now,
              "Apple refuses its token: check that keyId and private key belong to this team and have"
                  + " DeviceCheck enabled, and that the clock is right");
      case Refresh.NotConfigured(String why) -> stop(now, why);
      case Refresh.Throttled(Optional<Duration> retryAfter) -> {
        pace.slow();
        pace.pauseUntil(now.plus(retryAfter.map(Schedule::asked).orElse(UNLESS_ASKED)));
      }
      case Refresh.Down(_, Optional<Duration> retryAfter) -> {
        pace.slow();
        retryAfter.ifPresent(wait -> pace.pauseUntil(now.plus(Schedule.asked(wait))));
      }
      default -> answered();
    }
  }

  private void stop(Instant now, String toFix) {
    if (!pace.isPaused(now)) {
      LOG.warn(
          "no receipts of team {} ({}) are refreshed for {} minutes: {}",
          name.team(),
          name.environment().text(),
          PAUSE.toMinutes(),
          toFix);
    }
    stopped = true;
    pace.slow();
    pace.pauseUntil(now.plus(PAUSE));
  }

  private void answered() {
    pace.answered();
    if (stopped) {
      stopped = false;
      pace.resume();
    }
  }
}
