package assay.core.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Forged;
import assay.core.Malformed;
import assay.core.Step;
import assay.core.diagnosis.RefusedEvidence.OfReceipt;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Certificates;
import assay.core.pki.TrustedRoots;
import assay.core.receipt.Expected;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Receipts with nothing wrong, which the vectors' mistakes are told from. */
final class ReceiptDiagnosisTest {
  private static final Instant ISSUED = Instant.parse("2026-06-01T12:00:00Z");
  private static final Bytes HASH = Bytes.sha256(Bytes.utf8("challenge"));
  private static final TestApple APPLE = TestApple.of("good receipts");
  private static final SoftwareDevice DEVICE =
      SoftwareDevice.of(APPLE, "good receipts", Forged.APP_ID).with(App.Environment.DEVELOPMENT);

  private static Optional<String> code(Bytes receipt, Expected expected, Step step)
      throws Malformed {
    TrustedRoots roots =
        new TrustedRoots(
            List.of(Certificates.decode(APPLE.attestations().root())), Forged.SIGNATURES);
    return new Diagnoser(Forged.SIGNATURES)
        .diagnose(
            new OfReceipt(receipt, expected, step),
            Known.of(Forged.APP, roots, ISSUED.plusSeconds(60)))
        .map(Diagnosis::code);
  }

  @Test
  void aGoodReceiptGetsNoneAtAnyStep() throws Malformed {
    AttestationMaker.Made made = DEVICE.attestation(HASH, ISSUED).make();
    Bytes refreshed = DEVICE.refreshedReceipt(made, 1, ISSUED).make();
    Bytes keyId = DEVICE.key().keyId();
    for (Step step : Step.Receipt.values()) {
      assertEquals(Optional.empty(), code(refreshed, new Expected.Refreshed(keyId), step));
      assertEquals(
          Optional.empty(),
          code(
              made.receipt().orElseThrow(),
              new Expected.AtRegistration(keyId, Optional.empty(), HASH),
              step));
    }
  }

  @Test
  void aNameThatIsNoTextIsNobodys() throws Malformed {
    String name = Bytes.utf8("Forged Authority").hex();
    Bytes receipt =
        Bytes.hex(Bytes.of(Forged.receipt()).hex().replace(name, name.replace("46", "ff")));
    assertEquals(
        Optional.empty(),
        code(receipt, new Expected.Refreshed(Forged.KEY_ID), Step.Receipt.RECEIPT_CHAIN));
  }

  @Test
  void aReceiptIsToldOnlyAtTheStepThatRefusedIt() throws Malformed {
    AttestationMaker.Made made = DEVICE.attestation(HASH, ISSUED).make();
    Expected exchanged = new Expected.Refreshed(DEVICE.key().keyId());
    Bytes own = made.receipt().orElseThrow();
    assertEquals(
        Optional.of("receipt-not-exchanged"), code(own, exchanged, Step.Receipt.RECEIPT_TYPE));
    assertEquals(Optional.empty(), code(own, exchanged, Step.Receipt.RECEIPT_AGE));
    assertEquals(Optional.empty(), code(own, exchanged, Step.Assertion.FORMAT));
  }
}
