package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.STRICT;
import static assay.store.Given.advance;
import static assay.store.Given.await;
import static assay.store.Given.bare;
import static assay.store.Given.challenge;
import static assay.store.Given.failure;
import static assay.store.Given.found;
import static assay.store.Given.key;
import static assay.store.Given.moved;
import static assay.store.Given.registered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import assay.core.CounterRule;
import assay.store.Advance.ChallengeSpent;
import assay.store.Advance.CounterNotAhead;
import assay.store.Advance.RevokedKey;
import assay.store.Advance.UnknownKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An advance spends the challenge and moves the counter, or does neither. */
interface AdvanceContract extends StoreUnderTest {

  @Test
  default void anAcceptedCounterIsKeptWithItsTime() throws Exception {
    registered(store(), key(1));
    var later = NOW.plusMillis(1);
    var outcome = store().advance(key(1), 5, STRICT, Optional.of(challenge()), later);
    assertEquals(moved(), await(outcome));
    StoredKey after = found(store(), key(1));
    assertEquals(5, after.counter());
    assertEquals(Optional.of(later), after.lastUsedAt());
    assertEquals(NOW, after.registeredAt());
  }

  @Test
  default void theSameAssertionAgainFindsItsChallengeSpent() throws Exception {
    registered(store(), key(1));
    var challenge = challenge();
    assertEquals(moved(), await(advance(store(), key(1), 1, challenge)));
    assertEquals(new ChallengeSpent(), await(advance(store(), key(1), 1, challenge)));
    assertEquals(new ChallengeSpent(), await(advance(store(), key(1), 2, challenge)));
    assertEquals(1, found(store(), key(1)).counter());
  }

  @Test
  default void aSpentChallengeIsSpentForEveryKeyAndApp() throws Exception {
    var elsewhere = new AppKey("other", Environment.TEST, key(1).keyId());
    registered(store(), key(1), key(2), elsewhere);
    var challenge = challenge();
    assertEquals(moved(), await(advance(store(), key(1), 1, challenge)));
    assertEquals(new ChallengeSpent(), await(advance(store(), key(2), 1, challenge)));
    assertEquals(new ChallengeSpent(), await(advance(store(), elsewhere, 1, challenge)));
    assertEquals(
        new Registration.ChallengeSpent(), await(store().register(bare(key(3)), challenge, NOW)));
  }

  @Test
  default void theKeyIsJudgedBeforeTheChallengeAndTheChallengeBeforeTheCounter() throws Exception {
    registered(store(), key(1), key(2));
    var spent = challenge();
    assertEquals(moved(), await(advance(store(), key(1), 9, spent)));
    await(store().revoke(key(2), "", NOW));
    assertEquals(new UnknownKey(), await(advance(store(), key(3), 0, spent)));
    assertEquals(new RevokedKey(), await(advance(store(), key(2), 0, spent)));
    assertEquals(new ChallengeSpent(), await(advance(store(), key(1), 9, spent)));
    assertEquals(new CounterNotAhead(9), await(advance(store(), key(1), 9, challenge())));
  }

  @Test
  default void aRefusalLeavesTheChallengeUnspent() throws Exception {
    registered(store(), key(1), key(2), key(9));
    await(store().revoke(key(2), "", NOW));
    await(advance(store(), key(1), 3, challenge()));
    for (CounterRule rule : List.of(STRICT, new CounterRule.Window(8))) {
      var unknown = challenge();
      var revoked = challenge();
      var behind = challenge();
      assertEquals(new UnknownKey(), await(by(rule, key(3), 1, unknown)));
      assertEquals(new RevokedKey(), await(by(rule, key(2), 1, revoked)));
      assertEquals(new CounterNotAhead(3), await(by(rule, key(1), 3, behind)));
      long next = found(store(), key(9)).counter();
      for (OpenChallenge left : List.of(unknown, revoked, behind)) {
        assertEquals(moved(), await(by(rule, key(9), ++next, left)));
      }
    }
    assertEquals(3, found(store(), key(1)).counter());
    assertEquals(0, found(store(), key(2)).counter());
  }

  private io.vertx.core.Future<Advance> by(
      CounterRule rule, AppKey key, long counter, OpenChallenge challenge) {
    return store().advance(key, counter, rule, Optional.of(challenge), NOW);
  }

  @Test
  default void aSpentChallengeMovesNoCounterByEitherRule() throws Exception {
    registered(store(), key(1), key(2));
    var spent = challenge();
    await(advance(store(), key(1), 1, spent));
    for (CounterRule rule : List.of(STRICT, new CounterRule.Window(8))) {
      assertEquals(new ChallengeSpent(), await(by(rule, key(2), 5, spent)));
    }
    assertEquals(0, found(store(), key(2)).counter());
    assertEquals(Optional.empty(), found(store(), key(2)).lastUsedAt());
  }

  @Test
  default void withoutAChallengeTheCounterAloneStopsReplays() throws Exception {
    registered(store(), key(1));
    assertEquals(moved(), await(store().advance(key(1), 1, STRICT, Optional.empty(), NOW)));
    assertEquals(
        new CounterNotAhead(1), await(store().advance(key(1), 1, STRICT, Optional.empty(), NOW)));
    assertEquals(moved(), await(store().advance(key(1), 2, STRICT, Optional.empty(), NOW)));
    assertEquals(
        new UnknownKey(), await(store().advance(key(2), 1, STRICT, Optional.empty(), NOW)));
  }

  @Test
  default void aKeyOfOneAppOrEnvironmentIsUnknownInEveryOther() throws Exception {
    List<AppKey> places = new ArrayList<>();
    for (String app : List.of("shop", "Shop", "shop2")) {
      for (Environment environment : Environment.values()) {
        places.add(new AppKey(app, environment, key(1).keyId()));
      }
    }
    for (AppKey place : places) {
      assertEquals(new UnknownKey(), await(advance(store(), place, 1, challenge())));
      assertEquals(Optional.empty(), await(store().find(place)));
      registered(store(), place);
    }
    for (int i = 0; i < places.size(); i++) {
      assertEquals(moved(), await(advance(store(), places.get(i), i + 1, challenge())));
    }
    await(store().revoke(places.getFirst(), "", NOW));
    for (int i = 0; i < places.size(); i++) {
      StoredKey there = found(store(), places.get(i));
      assertEquals(places.get(i), there.facts().key());
      assertEquals(i + 1, there.counter());
      assertEquals(i == 0, there.revoked().isPresent());
    }
  }

  @Test
  default void aCounterIsAnUnsigned32BitNumber() throws Exception {
    registered(store(), key(1));
    assertEquals(moved(), await(advance(store(), key(1), 0x8000_0000L, challenge())));
    assertEquals(
        new CounterNotAhead(0x8000_0000L),
        await(advance(store(), key(1), 0x7fff_ffffL, challenge())));
    assertEquals(moved(), await(advance(store(), key(1), 0xffff_ffffL, challenge())));
    assertEquals(
        new CounterNotAhead(0xffff_ffffL), await(advance(store(), key(1), 1, challenge())));
    for (long wrong : new long[] {-1, 0x1_0000_0000L}) {
      assertInstanceOf(
          IllegalArgumentException.class,
          failure(() -> advance(store(), key(1), wrong, challenge())));
    }
    assertEquals(0xffff_ffffL, found(store(), key(1)).counter());
  }

  @Test
  default void whatWasDecidedIsThereAfterAnOpenAnew() throws Exception {
    registered(store(), key(1), key(2));
    var spent = challenge();
    await(advance(store(), key(1), 41, spent));
    StoredKey used = found(store(), key(1));
    StoredKey revoked = await(store().revoke(key(2), "lost", NOW)).orElseThrow();

    Store again = reopened();
    assertEquals(used, found(again, key(1)));
    assertEquals(revoked, found(again, key(2)));
    assertEquals(new ChallengeSpent(), await(advance(again, key(1), 42, spent)));
    assertEquals(new CounterNotAhead(41), await(advance(again, key(1), 41, challenge())));
    assertEquals(new RevokedKey(), await(advance(again, key(2), 1, challenge())));
    assertEquals(moved(), await(advance(again, key(1), 42, challenge())));
  }
}
