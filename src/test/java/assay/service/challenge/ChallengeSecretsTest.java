package assay.service.challenge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.service.ServedApps;
import assay.store.ChallengeSecret;
import assay.store.Environment;
import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an instance knows of a secret that was rotated elsewhere, while it reads it. */
final class ChallengeSecretsTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final ChallengeSecret FIRST = secret(1);
  private static final ChallengeSecret SECOND = secret(2);
  private static final String OF_SECOND =
      Challenges.issue(
              ServedApps.of("shop", Environment.TEST, List.of()),
              Purpose.ASSERTION,
              SECOND,
              START,
              new SecureRandom())
          .text();

  private final List<Promise<List<ChallengeSecret>>> reads = new ArrayList<>();
  private final List<Integer> decided = new ArrayList<>();
  private Instant now = START;
  private ChallengeSecrets secrets = secrets(Duration.ofHours(1));

  private static ChallengeSecret secret(int number) {
    return new ChallengeSecret(number, Bytes.sha256(Bytes.of((byte) number)), START);
  }

  private ChallengeSecrets secrets(Duration longestWait) {
    Future<ChallengeSecrets> loaded =
        ChallengeSecrets.load(
            (_, _) -> {
              Promise<List<ChallengeSecret>> read = Promise.promise();
              reads.add(read);
              return read.future();
            },
            () -> now,
            new SecureRandom(),
            longestWait);
    reads.getFirst().complete(List.of(FIRST));
    return loaded.result();
  }

  @BeforeEach
  void aWhileAfterTheStart() {
    now = now.plusSeconds(10);
    reads.clear();
  }

  /** Notes the newest secret that is known when a decision on a challenge is made. */
  private Future<Void> decide() {
    return secrets.knowing(
        OF_SECOND,
        () -> {
          decided.add(secrets.current().number());
          return Future.succeededFuture();
        });
  }

  private void answer(int read, ChallengeSecret... known) {
    reads.get(read).complete(List.of(known));
  }

  @Test
  void everyChallengeUnderASecretThatIsBeingReadWaitsForIt() {
    decide();
    decide();
    now = now.plusMillis(300);
    decide();
    assertEquals(List.of(), decided);
    answer(0, SECOND, FIRST);
    assertEquals(List.of(2, 2, 2), decided);
    assertEquals(1, reads.size());
  }

  @Test
  void theRegularReadIsWaitedForAsWell() {
    secrets.read();
    decide();
    assertEquals(List.of(), decided);
    answer(0, SECOND, FIRST);
    assertEquals(List.of(2), decided);
    assertEquals(1, reads.size());
  }

  @Test
  void aReadThatBeganBeforeTheRotationIsFollowedByAnother() {
    secrets.read();
    now = now.plusSeconds(2);
    decide();
    answer(0, FIRST);
    assertEquals(List.of(), decided);
    answer(1, SECOND, FIRST);
    assertEquals(List.of(2), decided);
  }

  @Test
  void forgedNumbersCostTheStoreOneReadASecond() {
    decide();
    answer(0, FIRST);
    for (int i = 0; i < 99; i++) {
      now = now.plusMillis(10);
      decide();
    }
    assertEquals(1, reads.size());
    assertEquals(100, decided.size());
    now = now.plusMillis(10);
    decide();
    assertEquals(2, reads.size());
    assertEquals(100, decided.size());
  }

  @Test
  void aReadThatFailsRefusesThoseWhoWaitAndIsTriedAgainLater() {
    Future<Void> one = decide();
    Future<Void> other = decide();
    reads.getFirst().fail("gone");
    assertTrue(one.failed());
    assertTrue(other.failed());
    assertEquals(List.of(), decided);
    now = now.plusSeconds(1);
    Future<Void> later = decide();
    assertFalse(later.isComplete());
    answer(1, SECOND, FIRST);
    assertEquals(List.of(2), decided);
  }

  @Test
  void aReadThatDoesNotEndIsNotWaitedForWithoutEnd() {
    reads.clear();
    secrets = secrets(Duration.ofMillis(10));
    now = now.plusSeconds(10);
    StoreUnavailable late = assertThrows(StoreUnavailable.class, () -> decide().await(20, SECONDS));
    assertEquals(StoreUnavailable.Cause.TIMED_OUT, late.why());
    assertEquals(List.of(), decided);
  }

  @Test
  void anAnswerThatComesLateTakesNothingBack() {
    secrets.read();
    secrets.read();
    answer(1, SECOND, FIRST);
    answer(0, FIRST);
    assertEquals(SECOND, secrets.current());
  }
}
