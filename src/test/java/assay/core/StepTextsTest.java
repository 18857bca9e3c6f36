package assay.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.config.crypto.Providers;
import assay.core.App.Environment;
import assay.core.assertion.Assertion;
import assay.core.assertion.AssertionVerifier;
import assay.core.assertion.RegisteredKey;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestationVerifier;
import assay.core.pki.Certificates;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.core.receipt.Expected;
import assay.core.receipt.ReceiptVerifier;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What each step says that it compared, passed, failed and not reached: developers read nothing
 * else.
 */
final class StepTextsTest {
  private static final Instant NOW = Instant.parse("2026-04-20T18:13:12Z");
  private static final String APP_ID = "TEAMID1234.com.example.app";
  private static final TestApple APPLE = TestApple.of("texts");
  private static final SoftwareDevice DEVICE =
      SoftwareDevice.of(APPLE, "texts", APP_ID)
          .with(OperatingSystem.IOS_27)
          .with(Environment.DEVELOPMENT);
  private static final Bytes HASH = Bytes.sha256(Bytes.utf8("challenge"));
  private static final AttestationMaker.Made MADE = DEVICE.attestation(HASH, NOW).make();
  private static final Signatures SIGNATURES = new Signatures(Providers.best());
  private static final App APP =
      new App(
          List.of(APP_ID),
          Environment.DEVELOPMENT,
          App.Platform.IOS,
          Set.of(3L, 4L),
          false,
          BundleVersion.parse("1.2"),
          new CounterRule.Strict());

  private static AttestationVerifier attestations() throws Malformed {
    return new AttestationVerifier(
        new TrustedRoots(List.of(root(APPLE.attestations().root())), SIGNATURES));
  }

  private static ReceiptVerifier receipts() throws Malformed {
    return new ReceiptVerifier(
        new TrustedRoots(List.of(root(APPLE.receipts().root())), SIGNATURES), SIGNATURES);
  }

  private static X509Certificate root(Bytes der) throws Malformed {
    return Certificates.decode(der);
  }

  private static List<String> told(Checklist steps, Step... order) {
    return steps.entries(Arrays.asList(order)).stream()
        .map(entry -> entry.outcome() + " " + entry.step().code() + ": " + entry.compared())
        .toList();
  }

  private static String hex(String text) {
    return Bytes.sha256(Bytes.utf8(text)).hex();
  }

  private List<String> attestation(Attestation evidence, App app) throws Malformed {
    Checklist steps = Checklist.keeping();
    attestations().verify(evidence, app, NOW, steps);
    return told(steps, Step.Attestation.values());
  }

  @Test
  void anAcceptedAttestationTellsEveryComparison() throws Malformed {
    String keyId = MADE.keyId().hex();
    String point = MADE.publicKey().hex();
    String sandbox = "617070617474657374646576656c6f70 (appattestdevelop)";
    assertEquals(
        List.of(
            "PASSED format: 2 certificates, "
                + MADE.authData().length()
                + " bytes of authenticator data",
            "PASSED certificate-chain: ST=California, O=Assay Test, CN=Assay Test App Attestation CA 1 signed the leaf,"
                + " a trusted root signed it, all valid at 2026-04-20T18:13:12Z",
            "PASSED nonce: the certified nonce = SHA-256(authData ‖ clientDataHash) = "
                + Bytes.sha256(MADE.authData(), HASH).hex(),
            "NOT_REACHED access-control: compared for the platform macos only",
            "PASSED key-id: SHA-256 of the certified key = the key id = " + keyId,
            "PASSED app-id: rpIdHash = SHA-256(\"" + APP_ID + "\") = " + hex(APP_ID),
            "PASSED counter: the counter is 0",
            "PASSED environment: the AAGUID is " + sandbox + ", that of development is " + sandbox,
            "PASSED credential-id: the credential id = the key id = " + keyId,
            "PASSED validation-category: category is 4 (App Store); allowed are [3 (development), 4 (App Store)]",
            "PASSED bundle-version: bundle version is 1.2.3; the minimum is 1.2",
            "PASSED public-key: the COSE key = the leaf's key = " + point,
            "PASSED certificate-subject: the leaf's common name = the key id in hexadecimal = "
                + keyId,
            "PASSED certificate-app-id: the certified App ID is \"" + APP_ID + "\"",
            "NOT_REACHED challenge: ",
            "NOT_REACHED revoked-key: "),
        attestation(new Attestation(MADE.keyId(), MADE.object(), HASH), APP));
  }

  @Test
  void whatAPolicyDoesNotAskForIsSaid() throws Malformed {
    AttestationMaker.Made old = DEVICE.with(OperatingSystem.IOS_26).attestation(HASH, NOW).make();
    Attestation evidence = new Attestation(old.keyId(), old.object(), HASH);
    List<String> withMinimum = attestation(evidence, APP);
    assertEquals(
        "NOT_REACHED validation-category: the system gives no launch information, and the app does not require it",
        withMinimum.get(9));
    assertEquals(
        "NOT_REACHED bundle-version: the system does not tell the build, and the app does not require it",
        withMinimum.get(10));
    assertEquals(
        "NOT_REACHED bundle-version: the app sets no minimum; the build is not told",
        attestation(evidence, App.of(APP_ID, Environment.DEVELOPMENT)).get(10));
  }

  @Test
  void aFailedStepTellsBothSides() throws Malformed {
    App other = App.of("TEAMID1234.com.example.other", Environment.DEVELOPMENT);
    List<String> refused = attestation(new Attestation(MADE.keyId(), MADE.object(), HASH), other);
    assertEquals(
        "FAILED app-id: rpIdHash is "
            + hex(APP_ID)
            + ", but SHA-256(\"TEAMID1234.com.example.other\") is "
            + hex("TEAMID1234.com.example.other"),
        refused.get(5));
    AttestationMaker.Made certifiedForOther =
        DEVICE
            .attestation(HASH, NOW)
            .leaf(leaf ->
                leaf.extension(AttestationMaker.APP, OperatingSystem.IOS_27.app("OTHER.app")))
            .make();
    assertEquals(
        "FAILED certificate-app-id: the certified App ID is \"OTHER.app\", not \"" + APP_ID + "\"",
        attestation(
                new Attestation(certifiedForOther.keyId(), certifiedForOther.object(), HASH), APP)
            .get(13));
  }

  private static List<String> assertion(Bytes clientDataHash, Optional<RegisteredKey> key) {
    Checklist steps = Checklist.keeping();
    new AssertionVerifier(SIGNATURES)
        .verify(new Assertion(DEVICE.assertion(HASH, 7).make(), clientDataHash), key, APP, steps);
    return told(steps, Step.Assertion.values()).subList(0, 4);
  }

  @Test
  void anAssertionTellsKeyAndSignature() throws Malformed {
    Bytes data =
        assay.core.assertion.AssertionObject.decode(DEVICE.assertion(HASH, 7).make()).data().raw();
    Bytes other = Bytes.sha256(Bytes.utf8("other"));
    RegisteredKey key = new RegisteredKey(DEVICE.key().point(), false);
    String format = "PASSED format: " + data.length() + " bytes of authenticator data, counter 7";
    String over = "signature over SHA-256(authenticatorData ‖ clientDataHash) = ";
    assertEquals(
        List.of(
            format,
            "PASSED unknown-key: registered",
            "PASSED revoked-key: not revoked",
            "PASSED signature: the key's " + over + Bytes.sha256(data, HASH).hex()),
        assertion(HASH, Optional.of(key)));
    assertEquals(
        "FAILED signature: no signature of the key over SHA-256(authenticatorData ‖ clientDataHash) = "
            + Bytes.sha256(data, other).hex(),
        assertion(other, Optional.of(key)).get(3));
    assertEquals(
        "FAILED revoked-key: revoked",
        assertion(HASH, Optional.of(new RegisteredKey(key.publicKey(), true))).get(2));
    assertEquals(
        "FAILED unknown-key: no such key is registered", assertion(HASH, Optional.empty()).get(1));
  }

  @Test
  void anAcceptedReceiptTellsEveryComparison() throws Malformed {
    Checklist steps = Checklist.keeping();
    Bytes receipt = DEVICE.refreshedReceipt(MADE, 3, NOW).make();
    receipts().verify(receipt, Optional.of(new Expected.Refreshed(MADE.keyId())), APP, NOW, steps);
    assertEquals(
        List.of(
            "PASSED format: RECEIPT, 3 certificates",
            "PASSED unknown-key: registered",
            "PASSED receipt-signature: signed by serial "
                + Certificates.decode(APPLE.receipts().signer()).getSerialNumber(),
            "PASSED receipt-chain: \"Application Attestation Fraud Receipt Signing\" under C=US, O=Assay Test, OU=Assay Test"
                + " Certification Authority, CN=Assay Test Application Integration CA 5 - G1, valid at 2026-04-20T18:13:12Z",
            "PASSED app-id: field 2 is \"" + APP_ID + "\"; the app is " + APP_ID,
            "PASSED receipt-age: created at 2026-04-20T18:13:12Z, verified at 2026-04-20T18:13:12Z",
            "PASSED public-key: SHA-256 of the key in field 3 = the registered key's id = "
                + MADE.keyId().hex(),
            "PASSED receipt-type: field 6 = the type that is due = RECEIPT",
            "PASSED receipt-expired: expires at 2026-07-19T18:13:12Z, verified at 2026-04-20T18:13:12Z",
            "PASSED environment: field 7 = the environment = sandbox",
            "NOT_REACHED client-data-hash: compared at registration only"),
        told(steps, Step.Receipt.values()));
  }

  @Test
  void aDamagedReceiptTellsWhatItsSignatureDoesNotFit() throws Malformed {
    Bytes unsigned =
        DEVICE
            .refreshedReceipt(MADE, 3, NOW)
            .signature(made -> Bytes.hex("3006020101020101"))
            .make();
    Bytes attributes = DEVICE.refreshedReceipt(MADE, 3, NOW).signedAttributesAsIn2020().make();
    Optional<Expected> expected = Optional.of(new Expected.Refreshed(MADE.keyId()));
    assertEquals(
        new Verdict.Refused<>(
            Step.Receipt.RECEIPT_SIGNATURE, "the signature does not fit the content"),
        receipts().verify(unsigned, expected, APP, NOW));
    assertEquals(
        new Verdict.Refused<>(
            Step.Receipt.RECEIPT_SIGNATURE, "the signature does not fit the signed attributes"),
        receipts().verify(attributes, expected, APP, NOW));
  }
}
