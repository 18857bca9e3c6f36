package assay.apple;

import java.time.Duration;
import java.time.YearMonth;
import java.util.Optional;

/** What DeviceCheck answered: one for each thing that can be done about it (protocol.md 4). */
public sealed interface DeviceChecked {
  /**
   * The bits of a device.
   *
   * @param lastUpdate when one was last set; Apple tells no more than the month
   */
  record Bits(boolean bit0, boolean bit1, Optional<YearMonth> lastUpdate)
      implements DeviceChecked {}

  /** Nobody of this team ever set a bit of this device. */
  record NeverSet() implements DeviceChecked {}

  /** An update or a validation succeeded. */
  record Done() implements DeviceChecked {}

  /** The token is none, is used up, or comes from elsewhere: the caller's fault. */
  record BadDeviceToken() implements DeviceChecked {}

  /**
   * Apple refuses us: a key, a clock or a request that is wrong; or there is no usable key.
   *
   * @param why for the operator's log: what to fix; no secret
   * @param asked whether Apple may have seen the device token; false only where it surely has not
   */
  record Misconfigured(String why, boolean asked) implements DeviceChecked {}

  /**
   * 429.
   *
   * @param retryAfter as Apple asked, where it did
   */
  record Throttled(Optional<Duration> retryAfter) implements DeviceChecked {}

  /**
   * No answer, or one that fits nothing known.
   *
   * @param why for the operator's log
   * @param asked whether Apple may have seen the device token; false only where it surely has not
   * @param retryAfter as Apple asked, where it did
   */
  record Down(String why, boolean asked, Optional<Duration> retryAfter) implements DeviceChecked {}
}
