package assay.simulator.maker;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.authority.TestApple;
import assay.simulator.maker.raw.EcKey;
import java.time.Instant;

/**
 * One app's key on one device, with the private key in plain sight, and the Apple that vouches for
 * it. The same values always make the same bytes.
 *
 * @param system decides what leafs and authenticator data carry
 * @param validationCategory how the app was launched, told by systems of version 27
 * @param bundleVersion the running build, told likewise
 */
public record SoftwareDevice(
    TestApple apple,
    EcKey key,
    String appId,
    Environment environment,
    OperatingSystem system,
    int validationCategory,
    String bundleVersion) {

  /** A phone with iOS 26 and a production build; the key follows from the label. */
  public static SoftwareDevice of(TestApple apple, String label, String appId) {
    return new SoftwareDevice(
        apple,
        EcKey.p256(label),
        appId,
        Environment.PRODUCTION,
        OperatingSystem.IOS_26,
        4,
        "1.2.3");
  }

  public SoftwareDevice with(OperatingSystem other) {
    return new SoftwareDevice(
        apple, key, appId, environment, other, validationCategory, bundleVersion);
  }

  public SoftwareDevice with(Environment other) {
    return new SoftwareDevice(apple, key, appId, other, system, validationCategory, bundleVersion);
  }

  public SoftwareDevice with(TestApple other) {
    return new SoftwareDevice(
        other, key, appId, environment, system, validationCategory, bundleVersion);
  }

  public SoftwareDevice ofApp(String otherAppId) {
    return new SoftwareDevice(
        apple, key, otherAppId, environment, system, validationCategory, bundleVersion);
  }

  public SoftwareDevice launchedAs(int category, String version) {
    return new SoftwareDevice(apple, key, appId, environment, system, category, version);
  }

  /** What attestKey does, and Apple with it. */
  public AttestationMaker attestation(Bytes clientDataHash, Instant issued) {
    return new AttestationMaker(this, clientDataHash, issued);
  }

  /**
   * What generateAssertion does.
   *
   * @param counter unsigned 32 bits
   */
  public AssertionMaker assertion(Bytes clientDataHash, long counter) {
    return new AssertionMaker(this, clientDataHash, counter);
  }

  /** What Apple's server gives for the receipt of an attestation. */
  public ReceiptMaker refreshedReceipt(
      AttestationMaker.Made attestation, int riskMetric, Instant created) {
    return ReceiptMaker.refreshed(
        apple.receipts(),
        appId,
        environment.receiptName(),
        attestation.leaf(),
        attestation.clientDataHash(),
        riskMetric,
        created);
  }
}
