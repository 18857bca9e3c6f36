package assay.apple;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Apple's DeviceCheck of one environment: two bits for each device and team, which survive a
 * reinstall (protocol.md 4). Each call asks once, under a transaction id of its own; a future never
 * fails: whatever goes wrong is a {@link DeviceChecked}.
 */
public interface DeviceCheck {
  /**
   * Reads the bits.
   *
   * @param team 10 characters
   * @param deviceToken as the device made it: standard base64 without line breaks
   */
  Future<DeviceChecked> query(String team, String deviceToken);

  /** Sets the bits that are given and leaves the others. At least one is given. */
  Future<DeviceChecked> update(
      String team, String deviceToken, Optional<Boolean> bit0, Optional<Boolean> bit1);

  /** Whether the token came from this team's app on an Apple device. */
  Future<DeviceChecked> validate(String team, String deviceToken);
}
