package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.STRICT;
import static assay.store.Given.await;
import static assay.store.Given.bare;
import static assay.store.Given.challenge;
import static assay.store.Given.failure;
import static assay.store.Given.key;
import static assay.store.Given.registered;
import static assay.store.Receipts.LEASE;
import static assay.store.Receipts.NEXT_LOOK;
import static assay.store.Receipts.SHOP;
import static assay.store.Receipts.UNUSED_AFTER;
import static assay.store.Receipts.claim;
import static assay.store.Receipts.due;
import static assay.store.Receipts.keys;
import static assay.store.Receipts.only;
import static assay.store.Receipts.order;
import static assay.store.Receipts.taken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.ReceiptQueue.Claim;
import assay.store.ReceiptQueue.Claimed;
import assay.store.ReceiptQueue.Due;
import assay.store.ReceiptQueue.Space;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Receipts are claimed at their time, by one at a time, while their keys are in use. */
interface ReceiptClaimContract extends StoreUnderTest {

  @Test
  default void aReceiptIsClaimedWhenItIsDueWithAllThatAnExchangeNeeds() throws Exception {
    Instant at = NOW.plusSeconds(60);
    due(store(), key(1), at);
    assertEquals(new Due(List.of(), 0), await(store().claimDue(order(9), at.minusMillis(1))));
    Claimed claimed = only(store(), at);
    assertEquals(key(1), claimed.lease().key());
    assertEquals(bare(key(1)).publicKey(), claimed.publicKey());
    assertEquals(bare(key(1)).appId(), claimed.appId());
    assertEquals(Receipts.first(key(1)), claimed.receipt());
    assertEquals(1, claimed.attempts());
    assertEquals(Optional.empty(), claimed.lastOutcome());
  }

  @Test
  default void aClaimedReceiptIsDueAgainOnlyWhenItsLeaseRanOut() throws Exception {
    due(store(), key(1), NOW);
    Claimed first = only(store(), NOW);
    Instant last = NOW.plus(LEASE).minusMillis(1);
    for (Store store : List.of(store(), another())) {
      assertEquals(List.of(), claim(store, 9, last));
      assertEquals(new Claim.UnderWay(), await(store.claim(key(1), LEASE, last)));
    }
    assertEquals(List.of(), claim(reopened(), 9, last));
    Claimed second = only(store(), NOW.plus(LEASE));
    assertNotEquals(first.lease(), second.lease());
    assertEquals(2, second.attempts());
  }

  @Test
  default void theLongestDueComeFirstAndNoMoreThanWereAskedFor() throws Exception {
    for (int i = 0; i < 9; i++) {
      due(store(), key(i), NOW.plusSeconds((i * 4) % 9));
    }
    List<AppKey> order = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Claimed> three = claim(store(), 3, NOW.plusSeconds(60));
      assertEquals(3, three.size());
      Set<AppKey> keys = keys(three);
      IntStream.range(0, 9).filter(k -> keys.contains(key(k))).forEach(k -> order.add(key(k)));
    }
    assertEquals(
        List.of(0, 5, 7, 1, 3, 8, 2, 4, 6).stream().map(Given::key).toList(), order, "by threes");
  }

  @Test
  default void onlyTheSpacesThatAreNamedAreLookedAt() throws Exception {
    List<Space> spaces = new ArrayList<>();
    for (String app : List.of("shop", "Shop")) {
      for (Environment environment : Environment.values()) {
        due(store(), new AppKey(app, environment, key(1).keyId()), NOW);
        spaces.add(new Space(app, environment));
      }
    }
    Due none = await(store().claimDue(order(9, new Space("other", Environment.TEST)), NOW));
    assertEquals(new Due(List.of(), 0), none);
    assertEquals(new Due(List.of(), 0), await(store().claimDue(order(9, new Space[0]), NOW)));
    Due one = await(store().claimDue(order(9, SHOP), NOW));
    assertEquals(Set.of(key(1)), keys(one.claimed()));
    Due rest = await(store().claimDue(order(9, spaces.toArray(Space[]::new)), NOW));
    assertEquals(5, keys(rest.claimed()).size());
  }

  @Test
  default void aReceiptThatIsNotWorthAnExchangeIsNeverDue() throws Exception {
    registered(store(), key(1));
    await(store().register(Receipts.with(Receipts.first(key(2)), key(2)), challenge(), NOW));
    assertEquals(List.of(), claim(store(), 9, NOW.plus(UNUSED_AFTER)));
    assertEquals(new Claim.NoReceipt(), await(store().claim(key(1), LEASE, NOW)));
    assertEquals(new Claim.NoReceipt(), await(store().claim(key(2), LEASE, NOW)));
    assertInstanceOf(
        IllegalArgumentException.class,
        failure(() -> store().register(bare(key(3)), challenge(), Optional.of(NOW), NOW)));
    assertEquals(Optional.empty(), await(store().find(key(3))));
  }

  @Test
  default void aKeyThatIsKnownKeepsItsPlaceInTheQueue() throws Exception {
    due(store(), key(1), NOW.plusSeconds(60));
    NewKey again = Receipts.with(Receipts.first(key(1)), key(1));
    await(store().register(again, challenge(), Optional.of(NOW), NOW));
    assertEquals(List.of(), claim(store(), 9, NOW.plusSeconds(59)));
    assertEquals(1, claim(store(), 9, NOW.plusSeconds(60)).size());
  }

  @Test
  default void aReceiptIsClaimedByItsKeyBeforeItIsDue() throws Exception {
    due(store(), key(1), NOW.plusSeconds(60));
    assertEquals(new Claim.UnknownKey(), await(store().claim(key(2), LEASE, NOW)));
    Claimed now = taken(store(), key(1), NOW);
    assertEquals(Receipts.first(key(1)), now.receipt());
    assertEquals(List.of(), claim(store(), 9, NOW.plusSeconds(60)), "it is under way");
    assertEquals(new Claim.UnderWay(), await(store().claim(key(1), LEASE, NOW.plusSeconds(60))));
    assertEquals(2, taken(store(), key(1), NOW.plus(LEASE)).attempts());
  }

  @Test
  default void aRevokedKeyLeavesTheQueue() throws Exception {
    due(store(), key(1), NOW);
    await(store().revoke(key(1), "", NOW));
    assertEquals(new Claim.RevokedKey(), await(store().claim(key(1), LEASE, NOW)));
    assertEquals(new Due(List.of(), 1), await(store().claimDue(order(9), NOW)));
    assertEquals(new Due(List.of(), 0), await(store().claimDue(order(9), NOW.plus(NEXT_LOOK))));
  }

  @Test
  default void anUnusedKeyIsPassedOverUntilItIsUsedAgain() throws Exception {
    Instant later = NOW.plus(UNUSED_AFTER).plusMillis(1);
    due(store(), key(1), later);
    assertEquals(new Due(List.of(), 1), await(store().claimDue(order(9), later)));
    assertEquals(new Due(List.of(), 0), await(store().claimDue(order(9), later)));
    await(store().advance(key(1), 1, STRICT, Optional.of(challenge()), later));
    Claimed again = only(store(), later.plus(NEXT_LOOK));
    assertEquals(1, again.attempts(), "a look is no attempt");
  }

  @Test
  default void aKeyIsInUseForAsLongAsWasSaid() throws Exception {
    due(store(), key(1), NOW);
    assertEquals(1, claim(store(), 9, NOW.plus(UNUSED_AFTER)).size(), "since its registration");
  }

  @Test
  default void noReceiptIsClaimedTwiceWhoeverRaces() throws Exception {
    Store other = another();
    List<Future<Registration>> registered = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      NewKey key = Receipts.with(Receipts.first(key(i)), key(i));
      registered.add(store().register(key, challenge(), Optional.of(NOW), NOW));
    }
    registered.forEach(Given::await);
    List<Future<Due>> claims = new ArrayList<>();
    List<Future<Claim>> direct = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Store store = i % 2 == 0 ? store() : other;
      claims.add(store.claimDue(order(7), NOW));
      direct.add(store.claim(key(i), LEASE, NOW));
    }
    List<AppKey> won = new ArrayList<>();
    claims.forEach(due -> won.addAll(keys(await(due).claimed())));
    for (Future<Claim> claim : direct) {
      if (await(claim) instanceof Claim.Taken(Claimed receipt)) {
        won.add(receipt.lease().key());
      }
    }
    assertEquals(won.size(), new HashSet<>(won).size());
    while (won.size()
        < 400) { // claimers skip what others hold just then; nothing is skipped for good
      List<Claimed> rest = claim(store(), 100, NOW);
      assertTrue(!rest.isEmpty(), "missing: " + (400 - won.size()));
      won.addAll(keys(rest));
    }
    assertEquals(400, new HashSet<>(won).size());
    assertEquals(List.of(), claim(other, 9, NOW));
  }
}
