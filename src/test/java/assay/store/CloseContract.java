package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.STRICT;
import static assay.store.Given.advance;
import static assay.store.Given.await;
import static assay.store.Given.bare;
import static assay.store.Given.challenge;
import static assay.store.Given.count;
import static assay.store.Given.failure;
import static assay.store.Given.found;
import static assay.store.Given.key;
import static assay.store.Given.moved;
import static assay.store.Given.registered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import assay.core.Bytes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A store that is closed finishes what waits and refuses the rest. */
interface CloseContract extends StoreUnderTest {

  @Test
  default void whatWaitsWhenTheStoreClosesIsFinished() throws Exception {
    AppKey[] keys = IntStream.range(0, 500).mapToObj(Given::key).toArray(AppKey[]::new);
    registered(store(), keys);
    List<Future<Advance>> outcomes = new ArrayList<>();
    for (AppKey key : keys) {
      outcomes.add(advance(store(), key, 1, challenge()));
    }
    await(store().close());
    assertEquals(keys.length, count(moved(), outcomes));
    Store again = reopened();
    for (AppKey key : keys) {
      assertEquals(1, found(again, key).counter());
    }
  }

  @Test
  default void aClosedStoreRefusesEverything() {
    Store store = store();
    registered(store, key(1));
    await(store.close());
    Bytes fresh = Bytes.of(new byte[32]);
    refusesAsClosed(() -> store.register(bare(key(2)), challenge(), NOW));
    refusesAsClosed(() -> advance(store, key(1), 1, challenge()));
    refusesAsClosed(() -> store.advance(key(1), 1, STRICT, Optional.empty(), NOW));
    refusesAsClosed(() -> store.find(key(1)));
    refusesAsClosed(
        () -> store.list("shop", Environment.PRODUCTION, Optional.empty(), Optional.empty(), 1));
    refusesAsClosed(() -> store.revoke(key(1), "", NOW));
    refusesAsClosed(() -> store.secrets(fresh, NOW));
    refusesAsClosed(() -> store.rotateSecret(fresh, NOW));
    refusesAsClosed(() -> store.sweep(NOW));
    Duration lease = Duration.ofMinutes(5);
    refusesAsClosed(() -> store.claimDue(Receipts.order(1), NOW));
    refusesAsClosed(() -> store.claim(key(1), lease, NOW));
    var mine = new ReceiptQueue.Lease(key(1), 1);
    refusesAsClosed(() -> store.finish(mine, Receipts.newer(NOW), new Risk(1, NOW), NOW, "x"));
    refusesAsClosed(() -> store.putOff(mine, NOW, "x"));
    var use = new TokenUses.TokenUse(fresh, NOW);
    refusesAsClosed(() -> store.useToken(use));
    refusesAsClosed(() -> store.record(List.of()));
    refusesAsClosed(() -> store.decision("one"));
    refusesAsClosed(() -> store.forgetDecisions(NOW, 1));
    refusesAsClosed(() -> store.releaseToken(use));
    refusesAsClosed(store::counts);
    refusesAsClosed(store::ready);
  }

  private static <T> void refusesAsClosed(Supplier<Future<T>> call) {
    var failure = assertInstanceOf(StoreUnavailable.class, failure(call));
    assertEquals(StoreUnavailable.Cause.CLOSED, failure.why());
  }

  @Test
  default void closingAgainIsNoFault() {
    assertEquals(null, await(store().close()));
    assertEquals(null, await(store().close()));
  }

  @Test
  default void oneInstanceClosesWithoutTheOther() throws Exception {
    Store other = another();
    registered(store(), key(1));
    await(other.close());
    assertEquals(moved(), await(advance(store(), key(1), 1, challenge())));
  }
}
