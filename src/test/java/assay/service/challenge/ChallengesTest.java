package assay.service.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.service.ServedApps;
import assay.service.policy.ServedApp;
import assay.store.ChallengeSecret;
import assay.store.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A challenge is recognised where it was made, and nothing else is. */
final class ChallengesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final ServedApp SHOP = ServedApps.production("shop");
  private static final ChallengeSecret FIRST = secret(1, NOW.minus(Duration.ofDays(9)));

  private final Random random = new Random(7);

  private static ChallengeSecret secret(int number, Instant since) {
    return new ChallengeSecret(number, Bytes.sha256(Bytes.utf8("secret " + number)), since);
  }

  private IssuedChallenge issue(ServedApp app, Purpose purpose) {
    return Challenges.issue(app, purpose, FIRST, NOW, random);
  }

  private static Challenges.Genuine recognise(ServedApp app, String text) throws NotOpen {
    return Challenges.recognise(app, text, List.of(FIRST), NOW);
  }

  private static String refusal(ServedApp app, String text) {
    return refused(app, text).getMessage();
  }

  private static NotOpen refused(ServedApp app, String text) {
    return assertThrows(NotOpen.class, () -> recognise(app, text));
  }

  @Test
  void whatIsNotRecognisedIsToldByName() {
    String text = issue(SHOP, Purpose.ASSERTION).text();
    assertEquals(
        ChallengeFault.OF_ANOTHER_APP, refused(ServedApps.production("bank"), text).fault());
    assertEquals(ChallengeFault.UNKNOWN, refused(SHOP, "made up").fault());
    assertEquals(ChallengeFault.UNKNOWN, refused(SHOP, "A".repeat(600)).fault());
    assertEquals(ChallengeFault.UNKNOWN, refused(SHOP, text.substring(1) + "A").fault());
    String newer = Challenges.issue(SHOP, Purpose.ASSERTION, secret(2, NOW), NOW, random).text();
    assertEquals(ChallengeFault.OF_UNKNOWN_SECRET, refused(SHOP, newer).fault());
    for (ChallengeFault fault : ChallengeFault.values()) {
      assertEquals(Optional.of(fault), ChallengeFault.of(fault.text()));
    }
    assertEquals("of-another-purpose", ChallengeFault.OF_ANOTHER_PURPOSE.text());
    assertEquals(Optional.empty(), ChallengeFault.of("somehow"));
  }

  @Test
  void carriesItsPurposeAndItsExpiry() throws NotOpen {
    IssuedChallenge attestation = issue(SHOP, Purpose.ATTESTATION);
    assertEquals(NOW.plus(Duration.ofHours(1)), attestation.expiresAt());
    Challenges.Genuine genuine = recognise(SHOP, attestation.text());
    assertEquals(Purpose.ATTESTATION, genuine.purpose());
    assertEquals(attestation.expiresAt(), genuine.open().expiresAt());

    IssuedChallenge assertion = issue(SHOP, Purpose.ASSERTION);
    assertEquals(NOW.plus(Duration.ofMinutes(5)), assertion.expiresAt());
    assertEquals(Purpose.ASSERTION, recognise(SHOP, assertion.text()).purpose());
  }

  @Test
  void isIdentifiedBySixteenRandomBytes() throws NotOpen {
    Bytes one = recognise(SHOP, issue(SHOP, Purpose.ASSERTION).text()).open().id();
    Bytes other = recognise(SHOP, issue(SHOP, Purpose.ASSERTION).text()).open().id();
    assertEquals(16, one.length());
    assertNotEquals(one, other);
  }

  @Test
  void isUrlSafeAndFitsIntoAHeader() {
    String text = issue(SHOP, Purpose.ASSERTION).text();
    assertTrue(text.matches("[A-Za-z0-9_-]{60,120}"), text);
  }

  @Test
  void everyChangedByteIsNoticed() {
    byte[] bytes = Base64.getUrlDecoder().decode(issue(SHOP, Purpose.ASSERTION).text());
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      assertThrows(NotOpen.class, () -> recognise(SHOP, text), "byte " + i);
    }
  }

  @Test
  void everyTruncationAndEveryOtherSpellingIsNoticed() {
    String text = issue(SHOP, Purpose.ASSERTION).text();
    for (int i = 0; i < text.length(); i++) {
      String cut = text.substring(0, i);
      assertThrows(NotOpen.class, () -> recognise(SHOP, cut), "cut to " + i);
    }
    assertThrows(NotOpen.class, () -> recognise(SHOP, text + "="));
    assertThrows(NotOpen.class, () -> recognise(SHOP, " " + text));
    assertThrows(NotOpen.class, () -> recognise(SHOP, text + "A"));
  }

  @Test
  void isOfOneAppAndOneEnvironment() {
    String text = issue(SHOP, Purpose.ASSERTION).text();
    assertEquals("it was made for another app", refusal(ServedApps.production("bank"), text));
    ServedApp test = ServedApps.of("shop", Environment.TEST, List.of());
    assertTrue(refusal(test, text).startsWith("its HMAC is wrong"), refusal(test, text));
  }

  @Test
  void anotherServersIsRefused() {
    ChallengeSecret others = new ChallengeSecret(1, Bytes.sha256(Bytes.utf8("theirs")), NOW);
    String text = Challenges.issue(SHOP, Purpose.ASSERTION, others, NOW, random).text();
    assertTrue(refusal(SHOP, text).startsWith("its HMAC is wrong"), refusal(SHOP, text));
    ChallengeSecret newer = secret(2, NOW);
    String later = Challenges.issue(SHOP, Purpose.ASSERTION, newer, NOW, random).text();
    assertEquals("it was made with a secret that this server does not have", refusal(SHOP, later));
  }

  @Test
  void aReplacedSecretIsGoodForOneLifetimeAndTheLeeway() throws NotOpen {
    Instant rotated = NOW.plus(Duration.ofMinutes(2));
    List<ChallengeSecret> secrets = List.of(secret(2, rotated), FIRST);
    String text = issue(SHOP, Purpose.ASSERTION).text();
    Instant last = rotated.plus(Duration.ofMinutes(5)).plus(Challenges.ROTATION_LEEWAY);
    Challenges.recognise(SHOP, text, secrets, last.minusMillis(1));
    assertEquals(
        "it was made with a secret that has been replaced",
        assertThrows(NotOpen.class, () -> Challenges.recognise(SHOP, text, secrets, last))
            .getMessage());
  }

  @Test
  void theNumberOfTheSecretIsReadWithoutTrust() {
    assertEquals(1, Challenges.secretNumber(issue(SHOP, Purpose.ASSERTION).text()));
    assertEquals(0, Challenges.secretNumber(""));
    assertEquals(0, Challenges.secretNumber("not base64url!"));
    assertEquals(0, Challenges.secretNumber("AAAA"));
    assertEquals(0, Challenges.secretNumber("A".repeat(4000)));
  }
}
