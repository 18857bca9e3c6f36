package assay.core.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.config.crypto.Roots;
import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Der;
import assay.core.Forged;
import assay.core.Malformed;
import assay.core.Seeds;
import assay.core.Verdict;
import assay.core.pki.Certificates;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as an attestation object, as authenticator data that was certified, and in Apple's
 * extensions of a certificate.
 */
final class AttestationFuzzTest {
  private static final AttestationVerifier VERIFIER =
      new AttestationVerifier(Forged.roots(Roots.appleAppAttest()));
  private static final Bytes OBJECT =
      Forged.attestationObject(Forged.AUTH_DATA, Forged.LEAF, Forged.AUTHORITY_CERTIFICATE);

  /** The extensions that {@link Leaf} reads, in Apple's order. */
  private static final List<String> EXTENSIONS =
      List.of(Leaf.NONCE, Leaf.APP, Leaf.ACCESS_CONTROL, Leaf.SYSTEM);

  static Stream<Arguments> objects() {
    return Seeds.of(
        Seeds.cut(OBJECT), Seeds.text(OBJECT), Seeds.cbor(), Seeds.vectors("attestationObject"));
  }

  @MethodSource("objects")
  @FuzzTest(maxDuration = "10m")
  void nobodyForgesAnAttestation(byte[] object) throws Malformed {
    Verdict<AttestedKey> verdict = Bounds.verdict(() -> verify(Bytes.of(object)));
    if (verdict instanceof Verdict.Accepted<AttestedKey>(AttestedKey key)) {
      assertEquals(Forged.PUBLIC_KEY, key.publicKey());
      assertEquals(Bytes.of(Forged.LEAF), key.leaf());
      assertEquals(Forged.AUTH_DATA, AttestationObject.decode(Bytes.of(object)).authData());
    }
  }

  static Stream<Arguments> certified() {
    Bytes data = Forged.AUTH_DATA;
    return Seeds.of(
        Seeds.cut(data),
        Seeds.cbor().map(map -> data.slice(0, 164).concat(map)),
        IntStream.range(0, data.length())
            .mapToObj(i ->
                data.slice(0, i)
                    .concat(Bytes.of((byte) (data.at(i) ^ 1)))
                    .concat(data.from(i + 1))));
  }

  @MethodSource("certified")
  @FuzzTest(maxDuration = "10m")
  void whateverIsCertifiedIsJudgedByThePolicy(byte[] data) {
    Bytes raw = Bytes.of(data);
    byte[] leaf = Forged.leaf(raw);
    Bytes object = Forged.attestationObject(raw, leaf, Forged.AUTHORITY_CERTIFICATE);
    Verdict<AttestedKey> verdict = verify(object);
    if (verdict instanceof Verdict.Accepted<AttestedKey>(AttestedKey key)) {
      int flags = 32;
      assertEquals(Forged.AUTH_DATA.slice(0, flags), raw.slice(0, flags));
      assertEquals(Forged.AUTH_DATA.slice(flags + 1, 87), raw.slice(flags + 1, 87));
      assertEquals(Forged.KEY_ID, Bytes.sha256(key.publicKey()));
      key.launchInfo()
          .validationCategory()
          .ifPresent(category -> assertTrue(Forged.APP.validationCategories().contains(category)));
    }
  }

  /** The first byte says where the others go. */
  static Stream<Arguments> extensions() {
    return Seeds.of(
        Seeds.vectors("attestationObject")
            .flatMap(AttestationFuzzTest::leaf)
            .flatMap(AttestationFuzzTest::parts),
        parts(Bytes.of(Forged.LEAF)),
        Seeds.cut(at(EXTENSIONS.size(), Bytes.of(Forged.LEAF))),
        IntStream.rangeClosed(0, EXTENSIONS.size() + 2)
            .boxed()
            .flatMap(place -> Seeds.ber().map(bytes -> at(place, bytes))));
  }

  @MethodSource("extensions")
  @FuzzTest(maxDuration = "10m")
  void anyBytesInACertificateAreReadOrRefused(byte[] data) {
    int place = data.length == 0 ? 0 : data[0];
    byte[] bytes = data.length == 0 ? data : Bytes.of(data).from(1).toArray();
    Bytes der = Bytes.of(certificate(place, bytes));
    Optional<Leaf> leaf = Bounds.parsed(() -> Leaf.decode(der));
    leaf.ifPresent(AttestationFuzzTest::readAll);
  }

  private static Verdict<AttestedKey> verify(Bytes object) {
    return Bounds.verdict(() ->
        VERIFIER.verify(Forged.attestation(object), Forged.APP, Forged.NOW, Checklist.keeping()));
  }

  private static void readAll(Leaf leaf) {
    Bounds.parsed(leaf::nonce).ifPresent(nonce -> assertEquals(32, nonce.length()));
    Bounds.parsed(leaf::accessControl);
    Bounds.parsed(leaf::appId);
    Bounds.parsed(leaf::system);
    Bounds.parsed(() -> Certificates.commonName(leaf.certificate()));
  }

  private static byte[] certificate(int place, byte[] bytes) {
    byte[] nobody = new byte[70];
    byte[] name = Forged.DEVICE.name();
    byte[] key = Forged.DEVICE.keyInfo();
    if (place >= 0 && place < EXTENSIONS.size()) {
      byte[] extension = Forged.extension(EXTENSIONS.get(place), bytes);
      return Forged.certificate(nobody, name, name, key, Forged.OF_END_ENTITY, extension);
    }
    return switch (place - EXTENSIONS.size()) {
      case 0 -> bytes;
      case 1 -> Forged.certificate(nobody, name, bytes, key, Forged.OF_END_ENTITY);
      default -> Forged.certificate(nobody, name, name, key, bytes);
    };
  }

  private static Stream<Bytes> parts(Bytes leaf) {
    Optional<Leaf> read = Bounds.parsed(() -> Leaf.decode(leaf));
    Stream<Bytes> extensions =
        IntStream.range(0, EXTENSIONS.size())
            .boxed()
            .flatMap(place ->
                read
                    .map(certificate ->
                        certificate.certificate().getExtensionValue(EXTENSIONS.get(place)))
                    .map(wrapped -> at(place, Bytes.of(wrapped).from(headLength(wrapped))))
                    .stream());
    return Stream.concat(extensions, Stream.of(at(EXTENSIONS.size(), leaf)));
  }

  private static int headLength(byte[] wrapped) {
    return wrapped[1] >= 0 ? 2 : 2 + (wrapped[1] & 0x7f);
  }

  private static Stream<Bytes> leaf(Bytes object) {
    return Bounds.parsed(() -> AttestationObject.decode(object)).stream()
        .flatMap(decoded -> decoded.x5c().stream().limit(1));
  }

  private static Bytes at(int place, Bytes bytes) {
    return Bytes.of(Der.join(new byte[] {(byte) place}, bytes.toArray()));
  }
}
