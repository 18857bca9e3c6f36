package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.advance;
import static assay.store.Given.await;
import static assay.store.Given.challenge;
import static assay.store.Given.count;
import static assay.store.Given.found;
import static assay.store.Given.key;
import static assay.store.Given.moved;
import static assay.store.Given.registered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.Advance.RevokedKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A revocation holds from the next decision on, everywhere, for good. */
interface RevokeContract extends StoreUnderTest {

  @Test
  default void aRevokedKeyAdvancesNoMoreOnAnyInstance() throws Exception {
    Store other = another();
    registered(store(), key(1), key(2));
    await(advance(other, key(1), 1, challenge()));
    StoredKey revoked = await(store().revoke(key(1), "stolen", NOW.plusMillis(5))).orElseThrow();
    assertEquals(
        Optional.of(new StoredKey.Revoked(NOW.plusMillis(5), "stolen")), revoked.revoked());
    assertEquals(1, revoked.counter());
    assertEquals(revoked, found(store(), key(1)));
    for (Store store : List.of(store(), other)) {
      assertEquals(new RevokedKey(), await(advance(store, key(1), 2, challenge())));
      assertEquals(new RevokedKey(), await(advance(store, key(1), 1, challenge())));
    }
    assertEquals(moved(), await(advance(store(), key(2), 1, challenge())), "and no other key");
  }

  @Test
  default void revokingAgainKeepsTheFirstTimeAndReason() throws Exception {
    registered(store(), key(1));
    var first = await(store().revoke(key(1), "first", NOW));
    assertEquals(first, await(store().revoke(key(1), "second", NOW.plusSeconds(1))));
    assertEquals("first", found(store(), key(1)).revoked().orElseThrow().reason());
    assertEquals(NOW, found(store(), key(1)).revoked().orElseThrow().at());
  }

  @Test
  default void revokingAnUnknownKeyDoesNothing() throws Exception {
    assertEquals(Optional.empty(), await(store().revoke(key(1), "", NOW)));
    registered(store(), key(1));
    assertEquals(Optional.empty(), found(store(), key(1)).revoked());
  }

  @Test
  default void nothingMovesAfterARevocationWasTold() throws Exception {
    Store other = another();
    for (int round = 1; round <= 20; round++) {
      AppKey key = key(round);
      registered(store(), key);
      List<Future<Advance>> before = advances(key, 0, store(), other);
      long highest = await(other.revoke(key, "", NOW)).orElseThrow().counter();
      List<Future<Advance>> after = advances(key, 100, store(), other);
      assertEquals(after.size(), count(new RevokedKey(), after));
      before.forEach(Given::await);
      assertEquals(highest, found(store(), key).counter());
      assertTrue(count(moved(), before) <= highest);
    }
  }

  private static List<Future<Advance>> advances(AppKey key, int above, Store... stores) {
    List<Future<Advance>> outcomes = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      outcomes.add(advance(stores[i % stores.length], key, above + i, challenge()));
    }
    return outcomes;
  }
}
