package assay.config;

import assay.store.Environment;
import java.net.URI;
import java.util.Optional;

/**
 * Whom Apple's part is asked of: Apple, a proxy before it, or what plays it in tests.
 *
 * @param test for test apps, which ask nobody unless they are told whom
 */
public record AppleConfig(Hosts production, Hosts development, Hosts test) {
  /** Of an app's environment. */
  public Hosts of(Environment environment) {
    return switch (environment) {
      case PRODUCTION -> production;
      case DEVELOPMENT -> development;
      case TEST -> test;
    };
  }

  /**
   * URLs to which {@code /v1/…} is appended, without a slash at their end.
   *
   * @param attestationData where receipts are exchanged (protocol.md 3.4)
   * @param deviceCheck where DeviceCheck's bits are (protocol.md 4)
   */
  public record Hosts(Optional<URI> attestationData, Optional<URI> deviceCheck) {}
}
