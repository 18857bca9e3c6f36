package assay.core.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.config.crypto.Roots;
import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Der;
import assay.core.Forged;
import assay.core.Seeds;
import assay.core.Verdict;
import assay.core.attestation.AttestationObject;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a receipt; as the payload of one that the right signer signed; as the certificates
 * of one.
 */
final class ReceiptFuzzTest {
  private static final ReceiptVerifier VERIFIER =
      new ReceiptVerifier(Forged.roots(Roots.appleReceipts()), Forged.SIGNATURES);
  private static final byte[] PAYLOAD = Forged.payload(Forged.NOW.toString());
  private static final Bytes OBJECT = Bytes.of(Forged.receiptInChunks());
  private static final byte[] SIGNER_INFO =
      Forged.signerInfo(Forged.AUTHORITY.name(), new byte[0], Forged.RECEIPT_SIGNER.sign(PAYLOAD));
  private static final Receipt RECEIPT = accepted(OBJECT).orElseThrow();

  static Stream<Arguments> receipts() {
    return Seeds.of(
        Seeds.cut(OBJECT),
        Stream.of(Bytes.of(Forged.receipt())),
        Seeds.text(OBJECT),
        Seeds.ber(),
        vectors());
  }

  @MethodSource("receipts")
  @FuzzTest(maxDuration = "10m")
  void nobodyForgesAReceipt(byte[] receipt) {
    accepted(Bytes.of(receipt)).ifPresent(read -> assertEquals(RECEIPT, read));
  }

  static Stream<Arguments> payloads() {
    return Seeds.of(
        Seeds.cut(Bytes.of(PAYLOAD)),
        Seeds.ber(),
        Stream.of("+1000000000-12-31T23:59:59.999999999Z", "2026-06-01T12:04:59.9Z", "2026-02-30")
            .map(created -> Bytes.of(Forged.payload(created))),
        Stream.of(
                Forged.field(17, "3"),
                Forged.field(2, "twice"),
                Forged.field(99, "unknown"),
                Forged.field(-1, ""),
                Der.sequence(Der.integer(8), Der.integer(2), Der.octets()))
            .map(field -> Bytes.of(Forged.payload(Forged.NOW.toString(), field))),
        vectors()
            .flatMap(receipt ->
                Bounds.parsed(() -> SignedReceipt.decode(receipt)).stream()
                    .map(SignedReceipt::payload)));
  }

  @MethodSource("payloads")
  @FuzzTest(maxDuration = "10m")
  void whateverTheSignerSignsIsReadOrRefused(byte[] payload) {
    accepted(Bytes.of(Forged.receipt(payload)))
        .ifPresent(read -> {
          assertEquals(Forged.APP_ID, read.appId());
          assertEquals(Bytes.of(Forged.LEAF), read.leaf());
          assertEquals(Forged.CLIENT_DATA_HASH, read.clientDataHash());
          assertEquals(Receipt.Type.ATTEST, read.type());
          assertTrue(read.expires().isAfter(Forged.NOW));
          Duration age = Duration.between(read.created(), Forged.NOW).abs();
          assertTrue(age.compareTo(ReceiptVerifier.LARGEST_AGE) <= 0, age::toString);
        });
  }

  static Stream<Arguments> certificates() {
    return Seeds.of(
        Seeds.cut(
            Bytes.of(Der.join(Forged.RECEIPT_SIGNER_CERTIFICATE, Forged.AUTHORITY_CERTIFICATE))),
        Seeds.ber(),
        Stream.of(
            Bytes.of(
                Der.join(
                    Forged.AUTHORITY_CERTIFICATE,
                    Forged.AUTHORITY_CERTIFICATE,
                    Forged.RECEIPT_SIGNER_CERTIFICATE)),
            Bytes.of(Forged.LEAF)),
        vectors()
            .flatMap(receipt -> Bounds.parsed(() -> SignedReceipt.decode(receipt)).stream())
            .map(ReceiptFuzzTest::certificates));
  }

  @MethodSource("certificates")
  @FuzzTest(maxDuration = "10m")
  void noOtherCertificatesMakeAReceiptGood(byte[] certificates) {
    accepted(Bytes.of(Forged.receipt(PAYLOAD, certificates, SIGNER_INFO)))
        .ifPresent(read -> {
          String given = Bytes.of(certificates).hex();
          assertTrue(given.contains(Bytes.of(Forged.RECEIPT_SIGNER_CERTIFICATE).hex()));
          assertTrue(given.contains(Bytes.of(Forged.AUTHORITY_CERTIFICATE).hex()));
        });
  }

  private static Stream<Bytes> vectors() {
    return Stream.concat(
        Seeds.vectors("receipt").filter(bytes -> !bytes.isEmpty()),
        Seeds.vectors("attestationObject")
            .flatMap(object ->
                Bounds.parsed(() -> AttestationObject.decode(object)).stream()
                    .flatMap(decoded -> decoded.receipt().stream())));
  }

  private static Bytes certificates(SignedReceipt receipt) {
    return receipt.certificates().stream()
        .map(holder -> {
          try {
            return Bytes.of(holder.getEncoded());
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        })
        .reduce(Bytes.EMPTY, Bytes::concat);
  }

  private static Optional<Receipt> accepted(Bytes receipt) {
    return verify(receipt) instanceof Verdict.Accepted<Receipt>(Receipt read)
        ? Optional.of(read)
        : Optional.empty();
  }

  private static Verdict<Receipt> verify(Bytes receipt) {
    return Bounds.verdict(() ->
        VERIFIER.verify(
            receipt, Forged.expectedAtRegistration(), Forged.APP, Forged.NOW, Checklist.keeping()));
  }
}
