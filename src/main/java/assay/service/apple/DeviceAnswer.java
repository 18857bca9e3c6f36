package assay.service.apple;

import assay.apple.DeviceChecked;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** What came of asking DeviceCheck: one for each thing that can be done about it. */
public sealed interface DeviceAnswer {
  /** All of {@link #code}, as metrics name them. */
  List<String> CODES =
      List.of(
          "bits",
          "never-set",
          "done",
          "bad-device-token",
          "used-device-token",
          "not-configured",
          "misconfigured",
          "throttled",
          "down");

  /**
   * The bits of the device.
   *
   * @param lastUpdate when one was last set; Apple tells no more than the month
   */
  record Bits(boolean bit0, boolean bit1, Optional<YearMonth> lastUpdate) implements DeviceAnswer {}

  /** Nobody of this team ever set a bit of the device. */
  record NeverSet() implements DeviceAnswer {}

  /** An update or a validation succeeded. */
  record Done() implements DeviceAnswer {}

  /** Apple does not take the token: it is none, is too old, or comes from another team's app. */
  record BadDeviceToken() implements DeviceAnswer {}

  /** The token was used here before, for whatever operation; Apple was not asked. */
  record UsedDeviceToken() implements DeviceAnswer {}

  /**
   * Apple was not asked: there is no host for the app's environment, or no usable key of its team.
   *
   * @param tokenUsed whether the token counts as used now
   */
  record NotConfigured(boolean tokenUsed) implements DeviceAnswer {}

  /** Apple refuses the server. What to fix is in the log; the token counts as used. */
  record Misconfigured() implements DeviceAnswer {}

  /**
   * Apple wants fewer requests; the token counts as used.
   *
   * @param retryAfter as it asked, where it did
   */
  record Throttled(Optional<Duration> retryAfter) implements DeviceAnswer {}

  /**
   * No answer, or one that says nothing. What is known of it is in the log.
   *
   * @param tokenUsed whether the token counts as used now
   * @param retryAfter as Apple asked, where it did
   */
  record Down(boolean tokenUsed, Optional<Duration> retryAfter) implements DeviceAnswer {}

  /**
   * What Apple answered.
   *
   * @param tokenUsed whether the token counts as used now
   */
  static DeviceAnswer of(DeviceChecked checked, boolean tokenUsed) {
    return switch (checked) {
      case DeviceChecked.Bits(boolean bit0, boolean bit1, Optional<YearMonth> last) ->
          new Bits(bit0, bit1, last);
      case DeviceChecked.NeverSet() -> new NeverSet();
      case DeviceChecked.Done() -> new Done();
      case DeviceChecked.BadDeviceToken() -> new BadDeviceToken();
      case DeviceChecked.Misconfigured(_, boolean asked) ->
          asked ? new Misconfigured() : new NotConfigured(tokenUsed);
      case DeviceChecked.Throttled(Optional<Duration> retryAfter) -> new Throttled(retryAfter);
      case DeviceChecked.Down(_, _, Optional<Duration> retryAfter) ->
          new Down(tokenUsed, retryAfter);
    };
  }

  /** What it amounts to. */
  default Outcome outcome() {
    return switch (this) {
      case Bits _, NeverSet _, Done _ -> Outcome.ACCEPTED;
      case BadDeviceToken _, UsedDeviceToken _, NotConfigured _, Misconfigured _ -> Outcome.REFUSED;
      case Throttled _, Down _ -> Outcome.UNDECIDED;
    };
  }

  /** A word for records and metrics, which never changes its meaning. */
  default String code() {
    return switch (this) {
      case Bits _ -> "bits";
      case NeverSet _ -> "never-set";
      case Done _ -> "done";
      case BadDeviceToken _ -> "bad-device-token";
      case UsedDeviceToken _ -> "used-device-token";
      case NotConfigured _ -> "not-configured";
      case Misconfigured _ -> "misconfigured";
      case Throttled _ -> "throttled";
      case Down _ -> "down";
    };
  }
}
