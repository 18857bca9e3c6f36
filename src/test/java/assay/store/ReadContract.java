package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.advance;
import static assay.store.Given.await;
import static assay.store.Given.bare;
import static assay.store.Given.challenge;
import static assay.store.Given.failure;
import static assay.store.Given.found;
import static assay.store.Given.key;
import static assay.store.Given.ownedBy;
import static assay.store.Given.registered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import assay.core.Bytes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys are found, listed in pages and counted. */
interface ReadContract extends StoreUnderTest {

  @Test
  default void whatWasJustToldIsFound() throws Exception {
    for (int i = 0; i < 100; i++) {
      AppKey key = key(i);
      var outcome = store().register(bare(key), challenge(), NOW).compose(o -> store().find(key));
      assertEquals(Optional.of(Given.unused(bare(key))), await(outcome));
      await(advance(store(), key, 3, challenge()));
      assertEquals(3, found(store(), key).counter());
    }
  }

  @Test
  default void pagesFollowEachOtherInTheOrderOfTheirIds() throws Exception {
    List<AppKey> keys = new ArrayList<>(IntStream.range(0, 53).mapToObj(Given::key).toList());
    keys.add(new AppKey("shop", Environment.PRODUCTION, Bytes.of(new byte[32])));
    keys.add(new AppKey("shop", Environment.PRODUCTION, Bytes.hex("ff".repeat(32))));
    keys.add(new AppKey("shop", Environment.PRODUCTION, Bytes.hex("7f".repeat(32))));
    keys.add(new AppKey("shop", Environment.PRODUCTION, Bytes.hex("80".repeat(32))));
    registered(store(), keys.toArray(AppKey[]::new));
    registered(store(), new AppKey("shop", Environment.TEST, key(60).keyId()));
    registered(store(), new AppKey("shop2", Environment.PRODUCTION, key(61).keyId()));
    List<AppKey> listed = new ArrayList<>();
    Optional<Bytes> after = Optional.empty();
    for (int size = 10; size == 10; ) {
      List<StoredKey> page = page(Optional.empty(), after, 10);
      page.forEach(key -> listed.add(key.facts().key()));
      size = page.size();
      after = Optional.of(listed.getLast().keyId());
    }
    assertEquals(keys.stream().sorted(Comparator.comparing(k -> k.keyId().hex())).toList(), listed);
    assertEquals(List.of(), page(Optional.empty(), after, 10));
  }

  @Test
  default void aListShowsKeysAsTheyAre() throws Exception {
    NewKey whole = Given.whole(key(1), Bytes.utf8("receipt"));
    await(store().register(whole, challenge(), NOW));
    await(advance(store(), key(1), 6, challenge()));
    await(store().revoke(key(1), "lost", NOW));
    var listed = page(Optional.empty(), Optional.empty(), 1000);
    assertEquals(List.of(found(store(), key(1))), listed);
    assertEquals(Given.withoutReceiptBytes(whole), listed.getFirst().facts());
    assertEquals(6, listed.getFirst().counter());
  }

  @Test
  default void aSubjectsKeysAreOnlyItsOwn() throws Exception {
    for (int i = 0; i < 12; i++) {
      NewKey key = i % 3 == 0 ? bare(key(i)) : ownedBy(i % 3 == 1 ? "ann" : "Ann", key(i));
      await(store().register(key, challenge(), NOW));
    }
    assertEquals(12, page(Optional.empty(), Optional.empty(), 1000).size());
    assertEquals(List.of(), page(Optional.of("bob"), Optional.empty(), 1000));
    var first = page(Optional.of("ann"), Optional.empty(), 3);
    var second = page(Optional.of("ann"), Optional.of(last(first)), 3);
    assertEquals(3, first.size());
    assertEquals(1, second.size());
    Set<AppKey> listed = new java.util.HashSet<>();
    first.forEach(key -> listed.add(key.facts().key()));
    second.forEach(key -> listed.add(key.facts().key()));
    assertEquals(Set.of(key(1), key(4), key(7), key(10)), listed);
  }

  private static Bytes last(List<StoredKey> page) {
    return page.getLast().facts().key().keyId();
  }

  @Test
  default void aPageHoldsOneToAThousandKeys() throws Exception {
    AppKey[] keys = IntStream.range(0, 1001).mapToObj(Given::key).toArray(AppKey[]::new);
    registered(store(), keys);
    assertEquals(1, page(Optional.empty(), Optional.empty(), 1).size());
    assertEquals(1000, page(Optional.empty(), Optional.empty(), Store.MOST_LISTED).size());
    for (int wrong : new int[] {-1, 0, 1001}) {
      assertInstanceOf(
          IllegalArgumentException.class,
          failure(() -> listed(Optional.empty(), Optional.empty(), wrong)));
    }
  }

  private List<StoredKey> page(Optional<String> subject, Optional<Bytes> after, int most) {
    return await(listed(subject, after, most));
  }

  private Future<List<StoredKey>> listed(
      Optional<String> subject, Optional<Bytes> after, int most) {
    return store().list("shop", Environment.PRODUCTION, subject, after, most);
  }

  @Test
  default void keysAreCountedByAppAndEnvironment() throws Exception {
    assertEquals(List.of(), await(store().counts()));
    registered(store(), key(1), key(2), key(3));
    registered(store(), new AppKey("shop", Environment.TEST, key(1).keyId()));
    await(store().register(bare(key(1)), challenge(), NOW)); // known
    await(store().revoke(key(1), "", NOW));
    await(store().revoke(key(1), "", NOW));
    await(store().revoke(key(2), "", NOW));
    assertEquals(
        Set.of(
            new KeyCount("shop", Environment.PRODUCTION, 3, 2),
            new KeyCount("shop", Environment.TEST, 1, 0)),
        Set.copyOf(await(reopened().counts())));
  }

  @Test
  default void anOpenStoreIsReady() throws Exception {
    assertNull(await(store().ready()));
    assertNull(await(another().ready()));
  }
}
