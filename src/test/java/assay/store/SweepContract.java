package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.advance;
import static assay.store.Given.await;
import static assay.store.Given.bare;
import static assay.store.Given.challenge;
import static assay.store.Given.count;
import static assay.store.Given.found;
import static assay.store.Given.key;
import static assay.store.Given.moved;
import static assay.store.Given.registered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.Advance.ChallengeSpent;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Spent challenges are forgotten late enough, and never open again. */
interface SweepContract extends StoreUnderTest {

  /** The first time at which a challenge that expires then is forgotten. */
  private static Instant dueAfter(Instant expiresAt) {
    return expiresAt.plusMillis(Store.KEPT_AFTER_EXPIRY + 1);
  }

  /** An engine may need a second sweep to forget what the first one found due. */
  private static long sweepTwice(Store store, Instant now) {
    return await(store.sweep(now)) + await(store.sweep(now));
  }

  /** The challenges of the registrations expire after all others here. */
  private void keysAreThere() {
    for (int number : new int[] {1, 2}) {
      var challenge = challenge(NOW.plus(Duration.ofDays(1)));
      await(store().register(bare(key(number)), challenge, NOW));
    }
  }

  @Test
  default void onlyWhatExpiredLongAgoIsForgotten() throws Exception {
    keysAreThere();
    long counter = 0;
    List<Instant> expiries =
        List.of(NOW.minusMillis(2), NOW.minusMillis(1), NOW, NOW.plusMillis(1));
    for (Instant expiry : expiries) {
      assertEquals(moved(), await(advance(store(), key(1), ++counter, challenge(expiry))));
    }
    assertEquals(0, sweepTwice(store(), dueAfter(NOW.minusMillis(2)).minusMillis(1)));
    assertEquals(2, sweepTwice(store(), dueAfter(NOW.minusMillis(1))));
    assertEquals(0, sweepTwice(store(), dueAfter(NOW.minusMillis(1))));
    assertEquals(2, sweepTwice(store(), dueAfter(NOW.plusMillis(1))));
  }

  @Test
  default void aForgottenChallengeStaysSpentWhenTheClockStepsBack() throws Exception {
    keysAreThere();
    var expiry = NOW.plus(Duration.ofMinutes(5));
    var forgotten = challenge(expiry);
    assertEquals(moved(), await(advance(store(), key(1), 1, forgotten)));
    assertEquals(1, sweepTwice(store(), dueAfter(expiry)));

    refusesAsSpent(store(), forgotten);
    refusesAsSpent(another(), forgotten);
    refusesAsSpent(reopened(), forgotten);
    assertEquals(1, found(store(), key(1)).counter());
  }

  private static void refusesAsSpent(Store store, OpenChallenge challenge) {
    assertEquals(new ChallengeSpent(), await(advance(store, key(1), 2, challenge)));
    assertEquals(
        new Registration.ChallengeSpent(), await(store.register(bare(key(3)), challenge, NOW)));
  }

  @Test
  default void whatExpiresUpToTheLineIsSpentAndWhatExpiresLaterIsNot() throws Exception {
    keysAreThere();
    var line = NOW.plus(Duration.ofMinutes(5));
    await(advance(store(), key(1), 1, challenge(line)));
    assertEquals(1, sweepTwice(store(), dueAfter(line)));
    var before = challenge(line.minusMillis(1));
    var on = challenge(line);
    var later = challenge(line.plusMillis(1));
    assertEquals(new ChallengeSpent(), await(advance(store(), key(1), 2, before)));
    assertEquals(new ChallengeSpent(), await(advance(store(), key(1), 2, on)));
    assertEquals(moved(), await(advance(store(), key(1), 2, later)));
  }

  /**
   * The line rises only to an expiry that is there, so a time far ahead closes nothing for long.
   */
  @Test
  default void aClockThatLeaptAheadSpendsNothingThatExpiresLaterThanWhatWasSpent()
      throws Exception {
    registered(store(), key(1));
    var known = NOW.plus(Duration.ofMinutes(5));
    await(advance(store(), key(1), 1, challenge(known)));
    Instant wrong = NOW.plus(Duration.ofDays(3650));
    await(store().sweep(wrong));
    await(store().sweep(wrong));
    await(store().sweep(wrong));
    assertEquals(moved(), await(advance(store(), key(1), 2, challenge(known.plusMillis(1)))));
  }

  @Test
  default void theLineNeverFalls() throws Exception {
    keysAreThere();
    var late = challenge(NOW.plus(Duration.ofHours(2)));
    await(advance(store(), key(1), 1, late));
    sweepTwice(store(), dueAfter(late.expiresAt()));
    await(store().sweep(NOW));
    await(store().sweep(NOW.minus(Duration.ofDays(1))));
    assertEquals(new ChallengeSpent(), await(advance(store(), key(1), 2, late)));
    var early = challenge(NOW.plus(Duration.ofHours(1)));
    assertEquals(new ChallengeSpent(), await(advance(store(), key(1), 2, early)));
  }

  @Test
  default void manyAreForgottenInPieces() throws Exception {
    keysAreThere();
    int many = 6000;
    List<Future<Advance>> outcomes = new ArrayList<>();
    for (int i = 1; i <= many; i++) {
      outcomes.add(advance(store(), key(1), i, challenge(NOW.plusMillis(i / 4))));
      if (i % 1000 == 0) {
        await(outcomes.getLast());
      }
    }
    long spent = count(moved(), outcomes);
    assertTrue(spent > 0);
    // An engine that reorders what waits may have refused some counters, and kept the challenges.
    assertEquals(spent, sweepTwice(store(), dueAfter(NOW.plusMillis(many))));
    assertEquals(0, sweepTwice(store(), dueAfter(NOW.plusMillis(many))));
  }

  @Test
  default void noChallengeIsSpentTwiceWhileSweepsRun() throws Exception {
    Store other = another();
    keysAreThere();
    Random random = new Random(5);
    long counter = 0;
    for (int round = 0; round < 40; round++) {
      // Half of the expiries are behind the sweeper's clock, as if it were ahead of ours.
      boolean ahead = round % 2 == 0;
      Instant sweeper = dueAfter(NOW.plusMillis(1000L * round));
      List<Future<Advance>> outcomes = new ArrayList<>();
      List<OpenChallenge> challenges = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        long at = 1000L * round + (ahead ? 1 + random.nextInt(999) : -random.nextInt(1000));
        challenges.add(challenge(NOW.plusMillis(at)));
      }
      for (OpenChallenge challenge : challenges) {
        outcomes.add(advance(store(), key(1), ++counter, challenge));
        outcomes.add(advance(other, key(2), counter, challenge));
      }
      var sweeps = List.of(store().sweep(sweeper), other.sweep(sweeper));
      for (OpenChallenge challenge : challenges) {
        outcomes.add(advance(store(), key(1), ++counter, challenge));
        outcomes.add(advance(other, key(2), counter, challenge));
      }
      sweeps.forEach(Given::await);
      for (int i = 0; i < challenges.size(); i++) {
        var tries =
            List.of(
                outcomes.get(2 * i),
                outcomes.get(2 * i + 1),
                outcomes.get(40 + 2 * i),
                outcomes.get(40 + 2 * i + 1));
        assertTrue(count(moved(), tries) <= 1, "round " + round);
      }
    }
  }
}
