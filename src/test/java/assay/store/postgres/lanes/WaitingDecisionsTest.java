package assay.store.postgres.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.postgres.lanes.WaitingDecisions.Admission;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WaitingDecisionsTest {
  private final WaitingDecisions<String, String> queue = new WaitingDecisions<>(40);
  private final List<Waiting<String, String>> crowded = new ArrayList<>();

  private Admission add(String decision, Object... claims) {
    return queue.add(new Waiting<>(decision, List.of(claims), Promise.promise(), 0));
  }

  private List<Waiting<String, String>> take(int most) {
    return queue.take(most, crowded);
  }

  private static List<String> names(List<Waiting<String, String>> group) {
    return group.stream().map(Waiting::decision).toList();
  }

  @Test
  void aGroupIsTakenInOrderAndNotLargerThanAsked() {
    add("a", 1);
    add("b", 2);
    add("c", 3);
    assertEquals(List.of("a", "b"), names(take(2)));
    assertEquals(List.of("c"), names(take(2)));
    assertEquals(List.of(), names(take(2)));
  }

  @Test
  void noClaimStandsTwiceInAGroupOrInTwoGroupsAtOnce() {
    add("a", "key", "challenge 1");
    add("b", "key", "challenge 2");
    add("c", "other key", "challenge 1");
    add("d", "third key", "challenge 3");
    var first = take(10);
    assertEquals(List.of("a", "d"), names(first));
    assertEquals(List.of(), names(take(10)));
    queue.release(first);
    assertEquals(Set.of("b", "c"), Set.copyOf(names(take(10))));
  }

  @Test
  void whatWaitedForAKeyComesBeforeWhatCameLater() {
    add("a", "key");
    var first = take(1);
    add("b", "key");
    add("c", "key");
    assertEquals(List.of(), take(10));
    queue.release(first);
    add("d", "key");
    for (String next : List.of("b", "c", "d")) {
      var group = take(10);
      assertEquals(List.of(next), names(group));
      queue.release(group);
    }
  }

  @Test
  void tooManyAreNotAdmitted() {
    for (int i = 0; i < 40; i++) {
      assertEquals(Admission.ADMITTED, add("x", i));
    }
    assertEquals(Admission.FULL, add("y", 41));
    take(1);
    assertEquals(Admission.ADMITTED, add("y", 41));
  }

  @Test
  void aQuarterMayWaitForOneKey() {
    add("held", "key");
    take(1);
    for (int i = 0; i < 12; i++) {
      add("w" + i, "key");
    }
    assertEquals(List.of(), take(10));
    assertEquals(List.of("w10", "w11"), names(crowded));
    assertEquals(10, queue.size());
  }

  @Test
  void itIsClosedWhenAllIsReleased() {
    add("a", 1);
    var group = take(1);
    var closed = queue.close();
    assertEquals(Admission.CLOSED, add("b", 2));
    assertFalse(closed.isComplete());
    queue.release(group);
    assertTrue(closed.isComplete());
  }

  @Test
  void everyDecisionIsTakenOnceWhateverTheOrderOfReleases() {
    Random random = new Random(7);
    Set<String> left = new HashSet<>();
    List<List<Waiting<String, String>>> working = new ArrayList<>();
    Set<Object> busy = new HashSet<>();
    for (int step = 0; step < 20_000; step++) {
      switch (random.nextInt(3)) {
        case 0 -> {
          String name = "d" + step;
          if (add(name, "k" + random.nextInt(12), "c" + random.nextInt(12)) == Admission.ADMITTED) {
            left.add(name);
          }
        }
        case 1 -> {
          var group = take(1 + random.nextInt(4));
          for (var taken : group) {
            assertTrue(left.remove(taken.decision()));
            taken.claims().forEach(claim -> assertTrue(busy.add(claim)));
          }
          working.add(group);
        }
        default -> {
          if (!working.isEmpty()) {
            var group = working.remove(random.nextInt(working.size()));
            group.forEach(done -> busy.removeAll(done.claims()));
            queue.release(group);
          }
        }
      }
    }
    working.forEach(queue::release);
    for (var group = take(99); !group.isEmpty(); group = take(99)) {
      names(group).forEach(name -> assertTrue(left.remove(name)));
      queue.release(group);
    }
    crowded.forEach(refused -> assertTrue(left.remove(refused.decision())));
    assertEquals(Set.of(), left);
    assertEquals(0, queue.size());
  }
}
