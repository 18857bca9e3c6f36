package assay.cli.apple.devicecheck;

import assay.apple.DeviceChecked;
import assay.cli.apple.Told;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Optional;

/** What each of DeviceCheck's outcomes means, and what to do about it. */
final class Outcomes {
  private Outcomes() {}

  static Told of(DeviceChecked outcome) {
    return switch (outcome) {
      case DeviceChecked.Bits(boolean bit0, boolean bit1, Optional<YearMonth> lastUpdate) ->
          Told.good("bits", "the bits of this device")
              .with("bit0", bit0)
              .with("bit1", bit1)
              .with("lastUpdate", lastUpdate);
      case DeviceChecked.NeverSet() ->
          Told.good("never-set", "nobody of this team ever set a bit of this device");
      case DeviceChecked.Done() -> Told.good("done", "Apple accepted it");
      case DeviceChecked.BadDeviceToken() ->
          Told.bad(
              "bad-device-token",
              "the device token is none, is old or used up, or comes from another team's app or the"
                  + " other environment",
              "have the app make a new one with generateToken and use it at once, in base64 without"
                  + " line breaks; builds by Xcode are of development, others of production");
      case DeviceChecked.Misconfigured(String why, _) ->
          Told.bad(
              "misconfigured",
              why,
              "assay doctor tells a refused key, a wrong clock and a wrong host apart");
      case DeviceChecked.Throttled(Optional<Duration> retryAfter) ->
          Told.bad("throttled", "Apple wants fewer requests of this team", later(retryAfter));
      case DeviceChecked.Down(String why, _, Optional<Duration> retryAfter) ->
          Told.bad(
              "down",
              "Apple gave no answer that can be used: " + why,
              later(retryAfter)
                  + ", with a new token; whether an update has come about, only a query tells");
    };
  }

  private static String later(Optional<Duration> retryAfter) {
    return retryAfter
        .map(wait -> "ask again in " + wait.toSeconds() + " s")
        .orElse("ask again in a few minutes");
  }
}
