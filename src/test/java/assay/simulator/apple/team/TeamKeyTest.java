package assay.simulator.apple.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TeamKeyTest {
  private static final String TEAM = "TEAMID1234";
  private static final String KEY = "KEYID12345";

  @Test
  void whatIsWrittenIsRead() {
    TeamKey key = TeamKey.generate(TEAM, KEY, new Random(1));
    assertEquals(Optional.of(key), TeamKey.read(TEAM, KEY, key.p8()));
    assertEquals(64, key.sign(Bytes.utf8("a message")).length());
  }

  @Test
  void aKeyOfThePlatformsSignsWhatItsPublicHalfVerifies() throws Exception {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
    pairs.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
    var pair = pairs.generateKeyPair();
    TeamKey key = TeamKey.read(TEAM, KEY, pem(pair.getPrivate().getEncoded())).orElseThrow();
    Bytes message = Bytes.utf8("a message");
    assertEquals(Bytes.of(pair.getPublic().getEncoded()), key.team().publicKey());
    assertTrue(
        Signed.FIXED_WIDTH.by(Bytes.of(pair.getPublic().getEncoded()), message, key.sign(message)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp384r1", "secp521r1"})
  void aKeyOnAnotherCurveIsNone(String curve) throws Exception {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
    pairs.initialize(new ECGenParameterSpec(curve), new SecureRandom());
    assertEquals(
        Optional.empty(),
        TeamKey.read(TEAM, KEY, pem(pairs.generateKeyPair().getPrivate().getEncoded())));
  }

  @Test
  void anythingElseIsNone() {
    String p8 = TeamKey.generate(TEAM, KEY, new Random(1)).p8();
    for (String text : new String[] {"", "a key", pem(new byte[10]), p8 + p8, p8.substring(2)}) {
      assertEquals(Optional.empty(), TeamKey.read(TEAM, KEY, text));
    }
  }

  @Test
  void printedItKeepsItsSecret() {
    TeamKey key = TeamKey.generate(TEAM, KEY, new Random(1));
    assertFalse(key.toString().contains(key.key().secret().toString()));
  }

  private static String pem(byte[] der) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
