package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.advance;
import static assay.store.Given.await;
import static assay.store.Given.challenge;
import static assay.store.Given.found;
import static assay.store.Given.key;
import static assay.store.Receipts.LEASE;
import static assay.store.Receipts.claim;
import static assay.store.Receipts.due;
import static assay.store.Receipts.newer;
import static assay.store.Receipts.only;
import static assay.store.Receipts.taken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.store.ReceiptQueue.Claimed;
import assay.store.ReceiptQueue.Finish;
import assay.store.ReceiptQueue.Lease;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A newer receipt takes the old one's place, from whoever holds the lease and from nobody else. */
interface ReceiptFinishContract extends StoreUnderTest {

  private Future<Finish> finish(Lease lease, StoredReceipt receipt, int metric, Instant nextDue) {
    Risk risk = new Risk(metric, receipt.createdAt().orElseThrow());
    return store().finish(lease, receipt, risk, nextDue, "refreshed");
  }

  @Test
  default void aNewerReceiptIsKeptWithItsMetricAndItsNextTime() throws Exception {
    due(store(), key(1), NOW);
    Instant created = NOW.plusSeconds(7);
    Instant next = NOW.plus(Duration.ofDays(7));
    assertEquals(
        Finish.REPLACED, await(finish(only(store(), NOW).lease(), newer(created), 3, next)));

    Store again = reopened();
    StoredKey key = found(again, key(1));
    assertEquals(Optional.of(new Risk(3, created)), key.risk());
    StoredReceipt kept = newer(created);
    assertEquals(
        Optional.of(
            new StoredReceipt(
                Bytes.EMPTY,
                Optional.empty(),
                kept.createdAt(),
                kept.notBefore(),
                kept.expiresAt())),
        key.facts().receipt());
    assertEquals(kept.bytes(), receiptBytes(key(1)));
    assertEquals(
        new Advance.Moved(Optional.of(new Risk(3, created))),
        await(advance(again, key(1), 1, challenge())));
    assertEquals(List.of(), claim(again, 9, next.minusMillis(1)));
    Claimed second = only(again, next);
    assertEquals(kept, second.receipt());
    assertEquals(1, second.attempts());
    assertEquals(Optional.of("refreshed"), second.lastOutcome());
  }

  @Test
  default void whatWasPutOffIsDueThenAndRemembersWhy() throws Exception {
    due(store(), key(1), NOW);
    Lease lease = only(store(), NOW).lease();
    Instant next = NOW.plusSeconds(30);
    assertTrue(await(store().putOff(lease, next, "throttled")));
    assertEquals(List.of(), claim(store(), 9, next.minusMillis(1)));
    Claimed again = only(reopened(), next);
    assertEquals(2, again.attempts());
    assertEquals(Optional.of("throttled"), again.lastOutcome());
    assertEquals(Receipts.first(key(1)), again.receipt());
    assertEquals(Optional.empty(), found(store(), key(1)).risk());
  }

  @Test
  default void aLeaseThatSomebodyElseHasSinceChangesNothing() throws Exception {
    due(store(), key(1), NOW);
    Lease stale = only(store(), NOW).lease();
    Instant later = NOW.plus(LEASE);
    Lease current = only(store(), later).lease();
    assertEquals(Finish.LEASE_LOST, await(finish(stale, newer(later), 9, later)));
    assertFalse(await(store().putOff(stale, later, "down")));
    assertEquals(Optional.empty(), found(store(), key(1)).risk());
    assertEquals(Receipts.first(key(1)).bytes(), receiptBytes(key(1)));
    assertEquals(List.of(), claim(store(), 9, later), "the current lease holds");
    assertEquals(Finish.REPLACED, await(finish(current, newer(later), 2, later)));
  }

  @Test
  default void aLeaseThatRanOutHoldsUntilSomebodyElseHasOne() throws Exception {
    due(store(), key(1), NOW);
    Lease late = only(store(), NOW).lease();
    Instant created = NOW.plus(LEASE.multipliedBy(2));
    assertEquals(Finish.REPLACED, await(finish(late, newer(created), 2, created)));
  }

  @Test
  default void aLeaseEndsOnce() throws Exception {
    due(store(), key(1), NOW);
    Lease lease = only(store(), NOW).lease();
    Instant next = NOW.plus(Duration.ofDays(7));
    assertEquals(Finish.REPLACED, await(finish(lease, newer(NOW.plusSeconds(1)), 1, next)));
    assertEquals(
        Finish.LEASE_LOST, await(finish(lease, newer(NOW.plusSeconds(2)), 2, next.plusSeconds(9))));
    assertFalse(await(store().putOff(lease, NOW, "down")));
    assertEquals(1, found(store(), key(1)).risk().orElseThrow().metric());
    assertEquals(List.of(), claim(store(), 9, next.minusMillis(1)));

    assertTrue(await(store().putOff(only(store(), next).lease(), next.plusSeconds(5), "down")));
    assertEquals(1, claim(store(), 9, next.plusSeconds(5)).size());
  }

  @Test
  default void anOlderReceiptReplacesNothingAndTheLeaseStillHolds() throws Exception {
    due(store(), key(1), NOW);
    Lease lease = only(store(), NOW).lease();
    for (Instant created : List.of(NOW, NOW.minusMillis(1))) {
      assertEquals(Finish.NOT_NEWER, await(finish(lease, newer(created), 9, NOW)));
    }
    assertEquals(Receipts.first(key(1)).bytes(), receiptBytes(key(1)));
    assertEquals(Optional.empty(), found(store(), key(1)).risk());
    assertTrue(await(store().putOff(lease, NOW.plusSeconds(1), "not-newer")));
    assertEquals(
        Finish.REPLACED,
        await(finish(taken(store(), key(1), NOW).lease(), newer(NOW.plusMillis(1)), 2, NOW)));
  }

  @Test
  default void aRefusedReceiptIsReplacedByAnAcceptedOne() throws Exception {
    var refused =
        new StoredReceipt(
            Bytes.utf8("too old when it came"),
            Optional.of("receipt-age"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    await(store().register(Receipts.with(refused, key(1)), challenge(), Optional.of(NOW), NOW));
    Claimed claimed = only(store(), NOW);
    assertEquals(refused, claimed.receipt());
    assertEquals(Finish.REPLACED, await(finish(claimed.lease(), newer(NOW), 4, NOW)));
    assertEquals(
        Optional.empty(), found(store(), key(1)).facts().receipt().orElseThrow().refusedAt());
  }

  @Test
  default void aLeaseOfAnUnknownKeyChangesNothing() throws Exception {
    Lease none = new Lease(key(9), 1);
    assertEquals(Finish.LEASE_LOST, await(finish(none, newer(NOW), 1, NOW)));
    assertFalse(await(store().putOff(none, NOW, "down")));
  }

  @Test
  default void ofTwoWhoFinishOneLeaseOneDoes() throws Exception {
    Store other = another();
    for (int round = 1; round <= 20; round++) {
      due(store(), key(round), NOW);
      Lease lease = taken(store(), key(round), NOW).lease();
      Instant next = NOW.plus(Duration.ofDays(round));
      List<Future<Finish>> outcomes = new ArrayList<>();
      for (int i = 1; i <= 6; i++) {
        Instant created = NOW.plusSeconds(i);
        Store store = i % 2 == 0 ? store() : other;
        outcomes.add(store.finish(lease, newer(created), new Risk(i, created), next, "refreshed"));
      }
      assertEquals(1, Given.count(Finish.REPLACED, outcomes));
      assertEquals(5, Given.count(Finish.LEASE_LOST, outcomes));
    }
  }

  @Test
  default void decisionsAndRefreshesOfOneKeyDoNotDisturbEachOther() throws Exception {
    Store other = another();
    due(store(), key(1), NOW);
    for (int round = 1; round <= 30; round++) {
      Lease lease = taken(other, key(1), NOW).lease();
      Instant created = NOW.plusSeconds(round);
      Future<Advance> moved = advance(store(), key(1), round, challenge());
      Future<Finish> replaced =
          other.finish(lease, newer(created), new Risk(round, created), NOW, "refreshed");
      assertEquals(Advance.Moved.class, await(moved).getClass());
      assertEquals(Finish.REPLACED, await(replaced));
    }
    StoredKey after = found(store(), key(1));
    assertEquals(30, after.counter());
    assertEquals(30, after.risk().orElseThrow().metric());
  }
}
