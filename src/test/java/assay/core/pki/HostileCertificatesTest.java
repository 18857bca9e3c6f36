package assay.core.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Der;
import assay.core.Forged;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Certificates that cost a reader dear, or make it do more than read. Bouncy Castle's provider is
 * registered, as it is where no faster one works: the JDK asks every provider it finds about a key
 * that it cannot read itself.
 */
final class HostileCertificatesTest {
  private static final int SIZE = 15 * 1024;
  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static boolean added;

  @BeforeAll
  static void registerBouncyCastle() {
    added = Security.addProvider(BOUNCY_CASTLE) >= 0;
  }

  @AfterAll
  static void withdrawBouncyCastle() {
    if (added) {
      Security.removeProvider(BOUNCY_CASTLE.getName());
    }
  }

  @Test
  void theForgedCertificatesAreReadWhereNothingIsWrongWithThem() {
    assertEquals(Optional.of(Forged.KEY_ID.hex()), commonName(Forged.LEAF));
  }

  @Test
  void nestingHasABottomInAnExtension() {
    assertTrue(decoded(withExtension("1.2.3", Der.nested(0x30, SIZE))).isPresent());
    X509Certificate certificate = decoded(withExtension("1.2.3", Der.nested(0x30, SIZE))).get();
    assertFalse(Bounds.parsed(() -> Certificates.extension(certificate, "1.2.3")).isPresent());
  }

  @Test
  void nestingHasABottomInAName() {
    assertFalse(commonName(withSubject(Forged.attribute(Der.nested(0x30, SIZE)))).isPresent());
  }

  @Test
  void nestingHasABottomInTheWhole() {
    assertFalse(decoded(Der.nested(0x30, SIZE)).isPresent());
    assertFalse(decoded(Der.repeat(new byte[] {0x30, (byte) 0x80}, SIZE / 2)).isPresent());
    assertFalse(decoded(Der.nested(0x24, SIZE)).isPresent());
  }

  @Test
  void indefiniteLengthsAreNotDer() {
    Bytes leaf = Bytes.of(Forged.LEAF);
    assertFalse(decoded(Der.indefinite(0x30, leaf.from(4).toArray())).isPresent());
  }

  @Test
  void aNameOfAThousandPartsIsRead() {
    assertFalse(
        commonName(withSubject(Der.repeat(Forged.attribute(Der.utf8("a")), 1_000))).isPresent());
  }

  @Test
  void aNameOfNothingButCommasIsReadAsItStands() {
    String commas = ",".repeat(SIZE);
    assertEquals(Optional.of(commas), commonName(withSubject(Forged.attribute(Der.utf8(commas)))));
  }

  @Test
  void aThousandExtensionsAreRead() {
    byte[] extensions = {};
    for (int i = 0; i < 1_000; i++) {
      extensions = Der.join(extensions, Forged.extension("1.2.3." + i, Der.none()));
    }
    assertTrue(decoded(certificate(Forged.DEVICE.keyInfo(), extensions)).isPresent());
  }

  @Test
  void aThousandIdenticalExtensionsAreRefused() {
    byte[] extensions = Der.repeat(Forged.extension("2.5.29.14", Der.octets(new byte[1])), 1_000);
    assertFalse(decoded(certificate(Forged.DEVICE.keyInfo(), extensions)).isPresent());
  }

  @Test
  void aLongObjectIdentifierIsNotSpelledOut() {
    byte[] digits = Der.repeat(new byte[] {(byte) 0xff}, 4_000);
    byte[] oid = Der.tlv(6, digits, new byte[] {1});
    Bounds.parsed(() ->
        Certificates.decode(
            Bytes.of(
                certificate(
                    Forged.DEVICE.keyInfo(),
                    Der.repeat(Der.sequence(oid, Der.octets(Der.none())), 3)))));
  }

  @Test
  void aKeyOfAnotherKindIsRefusedUnread() {
    for (byte[] algorithm :
        List.of(
            Der.sequence(Der.oid("1.3.101.112")),
            Der.sequence(Der.oid("1.3.101.113")),
            Der.sequence(Der.oid("1.2.840.10045.2.1"), Der.oid("1.3.132.0.35")),
            Der.sequence(
                Der.oid("1.2.840.10040.4.1"),
                Der.sequence(Der.integer(prime(1024)), Der.integer(11), Der.integer(2))),
            Der.sequence(
                Der.oid("1.2.840.113549.1.3.1"),
                Der.sequence(Der.integer(odd(16_384)), Der.integer(2))),
            Der.sequence(Der.oid("1.2.3.4")))) {
      assertFalse(decoded(withKey(algorithm, new byte[133])).isPresent());
    }
  }

  @Test
  void aGiantRsaModulusIsNotTestedForFactors() {
    byte[] rsa = Der.sequence(Der.oid("1.2.840.113549.1.1.1"), Der.none());
    for (int exponentBits : List.of(64, 65, 3_000, 16_000)) {
      assertFalse(
          decoded(
                  withKey(
                      rsa, Der.sequence(Der.integer(odd(16_384)), Der.integer(odd(exponentBits)))))
              .isPresent());
    }
  }

  @Test
  void aCurveThatTheKeyBringsAlongIsRefusedUnread() {
    BigInteger field = prime(1_040);
    byte[] element = Der.octets(new byte[130]);
    byte[] overPrime =
        Der.sequence(
            Der.integer(1),
            Der.sequence(Der.oid("1.2.840.10045.1.1"), Der.integer(field)),
            Der.sequence(element, element),
            Der.octets(new byte[] {4}, new byte[260]),
            Der.integer(field),
            Der.integer(1));
    byte[] overBinary =
        Der.sequence(
            Der.integer(1),
            Der.sequence(
                Der.oid("1.2.840.10045.1.2"),
                Der.sequence(Der.integer(1_140), Der.oid("1.2.840.10045.1.2.3.2"), Der.integer(3))),
            Der.sequence(Der.octets(new byte[143]), Der.octets(new byte[143])),
            Der.octets(new byte[] {2}, new byte[143]),
            Der.integer(field),
            Der.integer(1));
    for (byte[] curve : List.of(overPrime, overBinary)) {
      byte[] algorithm = Der.sequence(Der.oid("1.2.840.10045.2.1"), curve);
      assertFalse(decoded(withKey(algorithm, new byte[] {4, 1, 1})).isPresent());
      assertFalse(decoded(withKey(algorithm, Der.join(new byte[] {2}, new byte[143]))).isPresent());
    }
  }

  @Test
  void aPointOffTheCurveVerifiesNothing() {
    byte[] off = Der.sequence(Forged.P256, Der.bits(new byte[] {4}, new byte[64]));
    decoded(certificate(off, new byte[0]))
        .ifPresent(certificate ->
            assertFalse(
                Forged.SIGNATURES.verify(
                    certificate.getPublicKey(),
                    Bytes.EMPTY,
                    Bytes.of(Forged.DEVICE.sign(new byte[0])))));
  }

  @Test
  void readingACertificateLooksUpNoHostThatItNames() {
    for (String oid : List.of("2.5.29.17", "2.5.29.18")) {
      assertFalse(
          decoded(withExtension(oid, Der.sequence(uri("http://assay.invalid./")))).isPresent());
    }
    assertFalse(
        decoded(
                withExtension(
                    "1.3.6.1.5.5.7.1.1",
                    Der.sequence(
                        Der.sequence(
                            Der.oid("1.3.6.1.5.5.7.48.1"), uri("http://assay.invalid.:80")))))
            .isPresent());
    assertFalse(
        decoded(
                withExtension(
                    "2.5.29.31",
                    Der.sequence(
                        Der.sequence(
                            Der.tagged(0, Der.tagged(0, uri("http://me@assay.invalid.")))))))
            .isPresent());
    assertFalse(
        decoded(withExtension("2.5.29.17", Der.sequence(uri("http://[fe80::1%25eth0]/"))))
            .isPresent());
  }

  @Test
  void anOrdinaryAddressInACertificateIsNoReasonToRefuseIt() {
    assertTrue(
        decoded(
                withExtension(
                    "1.3.6.1.5.5.7.1.1",
                    Der.sequence(
                        Der.sequence(
                            Der.oid("1.3.6.1.5.5.7.48.1"), uri("http://ocsp.example/0-a")))))
            .isPresent());
  }

  @Test
  void aHostOfThousandsOfPartsIsRefused() {
    for (String end : List.of("a/", "/", "-_/")) {
      byte[] name = uri("http://" + "a.".repeat(SIZE / 2) + end);
      assertEquals(
          end.equals("-_/"), decoded(withExtension("2.5.29.17", Der.sequence(name))).isPresent());
    }
  }

  @Test
  void policiesAndTheirMappingsAreNotMultiplied() {
    byte[] policies = {};
    byte[] mappings = {};
    for (int i = 0; i < 600; i++) {
      byte[] policy = Der.oid("1.2." + i);
      policies = Der.join(policies, Der.sequence(policy));
      mappings = Der.join(mappings, Der.sequence(policy, Der.oid("1.3." + i)));
    }
    byte[] authority =
        signedByNobody(
            Forged.ROOT.name(),
            Forged.AUTHORITY.name(),
            Forged.AUTHORITY.keyInfo(),
            Forged.extension("2.5.29.32", Der.sequence(policies)),
            Forged.extension("2.5.29.33", Der.sequence(mappings)));
    TrustedRoots roots = Forged.roots(List.of());
    X509Certificate leaf = decoded(Forged.LEAF).orElseThrow();
    assertFalse(
        Bounds.parsed(() -> roots.validate(leaf, Bytes.of(authority), Forged.NOW)).isPresent());
  }

  @Test
  void aRefusalMayNameALongName() {
    TrustedRoots roots = Forged.roots(List.of());
    X509Certificate leaf = decoded(Forged.LEAF).orElseThrow();
    for (byte[] names :
        List.of(
            Forged.attribute(Der.utf8("\"\\,+ ".repeat(SIZE / 5))),
            Forged.attribute(Der.tlv(0x1e, new byte[SIZE])),
            Forged.attribute(Der.octets(new byte[SIZE])),
            Der.repeat(Forged.attribute(Der.utf8(" #")), 1_000),
            Der.set(Der.repeat(Der.sequence(Der.oid("1.2.3"), Der.utf8(",")), 1_000)))) {
      byte[] authority =
          signedByNobody(
              Der.sequence(names), Forged.AUTHORITY.name(), Forged.AUTHORITY.keyInfo(), Der.join());
      assertFalse(
          Bounds.parsed(() -> roots.validate(leaf, Bytes.of(authority), Forged.NOW)).isPresent());
    }
  }

  @Test
  void aTimeThatNoCalendarHasIsRefused() {
    TrustedRoots roots = Forged.roots(List.of());
    X509Certificate leaf = decoded(Forged.LEAF).orElseThrow();
    for (var time : List.of(java.time.Instant.MAX, java.time.Instant.MIN)) {
      assertFalse(
          Bounds.parsed(() -> roots.validate(leaf, Bytes.of(Forged.AUTHORITY_CERTIFICATE), time))
              .isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "999999999999Z",
        "490229000000Z",
        "490101240000Z",
        "490101000060Z",
        "4901010000+99",
        "4901010000-00",
        "49010100Z0000",
        "-90101000000Z",
        "4901010000.9Z"
      })
  void timesThatNoClockShowsAreReadOrRefused(String time) {
    String whole = new String(Forged.LEAF, StandardCharsets.ISO_8859_1);
    byte[] leaf = whole.replace("490101000000Z", time).getBytes(StandardCharsets.ISO_8859_1);
    TrustedRoots roots = Forged.roots(List.of());
    decoded(leaf)
        .ifPresent(certificate ->
            assertFalse(
                Bounds.parsed(() ->
                        roots.validate(
                            certificate, Bytes.of(Forged.AUTHORITY_CERTIFICATE), Forged.NOW))
                    .isPresent()));
  }

  @Test
  void nestingAndLengthHaveABottomInASignature() {
    var key = decoded(Forged.LEAF).orElseThrow().getPublicKey();
    for (byte[] signature :
        List.of(
            Der.nested(0x30, SIZE),
            Der.repeat(new byte[] {0x30, (byte) 0x80}, SIZE / 2),
            Der.sequence(Der.integer(odd(50_000)), Der.integer(odd(50_000))),
            new byte[SIZE])) {
      assertFalse(
          Bounds.parsed(() -> Forged.SIGNATURES.verify(key, Bytes.EMPTY, Bytes.of(signature)))
              .orElseThrow());
    }
  }

  private static Optional<X509Certificate> decoded(byte[] der) {
    return Bounds.parsed(() -> Certificates.decode(Bytes.of(der)));
  }

  private static Optional<String> commonName(byte[] der) {
    return Bounds.parsed(() -> Certificates.commonName(Certificates.decode(Bytes.of(der))))
        .flatMap(name -> name);
  }

  private static byte[] withExtension(String oid, byte[] value) {
    return certificate(Forged.DEVICE.keyInfo(), Forged.extension(oid, value));
  }

  private static byte[] withSubject(byte[] names) {
    return signedByNobody(
        Forged.AUTHORITY.name(), Der.sequence(names), Forged.DEVICE.keyInfo(), Der.join());
  }

  private static byte[] withKey(byte[] algorithm, byte[] key) {
    return certificate(Der.sequence(algorithm, Der.bits(key)), new byte[0]);
  }

  private static byte[] certificate(byte[] keyInfo, byte[] extensions) {
    return signedByNobody(
        Forged.AUTHORITY.name(), Forged.DEVICE.name(), keyInfo, Forged.OF_END_ENTITY, extensions);
  }

  private static byte[] signedByNobody(
      byte[] issuer, byte[] subject, byte[] keyInfo, byte[]... extensions) {
    return Forged.certificate(Forged.DEVICE.named(issuer), subject, keyInfo, extensions);
  }

  private static byte[] uri(String text) {
    return Der.tlv(0x86, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static BigInteger odd(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.valueOf(0x1_0001));
  }

  private static BigInteger prime(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).nextProbablePrime();
  }
}
