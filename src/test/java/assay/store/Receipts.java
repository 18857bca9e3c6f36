package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.await;
import static assay.store.Given.bare;
import static assay.store.Given.challenge;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import assay.core.Bytes;
import assay.store.ReceiptQueue.Claim;
import assay.store.ReceiptQueue.Claimed;
import assay.store.ReceiptQueue.Order;
import assay.store.ReceiptQueue.Space;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Receipts to test the queue with. */
final class Receipts {
  static final Duration LEASE = Duration.ofMinutes(5);
  static final Duration UNUSED_AFTER = Duration.ofDays(90);
  static final Duration NEXT_LOOK = Duration.ofDays(1);
  static final Space SHOP = new Space("shop", Environment.PRODUCTION);

  private Receipts() {}

  static Order order(int most) {
    return order(most, SHOP);
  }

  static Order order(int most, Space... spaces) {
    return new Order(List.of(spaces), most, LEASE, UNUSED_AFTER, NEXT_LOOK);
  }

  /** A receipt as it comes with an attestation. */
  static StoredReceipt first(AppKey key) {
    return new StoredReceipt(
        Bytes.utf8("first of " + key.keyId().hex()),
        Optional.empty(),
        Optional.of(NOW),
        Optional.empty(),
        Optional.of(NOW.plus(Duration.ofDays(90))));
  }

  /** A receipt as Apple gives it in exchange. */
  static StoredReceipt newer(Instant created) {
    return new StoredReceipt(
        Bytes.utf8("created at " + created),
        Optional.empty(),
        Optional.of(created),
        Optional.of(created.plus(Duration.ofDays(1))),
        Optional.of(created.plus(Duration.ofDays(90))));
  }

  static NewKey with(StoredReceipt receipt, AppKey key) {
    NewKey bare = bare(key);
    return new NewKey(
        key,
        bare.publicKey(),
        bare.appId(),
        bare.subject(),
        bare.validationCategory(),
        bare.bundleVersion(),
        bare.osVersion(),
        bare.osBuild(),
        Optional.of(receipt));
  }

  /** Registers a key whose first receipt is due then. */
  static void due(Store store, AppKey key, Instant at) {
    assertInstanceOf(
        Registration.Added.class,
        await(store.register(with(first(key), key), challenge(), Optional.of(at), NOW)));
  }

  static List<Claimed> claim(Store store, int most, Instant now) {
    return await(store.claimDue(order(most), now)).claimed();
  }

  static Claimed only(Store store, Instant now) {
    List<Claimed> claimed = claim(store, 9, now);
    if (claimed.size() != 1) {
      throw new AssertionError("claimed " + claimed);
    }
    return claimed.getFirst();
  }

  static Claimed taken(Store store, AppKey key, Instant now) {
    return assertInstanceOf(Claim.Taken.class, await(store.claim(key, LEASE, now))).receipt();
  }

  static Set<AppKey> keys(List<Claimed> claimed) {
    return claimed.stream().map(it -> it.lease().key()).collect(Collectors.toSet());
  }
}
