package assay.service.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.service.ServedApps;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The last few challenges of an app, and no more of them than a diagnosis tries. */
final class RecentChallengesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final ServedApp TEST = ServedApps.of("shop", Environment.TEST, List.of());
  private static final ServedApp BANK = ServedApps.of("bank", Environment.TEST, List.of());

  private final RecentChallenges recent = new RecentChallenges();

  private void issue(ServedApp app, Purpose purpose, String text, Instant at) {
    recent.issued(app, purpose, new IssuedChallenge(text, at.plusSeconds(300)), at);
  }

  private List<String> instead(ServedApp app, Purpose purpose, String atHand, Instant at) {
    return recent.instead(app, purpose, Optional.of(atHand), at).stream()
        .map(known -> known.text().text())
        .toList();
  }

  @Test
  void theNewestComeFirstAndThoseOfTheOtherPurposeInBetween() {
    for (int i = 0; i < 20; i++) {
      issue(TEST, Purpose.ASSERTION, "to sign " + i, NOW);
      issue(TEST, Purpose.ATTESTATION, "to attest " + i, NOW);
    }
    assertEquals(
        List.of(
            "to sign 18",
            "to attest 19",
            "to sign 17",
            "to attest 18",
            "to sign 16",
            "to attest 17",
            "to sign 15",
            "to sign 14"),
        instead(TEST, Purpose.ASSERTION, "to sign 19", NOW));
    assertEquals(
        new KnownChallenge(Bytes.utf8("to sign 19"), true),
        recent.instead(TEST, Purpose.ATTESTATION, Optional.empty(), NOW).get(1));
  }

  @Test
  void anHourLaterTheyAreForgotten() {
    issue(TEST, Purpose.ASSERTION, "early", NOW);
    issue(TEST, Purpose.ASSERTION, "late", NOW.plusMillis(1));
    Instant later = NOW.plus(RecentChallenges.KEPT_FOR);
    assertEquals(List.of("late", "early"), instead(TEST, Purpose.ASSERTION, "", later));
    assertEquals(List.of("late"), instead(TEST, Purpose.ASSERTION, "", later.plusMillis(1)));
  }

  @Test
  void eachAppHasItsOwnAndAProductionAppHasNone() {
    ServedApp production = ServedApps.production("live");
    issue(TEST, Purpose.ASSERTION, "shop's", NOW);
    issue(production, Purpose.ASSERTION, "live's", NOW);
    assertEquals(List.of("shop's"), instead(TEST, Purpose.ASSERTION, "", NOW));
    assertEquals(List.of(), instead(BANK, Purpose.ASSERTION, "", NOW));
    assertEquals(List.of(), instead(production, Purpose.ASSERTION, "", NOW));
  }

  @Test
  void whoeverIssuesAtTheSameTimeLeavesAFullRing() {
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> issue(TEST, Purpose.ASSERTION, "challenge " + i, NOW));
    List<String> kept = instead(TEST, Purpose.ASSERTION, "", NOW);
    assertEquals(RecentChallenges.KEPT, kept.stream().distinct().count());
    assertTrue(kept.getFirst().startsWith("challenge "), kept.toString());
  }
}
