package assay.service.refresh;

import assay.service.apple.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what an operator should look into: once an hour for each app and kind, not for each key. */
final class Alarms {
  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
  private static final Duration SAID_AGAIN = Duration.ofHours(1);

  private record Kind(String app, String code) {}

  private final Map<Kind, Instant> said = new ConcurrentHashMap<>();

  void note(String app, Refresh refresh, Instant now) {
    switch (refresh) {
      case Refresh.WrongEnvironment _ ->
          say(
              app,
              refresh,
              now,
              "Apple says that receipts are of its other environment: the app's environment is not"
                  + " that of the builds that attested, or the hosts are swapped");
      case Refresh.BadPayload _ ->
          say(app, refresh, now, "Apple cannot read a receipt as it was kept");
      case Refresh.Refused(var step, var detail) ->
          say(
              app,
              refresh,
              now,
              "a receipt that came from Apple's host is refused at "
                  + step.code()
                  + ", and the old one kept: "
                  + (step.advice().isEmpty() ? detail : step.advice()));
      default -> {}
    }
  }

  private void say(String app, Refresh refresh, Instant now, String what) {
    Kind kind = new Kind(app, refresh.code());
    Instant last = said.get(kind);
    if (last == null || !now.isBefore(last.plus(SAID_AGAIN))) {
      said.put(kind, now);
      LOG.warn("receipts of app {}: {}", app, what);
    }
  }
}
