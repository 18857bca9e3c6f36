package assay.simulator.identity;

import assay.core.Bytes;

/**
 * One simulated device, whatever keys it makes and however often an app is installed on it.
 *
 * @param bytes {@link #LENGTH} of them
 */
public record DeviceId(Bytes bytes) {
  static final int LENGTH = 16;

  public DeviceId {
    if (bytes.length() != LENGTH) {
      throw new IllegalArgumentException("a device id has " + LENGTH + " bytes");
    }
  }

  /**
   * The device on which a key was the first. A key of which no device is told counts as one on a
   * device of its own.
   */
  public static DeviceId ofFirstKey(Bytes keyId) {
    return new DeviceId(
        Bytes.sha256(Bytes.utf8("assay simulator: device of"), keyId).slice(0, LENGTH));
  }
}
