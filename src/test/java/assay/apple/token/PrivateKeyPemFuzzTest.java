package assay.apple.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.TestKeys;
import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Forged;
import assay.core.Printable;
import assay.core.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a {@code .p8} file, or inside of one: a key that signs, or a reason. */
final class PrivateKeyPemFuzzTest {
  private static final BigInteger NUMBER = BigInteger.valueOf(0x5eed).pow(9);
  private static final byte[] KEY = TestKeys.pkcs8(NUMBER);
  private static final byte[] WITH_PUBLIC = TestKeys.pkcs8(NUMBER, point(NUMBER).getEncoded(false));
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static org.bouncycastle.math.ec.ECPoint point(BigInteger number) {
    return NISTNamedCurves.getByName("P-256").getG().multiply(number).normalize();
  }

  static Stream<Arguments> files() {
    String whole = TestKeys.pem("PRIVATE KEY", KEY);
    return Seeds.of(
        Seeds.cut(Bytes.utf8(whole)),
        Stream.of(
                whole.replace("\n", "\r\n"),
                "\ufeff" + whole,
                whole + whole,
                whole.replace("-----END", "-----BEGIN"),
                "-----END PRIVATE KEY-----" + whole,
                "-----BEGIN  PRIVATE KEY-----" + whole,
                TestKeys.pem("EC PRIVATE KEY", KEY),
                TestKeys.pem("ENCRYPTED PRIVATE KEY", KEY),
                TestKeys.pem("CERTIFICATE", Forged.LEAF),
                "-----BEGIN ".repeat(3_000),
                "-----BEGIN " + "A".repeat(30_000) + "-----")
            .map(Bytes::utf8));
  }

  @MethodSource("files")
  @FuzzTest(maxDuration = "10m")
  void aFileIsAKeyThatSignsOrAReason(byte[] file) {
    Bounds.shown(() -> read(Bytes.of(file))).ifPresent(PrivateKeyPemFuzzTest::requireSigns);
  }

  static Stream<Arguments> keys() {
    return Seeds.of(
        Seeds.cut(Bytes.of(KEY)),
        Seeds.cut(Bytes.of(WITH_PUBLIC)),
        Seeds.ber(),
        Stream.of(BigInteger.ZERO, NISTNamedCurves.getByName("P-256").getN())
            .map(number -> Bytes.of(TestKeys.pkcs8(number))),
        Stream.of(Bytes.of(TestKeys.pkcs8(NUMBER, new byte[65])), Bytes.of(Forged.P384)),
        Stream.of(Bytes.hex("3000")));
  }

  @MethodSource("keys")
  @FuzzTest(maxDuration = "10m")
  void whatStandsInAFileIsAKeyThatSignsOrAReason(byte[] der) {
    Bytes file = Bytes.utf8(TestKeys.pem("PRIVATE KEY", der));
    Bounds.shown(() -> read(file))
        .ifPresent(key -> {
          assertEquals(Bytes.sha256(Bytes.of(der)), key.fingerprint());
          requireSigns(key);
        });
  }

  /** Under the public key that its number has, and after it was written and read again. */
  private static void requireSigns(TeamKey.Signing key) {
    BigInteger number = key.key().getS();
    requireVerified(Jwt.sign("TEAMID1234", NOW, key), publicKey(key.key()));
    Bytes again = Bytes.utf8(TestKeys.pem("PRIVATE KEY", TestKeys.pkcs8(number)));
    assertEquals(number, read(again).orElseThrow().key().getS());
  }

  private static void requireVerified(String token, PublicKey key) {
    int dot = token.lastIndexOf('.');
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(key);
      signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
      assertTrue(signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1))));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static PublicKey publicKey(ECPrivateKey key) {
    var point = point(key.getS());
    ECPoint affine =
        new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(affine, key.getParams()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<TeamKey.Signing> read(Bytes file) {
    try {
      return Optional.of(PrivateKeyPem.read("ABC123DEFG", file));
    } catch (UnusableKey refused) {
      String why = String.valueOf(refused.getMessage());
      assertFalse(why.isBlank());
      assertEquals(why, Printable.of(why));
      return Optional.empty();
    }
  }
}
