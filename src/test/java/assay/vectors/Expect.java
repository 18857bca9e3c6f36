package assay.vectors;

import assay.core.Bytes;
import assay.simulator.maker.SoftwareDevice;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the rules demand of a verifier.
 *
 * @param members in their order
 */
record Expect(Map<String, Object> members) {

  /**
   * Refused.
   *
   * @param step the reason code (design.md 3)
   */
  static Expect refused(String step) {
    return new Expect(Map.of()).with("verdict", "refused").with("step", step);
  }

  /** The same refusal, with the mistake that it should be put down to. */
  Expect diagnosed(String code) {
    return with("diagnosis", code);
  }

  static Expect accepted() {
    return new Expect(Map.of()).with("verdict", "accepted");
  }

  /** An attestation without receipt, accepted. */
  static Expect registered(SoftwareDevice device) {
    return registered(device.key().point(), device.system().version()).with("receipt", "absent");
  }

  private static Expect registered(Bytes publicKey, String osVersion) {
    return accepted().with("publicKey", publicKey.base64()).with("osVersion", osVersion);
  }

  /** An attestation that is accepted together with its receipt. */
  static Expect registeredWithReceipt(SoftwareDevice device) {
    return registered(device).with("receipt", "accepted");
  }

  /**
   * An attestation that is accepted though its receipt is not.
   *
   * @param step the reason code of the receipt's refusal
   */
  static Expect registeredButReceipt(SoftwareDevice device, String step) {
    return registered(device).with("receipt", "refused").with("receiptStep", step);
  }

  /** An assertion, accepted. */
  static Expect counter(long counter) {
    return accepted().with("counter", counter);
  }

  Expect launched(long category, String bundleVersion) {
    return with("validationCategory", category).with("bundleVersion", bundleVersion);
  }

  Expect with(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(members);
    changed.put(name, value);
    return new Expect(changed);
  }
}
