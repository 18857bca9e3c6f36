package assay.service.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ids that are drawn, and fit for a command line. */
final class IdsTest {
  @Test
  void anIdThatBeginsAsAnOptionIsDrawnAgain() {
    Ids ids = new Ids(giving(0xf8, 0xfb, 0x00));
    assertEquals("A".repeat(22), ids.next());
  }

  @Test
  void everyOtherIdStands() {
    Ids ids = new Ids(giving(0xf4, 0xfc));
    assertEquals('9', ids.next().charAt(0));
    assertEquals('_', ids.next().charAt(0));
  }

  @Test
  void noTwoAreTheSame() {
    Ids ids = new Ids(new Random(7));
    List<String> some = Stream.generate(ids::next).limit(10_000).toList();
    assertEquals(10_000, some.stream().distinct().count());
    assertTrue(some.stream().allMatch(id -> id.matches("[A-Za-z0-9_][A-Za-z0-9_-]{21}")));
  }

  /** Ids that begin with these bytes, and go on with zeros. */
  private static RandomGenerator giving(int... first) {
    Iterator<Integer> given = Arrays.stream(first).iterator();
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("bytes are asked for");
      }

      @Override
      public void nextBytes(byte[] bytes) {
        Arrays.fill(bytes, (byte) 0);
        bytes[0] = given.next().byteValue();
      }
    };
  }
}
