package assay.core.assertion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Cbors;
import assay.core.Der;
import assay.core.Forged;
import assay.core.Malformed;
import assay.core.Seeds;
import assay.core.Verdict;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as an assertion. */
final class AssertionFuzzTest {
  private static final AssertionVerifier VERIFIER = new AssertionVerifier(Forged.SIGNATURES);
  private static final Optional<RegisteredKey> KEY =
      Optional.of(new RegisteredKey(Forged.PUBLIC_KEY, false));
  private static final Bytes OBJECT = Forged.assertionObject();
  private static final Bytes DATA = data(OBJECT);

  static Stream<Arguments> objects() {
    return Seeds.of(
        Seeds.cut(OBJECT),
        Seeds.text(OBJECT),
        Seeds.cbor(),
        Stream.of(
                Bytes.EMPTY,
                Bytes.of(Der.nested(0x30, 3_000)),
                Bytes.of(Der.sequence(Der.integer(0), Der.integer(1))),
                Bytes.of(new byte[64]))
            .map(signature -> Forged.assertionObject(signature, DATA)),
        Stream.of(
            Cbors.map(Cbors.text("signature"), Cbors.bytes(Bytes.EMPTY)),
            Forged.assertionObject(Bytes.EMPTY, Bytes.EMPTY)),
        Seeds.vectors("assertionObject"));
  }

  @MethodSource("objects")
  @FuzzTest(maxDuration = "10m")
  void nobodyForgesAnAssertion(byte[] object) {
    Assertion assertion = new Assertion(Bytes.of(object), Forged.CLIENT_DATA_HASH);
    Verdict<SignedRequest> verdict =
        Bounds.verdict(() -> VERIFIER.verify(assertion, KEY, Forged.APP));
    if (verdict instanceof Verdict.Accepted<SignedRequest>(SignedRequest request)) {
      assertEquals(1, request.counter());
      assertEquals(DATA, data(Bytes.of(object)));
    }
  }

  private static Bytes data(Bytes object) {
    try {
      return AssertionObject.decode(object).data().raw();
    } catch (Malformed e) {
      throw new AssertionError(e);
    }
  }
}
