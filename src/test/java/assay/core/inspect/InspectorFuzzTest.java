package assay.core.inspect;

import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Cbors;
import assay.core.Forged;
import assay.core.Seeds;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.AssertionVerifier;
import assay.core.assertion.RegisteredKey;
import assay.core.attestation.AttestationVerifier;
import assay.core.receipt.ReceiptVerifier;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes, looked into as an object of each kind. */
final class InspectorFuzzTest {
  private static final Inspector INSPECTOR = new Inspector(Forged.SIGNATURES.provider());
  private static final AttestationVerifier ATTESTATIONS =
      new AttestationVerifier(Forged.roots(List.of()));
  private static final AssertionVerifier ASSERTIONS = new AssertionVerifier(Forged.SIGNATURES);
  private static final ReceiptVerifier RECEIPTS =
      new ReceiptVerifier(Forged.roots(List.of()), Forged.SIGNATURES);

  static Stream<Arguments> objects() {
    return Seeds.of(
        Stream.of(
                Forged.attestationObject(
                    Forged.AUTH_DATA, Forged.LEAF, Forged.AUTHORITY_CERTIFICATE),
                Forged.assertionObject(),
                Forged.AUTH_DATA,
                Bytes.of(Forged.LEAF),
                Bytes.of(Forged.receiptInChunks()))
            .flatMap(object -> Stream.concat(Seeds.cut(object), Seeds.text(object))),
        Stream.of(chainsTwice()),
        Seeds.cbor(),
        Seeds.ber(),
        some(Seeds.vectors("attestationObject")),
        some(Seeds.vectors("assertionObject")),
        some(Seeds.vectors("receipt")));
  }

  /** Tests of the trees read all of them. */
  private static Stream<Bytes> some(Stream<Bytes> vectors) {
    List<Bytes> all = vectors.toList();
    return IntStream.range(0, all.size()).filter(i -> i % 10 == 0).mapToObj(all::get);
  }

  private static Bytes chainsTwice() {
    Bytes empty = Cbors.bytes(Bytes.EMPTY);
    return Cbors.map(
        Cbors.text("attStmt"),
        Cbors.map(
            Cbors.text("x5c"), Cbors.array(empty), Cbors.text("x5c"), Cbors.array(empty, empty)),
        Cbors.text("attStmt"),
        Cbors.map(Cbors.text("x5c"), Cbors.array(empty, empty, empty)));
  }

  @MethodSource("objects")
  @FuzzTest(maxDuration = "10m")
  void whatTheVerifierCannotReadShowsAnError(byte[] object) {
    Bytes bytes = Bytes.of(object);
    Bounds.shown(() -> INSPECTOR.inspect(bytes));
    for (Kind kind : Kind.values()) {
      Inspection inspection = Bounds.shown(() -> INSPECTOR.inspect(bytes, kind));
      if (inspection instanceof Inspection.Recognised recognised && isOfNoFormat(kind, bytes)) {
        assertFalse(recognised.whole(), kind::toString);
      }
    }
  }

  private static boolean isOfNoFormat(Kind kind, Bytes bytes) {
    Verdict<?> verdict =
        switch (kind) {
          case ATTESTATION ->
              ATTESTATIONS.verify(Forged.attestation(bytes), Forged.APP, Forged.NOW);
          case ASSERTION ->
              ASSERTIONS.verify(
                  new Assertion(bytes, Forged.CLIENT_DATA_HASH),
                  Optional.of(new RegisteredKey(Forged.PUBLIC_KEY, false)),
                  Forged.APP);
          case RECEIPT ->
              RECEIPTS.verify(bytes, Forged.expectedAtRegistration(), Forged.APP, Forged.NOW);
          case AUTHENTICATOR_DATA, CERTIFICATE -> new Verdict.Accepted<>(bytes);
        };
    return verdict instanceof Verdict.Refused<?>(Step step, String _)
        && step.code().equals(Step.Attestation.FORMAT.code());
  }
}
