package assay.simulator;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.EcKey;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.TestApple;
import java.time.Instant;

/**
 * One key on one simulated device, with the counter that the device keeps for it. Not thread-safe:
 * a device signs one request after the other.
 */
public final class SimulatedDevice {
  private static final int DEVELOPMENT_SIGNED = 3;
  private static final int APP_STORE = 4;
  private static final String BUNDLE_VERSION = "1.2.3";

  private final SoftwareDevice device;
  private final ProviderSigner signer;
  private long counter;

  SimulatedDevice(SoftwareDevice device, ProviderSigner signer) {
    this.device = device;
    this.signer = signer;
  }

  /**
   * What kind of device runs which app.
   *
   * @param appId prefix, dot, bundle identifier
   * @param environment of a development build, or of one from the App Store
   */
  public record Model(String appId, Environment environment, OperatingSystem system) {
    SoftwareDevice on(TestApple apple, EcKey key) {
      return new SoftwareDevice(
          apple,
          key,
          appId,
          environment,
          system,
          environment == Environment.PRODUCTION ? APP_STORE : DEVELOPMENT_SIGNED,
          BUNDLE_VERSION);
    }
  }

  /** What generateKey returns, decoded: 32 bytes. */
  public Bytes keyId() {
    return device.key().keyId();
  }

  /** How many assertions were made. */
  public long counter() {
    return counter;
  }

  /**
   * What attestKey returns, with a fresh receipt in it.
   *
   * @param clientDataHash 32 bytes
   * @param now when the simulated Apple issues the certificate and the receipt
   */
  public Bytes attest(Bytes clientDataHash, Instant now) {
    return device.attestation(clientDataHash, now).make().object();
  }

  /**
   * What generateAssertion returns; the counter is one higher each time.
   *
   * @param clientDataHash 32 bytes
   */
  public Bytes sign(Bytes clientDataHash) {
    counter++;
    return device.assertion(clientDataHash, counter).signedBy(signer::sign).make();
  }
}
