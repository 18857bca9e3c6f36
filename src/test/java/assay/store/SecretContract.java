package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The secrets that challenges are made with are the same for every instance. */
interface SecretContract extends StoreUnderTest {

  private static Bytes fresh(int number) {
    return Bytes.sha256(Bytes.utf8("secret " + number));
  }

  @Test
  default void theFirstSecretStays() throws Exception {
    var first = List.of(new ChallengeSecret(1, fresh(1), NOW));
    assertEquals(first, await(store().secrets(fresh(1), NOW)));
    assertEquals(first, await(store().secrets(fresh(2), NOW.plusSeconds(1))));
    assertEquals(first, await(another().secrets(fresh(3), NOW)));
    assertEquals(first, await(reopened().secrets(fresh(4), NOW)));
  }

  @Test
  default void ofManyThatStartAtOnceOneMakesTheSecretOfAll() throws Exception {
    Store other = another();
    List<Future<List<ChallengeSecret>>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.add((i % 2 == 0 ? store() : other).secrets(fresh(i), NOW));
    }
    Set<List<ChallengeSecret>> told = new HashSet<>();
    answers.forEach(answer -> told.add(await(answer)));
    assertEquals(1, told.size());
    assertEquals(1, told.iterator().next().size());
  }

  @Test
  default void aRotationKeepsTheOneBefore() throws Exception {
    var one = new ChallengeSecret(1, fresh(1), NOW);
    var two = new ChallengeSecret(2, fresh(2), NOW.plusSeconds(1));
    var three = new ChallengeSecret(3, fresh(3), NOW.plusSeconds(2));
    await(store().secrets(one.secret(), one.since()));
    assertEquals(List.of(two, one), await(store().rotateSecret(two.secret(), two.since())));
    assertEquals(List.of(two, one), await(store().secrets(fresh(9), NOW)));
    assertEquals(List.of(three, two), await(another().rotateSecret(three.secret(), three.since())));
    assertEquals(List.of(three, two), await(reopened().secrets(fresh(9), NOW)));
  }

  @Test
  default void aRotationOfNothingMakesTheFirst() throws Exception {
    var first = List.of(new ChallengeSecret(1, fresh(1), NOW));
    assertEquals(first, await(store().rotateSecret(fresh(1), NOW)));
    assertEquals(first, await(store().secrets(fresh(2), NOW)));
  }

  @Test
  default void rotationsAtOnceFollowEachOther() throws Exception {
    Store other = another();
    List<Future<List<ChallengeSecret>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add((i % 2 == 0 ? store() : other).rotateSecret(fresh(i), NOW));
    }
    Set<Integer> numbers = new HashSet<>();
    answers.forEach(answer -> numbers.add(await(answer).getFirst().number()));
    assertEquals(20, numbers.size());
    var left = await(store().secrets(fresh(99), NOW));
    assertEquals(List.of(20, 19), left.stream().map(ChallengeSecret::number).toList());
  }
}
