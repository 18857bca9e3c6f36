package assay.http.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Token buckets. */
final class BucketsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // wraps around

  private Buckets<String> buckets(double perSecond, int burst, int most) {
    return new Buckets<>(new Rate(perSecond, burst), most, now::get);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aBurstIsTakenAndThenOneAtATime() {
    Buckets<String> buckets = buckets(2, 3, 10);
    for (int i = 0; i < 3; i++) {
      assertEquals(Duration.ZERO, buckets.take("a"));
    }

    assertEquals(Duration.ofMillis(500), buckets.take("a"));
    assertEquals(Duration.ofMillis(500), buckets.take("a")); // what is refused costs nothing
    pass(Duration.ofMillis(499));
    assertEquals(Duration.ofMillis(1), buckets.take("a"));
    pass(Duration.ofMillis(1));
    assertEquals(Duration.ZERO, buckets.take("a"));
    assertEquals(Duration.ofMillis(500), buckets.take("a"));
  }

  @Test
  void timeFillsUpToABurst() {
    Buckets<String> buckets = buckets(1, 2, 10);
    buckets.take("a");
    pass(Duration.ofSeconds(100));

    assertEquals(Duration.ZERO, buckets.take("a"));
    assertEquals(Duration.ZERO, buckets.take("a"));
    assertTrue(buckets.take("a").isPositive());
  }

  @Test
  void keysDoNotShare() {
    Buckets<String> buckets = buckets(1, 1, 10);
    buckets.take("a");

    assertTrue(buckets.take("a").isPositive());
    assertEquals(Duration.ZERO, buckets.take("b"));
  }

  @Test
  void theLongRunIsTheRate() {
    Buckets<String> buckets = buckets(10, 5, 10);
    long taken = 0;
    for (int i = 0; i < 10_000; i++) {
      taken += buckets.take("a").isZero() ? 1 : 0;
      pass(Duration.ofMillis(1));
    }

    assertEquals(10 * 10 + 5 - 1, taken, 1);
  }

  @Test
  void manyThreadsGetNoMoreThanThereIs() {
    Buckets<String> buckets = buckets(1, 100, 10);

    assertEquals(
        100, IntStream.range(0, 1000).parallel().filter(_ -> buckets.take("a").isZero()).count());
  }

  @Test
  void aRateMustBeOne() {
    assertThrows(IllegalArgumentException.class, () -> new Rate(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Rate(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Rate(1, 0));
  }
}
