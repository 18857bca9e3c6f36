package assay.service.work;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every byte of the source is given out once at most, whoever asks. */
final class PooledRandomTest {
  private static final int ID = 16;

  /** Counts up, four bytes a number, and remembers how much it was asked for. */
  private static final class Counting extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final List<Integer> asked = new ArrayList<>();
    private int next;

    @Override
    public synchronized void nextBytes(byte[] bytes) {
      asked.add(bytes.length);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.remaining() >= Integer.BYTES) {
        buffer.putInt(next++);
      }
    }
  }

  private final Counting source = new Counting();
  private final PooledRandom random = new PooledRandom(source);

  private byte[] take(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void theBytesOfTheSourceAreGivenOutInOrderAndOnce() {
    ByteArrayOutputStream given = new ByteArrayOutputStream();
    for (int i = 0; i < 3 * PooledRandom.POOL / ID; i++) {
      given.writeBytes(take(ID));
    }
    byte[] expected = new byte[3 * PooledRandom.POOL];
    new Counting().nextBytes(expected);
    assertArrayEquals(expected, given.toByteArray());
    assertEquals(List.of(PooledRandom.POOL, PooledRandom.POOL, PooledRandom.POOL), source.asked);
  }

  @Test
  void whatIsLeftOfAPoolIsNotStretched() {
    take(PooledRandom.POOL - 4);
    assertEquals(PooledRandom.POOL / 4, ByteBuffer.wrap(take(8)).getInt());
    assertEquals(2, source.asked.size());
  }

  @Test
  void muchAtOnceComesFromTheSource() {
    take(PooledRandom.POOL + 4);
    take(PooledRandom.POOL);
    assertEquals(List.of(PooledRandom.POOL + 4, PooledRandom.POOL), source.asked);
  }

  @Test
  void noNumberIsDrawnTwice() {
    assertEquals(1L, random.nextLong(), "0 and 1, four bytes each");
    assertNotEquals(random.nextLong(), random.nextLong());
  }

  @Test
  void noTwoThreadsAreGivenTheSame() throws Exception {
    Callable<List<ByteBuffer>> taking =
        () -> IntStream.range(0, 1000).mapToObj(_ -> ByteBuffer.wrap(take(ID))).toList();
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<ByteBuffer> all = new ArrayList<>();
      for (Future<List<ByteBuffer>> taken :
          threads.invokeAll(List.of(taking, taking, taking, taking))) {
        all.addAll(taken.get());
      }
      assertEquals(4000, all.stream().distinct().count());
    }
  }
}
