package assay.simulator.apple.bits;

import java.time.Duration;

/**
 * How strict DeviceCheck is.
 *
 * @param tokenLife how long a device token is good for
 * @param singleUse whether a device token is good for one request only, as Apple's documentation
 *     has it; as people see it, one may be used again while it lives
 * @param clockTolerance how far a request's timestamp may be off; Apple's is not known
 */
public record TokenRules(Duration tokenLife, boolean singleUse, Duration clockTolerance) {
  /** A minute, as often as one likes in it, and a clock five minutes off. */
  public static final TokenRules APPLES =
      new TokenRules(Duration.ofMinutes(1), false, Duration.ofMinutes(5));
}
