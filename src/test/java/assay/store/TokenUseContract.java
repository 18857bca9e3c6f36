package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.await;
import static assay.store.Given.count;
import static assay.store.Given.registered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.store.TokenUses.TokenUse;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A device token is used once, whoever asks, until its use is over. */
interface TokenUseContract extends StoreUnderTest {
  Instant UNTIL = NOW.plus(Duration.ofHours(1));

  private static TokenUse use(int token) {
    return use(token, UNTIL);
  }

  private static TokenUse use(int token, Instant until) {
    return new TokenUse(Bytes.sha256(Bytes.utf8("token " + token)), until);
  }

  @Test
  default void aTokenIsUsedOnceOnAnyInstanceAndAfterARestart() throws Exception {
    assertTrue(await(store().useToken(use(1))));
    assertFalse(await(store().useToken(use(1))));
    assertFalse(await(another().useToken(use(1))));
    assertFalse(await(reopened().useToken(use(1))));
    assertTrue(await(store().useToken(use(2))));
  }

  @Test
  default void aLaterUseOfAUsedTokenIsRefusedWhateverItsTime() {
    assertTrue(await(store().useToken(use(1))));
    assertFalse(await(store().useToken(use(1, UNTIL.plusSeconds(1)))));
    assertFalse(await(store().useToken(use(1, UNTIL.plus(Duration.ofDays(300))))));
    assertFalse(await(store().useToken(use(1, NOW.minus(Duration.ofDays(300))))));
  }

  @Test
  default void ofAHundredUsesAtOnceExactlyOneWins() throws Exception {
    Store other = another();
    for (int round = 0; round < 10; round++) {
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        outcomes.add((i % 2 == 0 ? store() : other).useToken(use(round, UNTIL.plusMillis(i))));
      }
      assertEquals(1, count(true, outcomes));
      assertEquals(99, count(false, outcomes));
    }
  }

  @Test
  default void aReleasedTokenIsUsedOnceMore() throws Exception {
    assertTrue(await(store().useToken(use(1))));
    assertTrue(await(another().releaseToken(use(1))));
    assertTrue(await(store().useToken(use(1))));
    assertFalse(await(store().useToken(use(1))));
  }

  @Test
  default void onlyTheUseItselfIsReleased() {
    assertTrue(await(store().useToken(use(1))));
    assertFalse(await(store().releaseToken(use(1, UNTIL.plusMillis(1)))));
    assertFalse(await(store().releaseToken(use(2))));
    assertFalse(await(store().useToken(use(1))));
  }

  @Test
  default void ofReleasesAtOnceOneReleases() throws Exception {
    Store other = another();
    await(store().useToken(use(1)));
    List<Future<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      outcomes.add((i % 2 == 0 ? store() : other).releaseToken(use(1)));
    }
    assertEquals(1, count(true, outcomes));
  }

  @Test
  default void aSweepForgetsUsesWhoseTimeIsOverAndNoOthers() {
    assertTrue(await(store().useToken(use(1, NOW.minusMillis(1)))));
    assertTrue(await(store().useToken(use(2, NOW))));
    assertTrue(await(store().useToken(use(3, NOW.plusMillis(1)))));
    assertFalse(await(store().useToken(use(1))), "not forgotten before a sweep");
    assertEquals(2, await(store().sweep(NOW)));
    assertTrue(await(store().useToken(use(1))));
    assertTrue(await(store().useToken(use(2))));
    assertFalse(await(store().useToken(use(3))));
  }

  @Test
  default void manyUsesAreForgottenInPiecesWhileDecisionsGoOn() throws Exception {
    Store other = another();
    List<Future<Boolean>> uses = new ArrayList<>();
    int many = 5000;
    for (int i = 0; i < many; i++) {
      uses.add(store().useToken(use(i, NOW.minusMillis(i / 4))));
      if (i % 1000 == 0) {
        await(uses.getLast());
      }
    }
    assertEquals(many, count(true, uses));
    var sweeps = List.of(store().sweep(NOW), other.sweep(NOW));
    registered(store(), Given.key(1));
    assertEquals(many, sweeps.stream().mapToLong(Given::await).sum());
    assertTrue(await(store().useToken(use(4711))));
  }
}
