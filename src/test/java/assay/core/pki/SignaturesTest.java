package assay.core.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.config.crypto.Providers;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.simulator.maker.raw.EcKey;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SignaturesTest {
  private static final EcKey KEY = EcKey.p256("signatures");
  private static final Bytes MESSAGE = Bytes.utf8("message");
  private static final EcKey.EcSignature SIGNATURE = KEY.sign(EcKey.Hash.SHA256, MESSAGE);

  static Stream<Signatures> eachProvider() {
    return Stream.of(Providers.best(), new BouncyCastleProvider(), Providers.jdk())
        .map(Signatures::new);
  }

  @ParameterizedTest
  @MethodSource("eachProvider")
  void bothHalvesOfSAreTaken(Signatures signatures) throws Malformed {
    var key = signatures.key(KEY.point());
    assertTrue(signatures.verify(key, MESSAGE, SIGNATURE.lowS().der()));
    assertTrue(signatures.verify(key, MESSAGE, SIGNATURE.highS().der()));
  }

  @ParameterizedTest
  @MethodSource("eachProvider")
  void anotherMessageKeyOrFormIsRefused(Signatures signatures) throws Malformed {
    var key = signatures.key(KEY.point());
    assertFalse(signatures.verify(key, Bytes.utf8("Message"), SIGNATURE.der()));
    assertFalse(
        signatures.verify(signatures.key(EcKey.p256("other").point()), MESSAGE, SIGNATURE.der()));
    assertFalse(signatures.verify(key, MESSAGE, SIGNATURE.fixedWidth()));
    assertFalse(signatures.verify(key, MESSAGE, Bytes.EMPTY));
    assertFalse(signatures.verify(key, MESSAGE, SIGNATURE.der().concat(Bytes.hex("00"))));
    assertFalse(signatures.verify(key, MESSAGE, Bytes.hex("3006020100020100")), "r and s zero");
    assertFalse(signatures.verify(key, MESSAGE, Bytes.hex("3006020101020100")), "s zero");
    assertFalse(signatures.verify(key, MESSAGE, Bytes.hex("3006020100020101")), "r zero");
  }

  @ParameterizedTest
  @MethodSource("eachProvider")
  void aKeyOfAnotherKindVerifiesNothing(Signatures signatures) throws NoSuchAlgorithmException {
    var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
    assertFalse(signatures.verify(rsa, MESSAGE, SIGNATURE.der()));
  }

  @ParameterizedTest
  @MethodSource("eachProvider")
  void onlyPointsOfTheCurveAreKeys(Signatures signatures) {
    Bytes point = KEY.point();
    byte[] off = point.toArray();
    off[64] ^= 1;
    for (Bytes wrong :
        new Bytes[] {
          Bytes.EMPTY,
          point.from(1),
          point.slice(0, 64),
          point.concat(Bytes.hex("00")),
          KEY.compressed(),
          Bytes.of(off),
          Bytes.hex("06").concat(point.from(1)),
          Bytes.hex("04" + "ff".repeat(64)),
          Bytes.hex("04" + "00".repeat(64))
        }) {
      assertThrows(Malformed.class, () -> signatures.key(wrong), wrong.hex());
    }
  }

  @Test
  void aPointIsTakenUncompressedAndOnTheCurveOnly() throws Malformed {
    assertEquals(KEY.point(), Signatures.requirePoint(KEY.point()));
    byte[] off = KEY.point().toArray();
    off[64] ^= 1;
    for (Bytes wrong :
        new Bytes[] {KEY.compressed(), Bytes.of(off), Bytes.EMPTY, Bytes.hex("00")}) {
      assertThrows(Malformed.class, () -> Signatures.requirePoint(wrong), wrong.hex());
    }
  }

  @Test
  void thePointIsTheEndOfTheSubjectPublicKeyInfo() throws Malformed {
    assertEquals(KEY.point(), Signatures.point(KEY.subjectPublicKeyInfo()));
    for (Bytes wrong :
        new Bytes[] {
          Bytes.EMPTY,
          KEY.point(),
          KEY.subjectPublicKeyInfo().concat(Bytes.hex("00")),
          KEY.subjectPublicKeyInfo(KEY.compressed()),
          EcKey.p384("other curve").subjectPublicKeyInfo(),
          KEY.subjectPublicKeyInfo(Bytes.hex("06").concat(KEY.point().from(1)))
        }) {
      assertThrows(Malformed.class, () -> Signatures.point(wrong), wrong.hex());
    }
  }
}
