package assay.cli.simulate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
  private static final long MICRO = 1000;

  @Test
  void withoutValuesEverythingIsZero() {
    assertEquals(Duration.ZERO, new Latencies().percentile(0.99));
    assertEquals(Duration.ZERO, new Latencies().largest());
  }

  @Test
  void shortTimesAreExact() {
    Latencies latencies = new Latencies();
    for (int micros = 1; micros <= 60; micros++) {
      latencies.add(micros * MICRO);
    }
    assertEquals(Duration.ofNanos(30 * MICRO), latencies.percentile(0.5));
    assertEquals(Duration.ofNanos(54 * MICRO), latencies.percentile(0.9));
    assertEquals(Duration.ofNanos(60 * MICRO), latencies.percentile(1));
  }

  @Test
  void everyPercentileIsAtMostAThirtySecondAboveTheTrueOne() {
    Random random = new Random(7);
    Latencies latencies = new Latencies();
    long[] values = new long[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) Math.exp(random.nextDouble() * 22); // a microsecond to an hour
      latencies.add(values[i] * MICRO);
    }
    Arrays.sort(values);
    for (double share : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1}) {
      long truth = values[(int) Math.ceil(share * values.length) - 1];
      long told = latencies.percentile(share).toNanos() / MICRO;
      assertTrue(told >= truth && told <= truth * 33 / 32 + 1, share + ": " + told + " " + truth);
    }
    assertEquals(values[values.length - 1], latencies.largest().toNanos() / MICRO);
    assertEquals(values.length, latencies.count());
  }

  @Test
  void aTimeBeyondAllMeasureIsStillTheLargest() {
    Latencies latencies = new Latencies();
    latencies.add(Long.MAX_VALUE);
    assertEquals(latencies.largest(), latencies.percentile(1));
  }
}
