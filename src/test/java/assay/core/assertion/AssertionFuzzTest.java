package assay.core.assertion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.App;
import assay.core.Bounds;
import assay.core.BundleVersion;
import assay.core.Bytes;
import assay.core.Cbors;
import assay.core.Checklist;
import assay.core.Der;
import assay.core.Forged;
import assay.core.Malformed;
import assay.core.Seeds;
import assay.core.Verdict;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as an assertion, and as what the right key signed. */
final class AssertionFuzzTest {
  private static final AssertionVerifier VERIFIER = new AssertionVerifier(Forged.SIGNATURES);
  private static final Optional<RegisteredKey> KEY =
      Optional.of(new RegisteredKey(Forged.PUBLIC_KEY, false));
  private static final Bytes OBJECT = Forged.assertionObject();
  private static final Bytes DATA = data(OBJECT);
  private static final BundleVersion LOWEST = BundleVersion.parse("1.2").orElseThrow();

  private static final App STRICT_APP =
      new App(
          Forged.APP.appIds(),
          Forged.APP.environment(),
          Forged.APP.platform(),
          Set.of(3L, 4L),
          true,
          Optional.of(LOWEST),
          Forged.APP.counterRule());

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
        Bounds.verdict(() -> VERIFIER.verify(assertion, KEY, Forged.APP, Checklist.keeping()));
    if (verdict instanceof Verdict.Accepted<SignedRequest>(SignedRequest request)) {
      assertEquals(1, request.counter());
      assertEquals(DATA, data(Bytes.of(object)));
    }
  }

  static Stream<Arguments> signed() {
    Bytes head = DATA.slice(0, 37);
    return Seeds.of(
        Seeds.cut(DATA),
        Seeds.cbor().map(head::concat),
        Stream.of("1.2", "1.2.0", "1.19999999999999999999", "1..2", "", "1.".repeat(1_500) + "0")
            .map(version ->
                head.concat(
                    Cbors.map(
                        Cbors.text("bundleVersion"),
                        Cbors.text(version),
                        Cbors.text("validationCategory"),
                        Bytes.of((byte) 4)))));
  }

  @MethodSource("signed")
  @FuzzTest(maxDuration = "10m")
  void whateverTheKeySignsIsJudgedByThePolicy(byte[] data) {
    Bytes raw = Bytes.of(data);
    Bytes signature =
        Bytes.of(Forged.DEVICE.sign(Bytes.sha256(raw, Forged.CLIENT_DATA_HASH).toArray()));
    Assertion assertion =
        new Assertion(Forged.assertionObject(signature, raw), Forged.CLIENT_DATA_HASH);
    Verdict<SignedRequest> verdict =
        Bounds.verdict(() -> VERIFIER.verify(assertion, KEY, STRICT_APP, Checklist.keeping()));
    if (verdict instanceof Verdict.Accepted<SignedRequest>(SignedRequest request)) {
      assertEquals(DATA.slice(0, 32), raw.slice(0, 32));
      assertEquals(raw.unsigned(33, 37), request.counter());
      long category = request.launchInfo().validationCategory().orElseThrow();
      assertTrue(STRICT_APP.validationCategories().contains(category));
      String version = request.launchInfo().bundleVersion().orElseThrow();
      assertTrue(BundleVersion.parse(version).orElseThrow().compareTo(LOWEST) >= 0);
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
