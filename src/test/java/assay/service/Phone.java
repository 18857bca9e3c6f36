package assay.service;

import assay.config.crypto.Roots;
import assay.core.App;
import assay.core.Bytes;
import assay.service.AssertionRequest.ClientData;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A phone of the tests: attests and asserts as an app would, under an authority of its own. */
public final class Phone {
  private static final TestApple APPLE = TestApple.of("assay service tests");

  private final SoftwareDevice device;

  private Phone(SoftwareDevice device) {
    this.device = device;
  }

  public static Phone of(String label) {
    return new Phone(
        SoftwareDevice.of(APPLE, label, ServedApps.APP_ID).with(App.Environment.DEVELOPMENT));
  }

  public Phone ofApp(String appId) {
    return new Phone(device.ofApp(appId));
  }

  /** What a test app trusts. */
  public static List<X509Certificate> roots() {
    return Stream.of(APPLE.attestations().root(), APPLE.receipts().root())
        .map(Phone::certificate)
        .toList();
  }

  private static X509Certificate certificate(Bytes der) {
    String pem = "-----BEGIN CERTIFICATE-----\n" + der.base64() + "\n-----END CERTIFICATE-----\n";
    try {
      return Roots.parse(pem.getBytes(StandardCharsets.US_ASCII)).getFirst();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  public Bytes keyId() {
    return device.key().keyId();
  }

  public AttestationMaker attestation(String challenge, Instant at) {
    return device.attestation(Bytes.sha256(Bytes.utf8(challenge)), at);
  }

  public AttestationRequest attest(String challenge, Instant at) {
    return attest(attestation(challenge, at), challenge, Optional.empty());
  }

  public AttestationRequest attest(
      AttestationMaker made, String challenge, Optional<String> subject) {
    return new AttestationRequest(
        keyId(), made.make().object(), challenge, Optional.empty(), subject);
  }

  public AssertionRequest sign(String clientData, long counter) {
    return sign(clientData, counter, Optional.empty());
  }

  public AssertionRequest sign(String clientData, long counter, Optional<String> subject) {
    Bytes bytes = Bytes.utf8(clientData);
    return new AssertionRequest(
        keyId(),
        device.assertion(Bytes.sha256(bytes), counter).make(),
        new ClientData.Whole(bytes),
        subject);
  }

  AssertionRequest signHash(Bytes hash, long counter, Optional<String> challenge) {
    return new AssertionRequest(
        keyId(),
        device.assertion(hash, counter).make(),
        new ClientData.Hash(hash, challenge),
        Optional.empty());
  }

  /** What Apple gives for the receipt of such an attestation. */
  public ReceiptMaker refreshed(AttestationMaker attestation, int metric, Instant created) {
    return device.refreshedReceipt(attestation.make(), metric, created);
  }

  /** The same key, vouched for by an Apple that nobody trusts. */
  public Phone ofAnotherApple() {
    return new Phone(device.with(TestApple.of("nobody")));
  }
}
