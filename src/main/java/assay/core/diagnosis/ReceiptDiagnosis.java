package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.Step;
import assay.core.attestation.AttestationObject;
import assay.core.diagnosis.RefusedEvidence.OfReceipt;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import assay.core.receipt.ReceiptFields;
import assay.core.receipt.ReceiptVerifier;
import assay.core.receipt.SignedReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** Receipts of another place, another time, or another kind than the one that is due. */
final class ReceiptDiagnosis {
  private static final String APPLE_ROOT = "Apple Root CA - G3";
  private static final String APPLE_ATTESTATION_ROOT = "Apple App Attestation Root CA";
  private static final String SIMULATOR_ROOT = "Assay Test Root CA - G3";

  private ReceiptDiagnosis() {}

  static Optional<Diagnosis> of(OfReceipt evidence, Step.Receipt step, Known known)
      throws Malformed {
    if (step == Step.Receipt.FORMAT) {
      return FormatDiagnosis.ofReceipt(evidence.object());
    }
    SignedReceipt signed = SignedReceipt.decode(evidence.object());
    Receipt receipt = ReceiptFields.decode(signed.payload());
    Expected expected = evidence.expected();
    return switch (step) {
      case RECEIPT_CHAIN -> ofChain(signed, known);
      case APP_ID -> AppIdDiagnosis.certified(receipt.appId(), known);
      case RECEIPT_AGE -> ofAge(receipt.created(), expected, known.now());
      case PUBLIC_KEY -> ofKey(receipt, expected);
      case RECEIPT_TYPE -> ofType(receipt.type(), expected.type());
      case RECEIPT_EXPIRED -> ofExpiry(receipt.expires(), known.now());
      case ENVIRONMENT ->
          EnvironmentDiagnosis.of(
              other -> other.receiptName().equals(receipt.environment()), receipt.appId(), known);
      default -> Optional.empty();
    };
  }

  /**
   * An attestation that was refused because the app requires a receipt: it has none, or its receipt
   * came too late. That it is the lateness is likely only, as its signature is not checked here.
   */
  static Optional<Diagnosis> ofRequired(AttestationObject object, Known known) throws Malformed {
    if (object.receipt().isEmpty()) {
      return proved(Mistake.RECEIPT_MISSING, "");
    }
    SignedReceipt signed = SignedReceipt.decode(object.receipt().get());
    Instant created = ReceiptFields.decode(signed.payload()).created();
    Expected due = new Expected.AtRegistration(Bytes.EMPTY, Optional.empty(), Bytes.EMPTY);
    return ofChain(signed, known)
        .or(() -> ofAge(created, due, known.now()))
        .map(found -> Diagnosis.likely(found.mistake(), found.found()));
  }

  /** By the names that the certificates carry, and only where that authority is not trusted. */
  private static Optional<Diagnosis> ofChain(SignedReceipt signed, Known known) {
    String issuers =
        signed.certificates().stream().map(ReceiptDiagnosis::issuer).reduce("", String::concat);
    if (issuers.contains("CN=" + SIMULATOR_ROOT + ",")
        && !known.roots().includes(ChainDiagnosis.SIMULATOR_ROOT)) {
      return likely(Mistake.RECEIPT_OF_SIMULATOR);
    }
    return issuers.contains("CN=" + APPLE_ROOT + ",")
            && !known.roots().includes(APPLE_ATTESTATION_ROOT)
        ? likely(Mistake.DEVICE_RECEIPT_IN_TEST_APP)
        : Optional.empty();
  }

  /** As text, a comma behind it; nothing where it is not the text that it says it is. */
  private static String issuer(X509CertificateHolder certificate) {
    try {
      return certificate.getIssuer() + ",";
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static Optional<Diagnosis> ofAge(Instant created, Expected expected, Instant now) {
    Duration age = Duration.between(created, now);
    String fact = " It was made at " + created + " and judged at " + now + ".";
    if (age.compareTo(ReceiptVerifier.LARGEST_SKEW.negated()) < 0) {
      return proved(Mistake.RECEIPT_FROM_THE_FUTURE, fact);
    }
    return expected instanceof Expected.AtRegistration
            && age.compareTo(ReceiptVerifier.LARGEST_AGE) > 0
        ? proved(Mistake.RECEIPT_SENT_LATE, fact)
        : Optional.empty();
  }

  private static Optional<Diagnosis> ofKey(Receipt receipt, Expected expected) {
    Bytes actual = Bytes.sha256(receipt.publicKey());
    return actual.equals(expected.keyId())
        ? Optional.empty()
        : proved(Mistake.RECEIPT_OF_ANOTHER_KEY, " It is of the key " + actual.base64() + ".");
  }

  private static Optional<Diagnosis> ofType(Receipt.Type actual, Receipt.Type due) {
    if (actual == due) {
      return Optional.empty();
    }
    return proved(
        actual == Receipt.Type.ATTEST
            ? Mistake.RECEIPT_NOT_EXCHANGED
            : Mistake.RECEIPT_EXCHANGED_ALREADY,
        "");
  }

  private static Optional<Diagnosis> ofExpiry(Instant expires, Instant now) {
    return expires.isAfter(now)
        ? Optional.empty()
        : proved(
            Mistake.RECEIPT_KEPT_TOO_LONG,
            " It expired at " + expires + " and was judged at " + now + ".");
  }

  private static Optional<Diagnosis> proved(Mistake mistake, String more) {
    return Optional.of(Diagnosis.proved(mistake, mistake.sentence() + more));
  }

  private static Optional<Diagnosis> likely(Mistake mistake) {
    return Optional.of(Diagnosis.likely(mistake, mistake.sentence()));
  }
}
