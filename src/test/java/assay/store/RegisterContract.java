package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.advance;
import static assay.store.Given.await;
import static assay.store.Given.bare;
import static assay.store.Given.challenge;
import static assay.store.Given.found;
import static assay.store.Given.key;
import static assay.store.Given.moved;
import static assay.store.Given.ownedBy;
import static assay.store.Given.registered;
import static assay.store.Given.told;
import static assay.store.Given.unused;
import static assay.store.Given.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import assay.core.Bytes;
import assay.store.Registration.Added;
import assay.store.Registration.ChallengeSpent;
import assay.store.Registration.Known;
import assay.store.Registration.Revoked;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A registration spends the challenge and adds the key, or does neither. */
interface RegisterContract extends StoreUnderTest {

  @Test
  default void aNewKeyIsAddedAndItsChallengeSpent() throws Exception {
    var challenge = challenge();
    var added = await(store().register(bare(key(1)), challenge, NOW));
    assertEquals(new Added(unused(bare(key(1)))), added);
    assertEquals(Optional.of(unused(bare(key(1)))), await(store().find(key(1))));
    assertEquals(new ChallengeSpent(), await(store().register(bare(key(2)), challenge, NOW)));
    assertEquals(new Advance.ChallengeSpent(), await(advance(store(), key(1), 1, challenge)));
  }

  @Test
  default void aSpentChallengeLeavesNoKey() throws Exception {
    var challenge = challenge();
    await(store().register(bare(key(1)), challenge, NOW));
    await(store().register(bare(key(2)), challenge, NOW));
    assertEquals(Optional.empty(), await(store().find(key(2))));
    assertEquals(new Advance.UnknownKey(), await(advance(store(), key(2), 1, challenge())));
    assertInstanceOf(Added.class, await(store().register(bare(key(2)), challenge(), NOW)));
  }

  @Test
  default void aKnownKeyIsASuccessThatChangesNothing() throws Exception {
    var first = challenge();
    await(store().register(ownedBy("ann", key(1)), first, NOW));
    await(advance(store(), key(1), 7, challenge()));
    StoredKey before = found(store(), key(1));

    var fresh = challenge();
    var other = whole(key(1), Bytes.of((byte) 1));
    assertEquals(
        new Known(before), await(store().register(other, first, NOW.plusMillis(1))), "spent");
    assertEquals(
        new Known(before), await(store().register(other, fresh, NOW.plusMillis(2))), "unspent");
    assertEquals(before, found(store(), key(1)));
    assertEquals(7, before.counter());
    assertEquals(Optional.of("ann"), before.facts().subject());
    assertEquals(moved(), await(advance(store(), key(1), 8, fresh)), "it was left unspent");
  }

  @Test
  default void aRevokedKeyStaysRevoked() throws Exception {
    registered(store(), key(1));
    StoredKey revoked = await(store().revoke(key(1), "stolen", NOW)).orElseThrow();
    var fresh = challenge();
    assertEquals(new Revoked(), await(store().register(bare(key(1)), fresh, NOW)));
    assertEquals(revoked, found(store(), key(1)));
    assertInstanceOf(Added.class, await(store().register(bare(key(2)), fresh, NOW)), "unspent");
  }

  @Test
  default void everythingThatMayBeThereIsKept() throws Exception {
    byte[] receipt = new byte[16 * 1024];
    new Random(1).nextBytes(receipt);
    NewKey whole = whole(key(1), Bytes.of(receipt));
    assertEquals(new Added(unused(whole)), await(store().register(whole, challenge(), NOW)));
    assertEquals(Optional.of(unused(whole)), await(reopened().find(key(1))));
    assertEquals(Bytes.of(receipt), receiptBytes(key(1)));
  }

  @Test
  default void aRefusedReceiptIsKeptWithItsReason() throws Exception {
    var receipt =
        new StoredReceipt(
            Bytes.utf8("not a receipt"),
            Optional.of("receipt-chain"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var bare = bare(key(1));
    NewKey refused =
        new NewKey(
            bare.key(),
            bare.publicKey(),
            bare.appId(),
            bare.subject(),
            Optional.of(0L),
            Optional.of(""),
            Optional.empty(),
            Optional.empty(),
            Optional.of(receipt));
    assertEquals(new Added(unused(refused)), await(store().register(refused, challenge(), NOW)));
    assertEquals(unused(refused), found(reopened(), key(1)));
    assertEquals(Bytes.utf8("not a receipt"), receiptBytes(key(1)));
  }

  @Test
  default void textIsKeptAsItWasGiven() throws Exception {
    String[] odd = {
      "",
      "'; DROP TABLE keys; --",
      "\"a\\b\"",
      "Zoë 張 \ud83d\udc69\u200d\ud83d\udd27",
      "NULL",
      "é",
      "e\u0301",
      " x ",
      "X",
      "x".repeat(256),
      "{\"a\":[1,null]}",
      "\n\t\u007f\ufffe%_"
    };
    for (int i = 0; i < odd.length; i++) {
      NewKey owned = ownedBy(odd[i], key(i));
      assertEquals(new Added(unused(owned)), await(store().register(owned, challenge(), NOW)));
      StoredKey revoked = await(store().revoke(key(i), odd[i], NOW)).orElseThrow();
      assertEquals(odd[i], revoked.revoked().orElseThrow().reason());
    }
    for (int i = 0; i < odd.length; i++) {
      var page =
          await(
              store()
                  .list("shop", Environment.PRODUCTION, Optional.of(odd[i]), Optional.empty(), 9));
      assertEquals(1, page.size(), "only the same text is the same subject: " + odd[i]);
      assertEquals(Optional.of(odd[i]), page.getFirst().facts().subject());
    }
  }

  /** Not every engine has text with U+0000; where it has not, only the one call may fail. */
  @Test
  default void aNulIsKeptOrRefusedAlone() throws Exception {
    var spoilt = challenge();
    var nul = told(() -> store().register(ownedBy("a\0b", key(1)), spoilt, NOW));
    var beside = store().register(ownedBy("a", key(2)), challenge(), NOW);
    assertEquals(new Added(unused(ownedBy("a", key(2)))), await(beside));
    if (await(nul.map(true).otherwise(false))) {
      assertEquals(unused(ownedBy("a\0b", key(1))), found(store(), key(1)));
    } else {
      assertInstanceOf(IllegalArgumentException.class, nul.cause());
      assertEquals(Optional.empty(), await(store().find(key(1))));
      assertInstanceOf(Added.class, await(store().register(bare(key(1)), spoilt, NOW)));
    }
  }
}
