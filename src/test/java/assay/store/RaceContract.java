package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.advance;
import static assay.store.Given.await;
import static assay.store.Given.bare;
import static assay.store.Given.challenge;
import static assay.store.Given.count;
import static assay.store.Given.found;
import static assay.store.Given.key;
import static assay.store.Given.moved;
import static assay.store.Given.registered;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.CounterRule;
import assay.store.Advance.ChallengeSpent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever races, through one instance or two, one wins. */
interface RaceContract extends StoreUnderTest {

  @Test
  default void ofAHundredIdenticalAdvancesExactlyOneWins() throws Exception {
    Store other = another();
    registered(store(), key(1));
    for (int round = 1; round <= 10; round++) {
      var challenge = challenge();
      List<Future<Advance>> outcomes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        outcomes.add(advance(i % 2 == 0 ? store() : other, key(1), round, challenge));
      }
      assertEquals(1, count(moved(), outcomes));
      assertEquals(99, count(new ChallengeSpent(), outcomes));
      assertEquals(round, found(store(), key(1)).counter());
    }
  }

  @Test
  default void ofAHundredWithoutAChallengeExactlyOneWins() throws Exception {
    Store other = another();
    registered(store(), key(1));
    for (CounterRule rule : List.of(Given.STRICT, new CounterRule.Window(64))) {
      long counter = found(store(), key(1)).counter() + 1;
      List<Future<Advance>> outcomes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Store store = i % 2 == 0 ? store() : other;
        outcomes.add(store.advance(key(1), counter, rule, Optional.empty(), NOW));
      }
      assertEquals(1, count(moved(), outcomes));
      assertEquals(99, count(new Advance.CounterNotAhead(counter), outcomes));
    }
  }

  @Test
  default void aChallengeThatTwoKeysWantGoesToOne() throws Exception {
    Store other = another();
    registered(store(), key(1), key(2));
    for (int round = 1; round <= 50; round++) {
      var challenge = challenge();
      long before = found(store(), key(1)).counter() + found(store(), key(2)).counter();
      var outcomes =
          List.of(
              advance(store(), key(1), round, challenge),
              advance(round % 2 == 0 ? other : store(), key(2), round, challenge));
      assertEquals(1, count(moved(), outcomes));
      assertEquals(1, count(new ChallengeSpent(), outcomes));
      long first = found(store(), key(1)).counter();
      long second = found(store(), key(2)).counter();
      assertEquals(round, Math.max(first, second));
      assertEquals(true, first + second > before && first != second, "the loser's stands still");
    }
  }

  @Test
  default void aKeyThatIsRegisteredByManyAtOnceIsAddedOnce() throws Exception {
    Store other = another();
    for (int round = 1; round <= 20; round++) {
      NewKey key = bare(key(round));
      var challenge = challenge();
      List<Registration> outcomes = registrations(other, key, key, challenge);
      assertEquals(1, of(Registration.Added.class, outcomes));
      assertEquals(9, of(Registration.Known.class, outcomes));
    }
  }

  @Test
  default void aChallengeThatManyRegistrationsWantAddsOneKey() throws Exception {
    Store other = another();
    for (int round = 1; round <= 20; round++) {
      NewKey one = bare(key(2 * round));
      NewKey two = bare(key(2 * round + 1));
      List<Registration> outcomes = registrations(other, one, two, challenge());
      assertEquals(1, of(Registration.Added.class, outcomes));
      assertEquals(4, of(Registration.Known.class, outcomes));
      assertEquals(5, of(Registration.ChallengeSpent.class, outcomes));
      boolean first = await(store().find(one.key())).isPresent();
      assertEquals(!first, await(store().find(two.key())).isPresent());
    }
  }

  private List<Registration> registrations(
      Store other, NewKey one, NewKey two, OpenChallenge challenge) {
    List<Future<Registration>> outcomes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Store store = i % 4 < 2 ? store() : other;
      outcomes.add(store.register(i % 2 == 0 ? one : two, challenge, NOW));
    }
    return outcomes.stream().map(Given::await).toList();
  }

  private static long of(Class<?> kind, List<Registration> outcomes) {
    return outcomes.stream().filter(kind::isInstance).count();
  }

  @Test
  default void manyKeysAtOnceAllMove() throws Exception {
    Store other = another();
    AppKey[] keys = IntStream.range(0, 300).mapToObj(Given::key).toArray(AppKey[]::new);
    registered(store(), keys);
    for (int counter = 1; counter <= 5; counter++) {
      List<Future<Advance>> outcomes = new ArrayList<>();
      for (AppKey key : keys) {
        Store store = (outcomes.size() + counter) % 2 == 0 ? store() : other;
        outcomes.add(advance(store, key, counter, challenge()));
      }
      assertEquals(keys.length, count(moved(), outcomes));
    }
    for (AppKey key : keys) {
      assertEquals(5, found(store(), key).counter());
    }
  }

  /** In which order they are judged is not said; that each kept to its promise can be seen. */
  @Test
  default void shuffledCountersOfOneKeySpendExactlyTheChallengesOfThoseThatMoved()
      throws Exception {
    Store other = another();
    registered(store(), key(1), key(2));
    List<Integer> counters = new ArrayList<>(IntStream.rangeClosed(1, 200).boxed().toList());
    Collections.shuffle(counters, new Random(3));
    List<OpenChallenge> challenges = counters.stream().map(c -> challenge()).toList();
    List<Future<Advance>> outcomes = new ArrayList<>();
    for (int i = 0; i < counters.size(); i++) {
      Store store = i % 3 == 0 ? other : store();
      outcomes.add(advance(store, key(1), counters.get(i), challenges.get(i)));
    }
    outcomes.forEach(Given::await);
    for (int i = 0; i < counters.size(); i++) {
      Advance again = await(advance(store(), key(2), i + 1, challenges.get(i)));
      boolean won = outcomes.get(i).result().equals(moved());
      assertEquals(won ? new ChallengeSpent() : moved(), again);
    }
    assertEquals(200, found(store(), key(1)).counter());
  }

  @Test
  default void shuffledCountersWithinAWindowAllMoveOnce() throws Exception {
    Store other = another();
    registered(store(), key(1));
    var window = new CounterRule.Window(256);
    List<Integer> counters = new ArrayList<>(IntStream.rangeClosed(1, 200).boxed().toList());
    counters.addAll(List.copyOf(counters));
    Collections.shuffle(counters, new Random(4));
    List<Future<Advance>> outcomes = new ArrayList<>();
    for (int counter : counters) {
      Store store = outcomes.size() % 3 == 0 ? other : store();
      outcomes.add(store.advance(key(1), counter, window, Optional.of(challenge()), NOW));
    }
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < counters.size(); i++) {
      if (await(outcomes.get(i)).equals(moved())) {
        assertEquals(true, taken.add(counters.get(i)), "twice: " + counters.get(i));
      }
    }
    assertEquals(200, taken.size());
  }

  @Test
  default void instancesSeeEachOther() throws Exception {
    Store other = another();
    registered(other, key(1));
    var challenge = challenge();
    assertEquals(moved(), await(advance(store(), key(1), 1, challenge)));
    assertEquals(new ChallengeSpent(), await(advance(other, key(1), 2, challenge)));
    assertEquals(new Advance.CounterNotAhead(1), await(advance(other, key(1), 1, challenge())));
    assertEquals(found(store(), key(1)), found(other, key(1)));
  }
}
