package assay.ops;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The bounds of latency histograms: from a tenth of a millisecond to a second, three a decade, as a
 * check takes some 60 µs, a commit some milliseconds, and what takes a second has failed.
 */
final class Buckets {
  private static final Duration[] LATENCIES =
      LongStream.of(
              100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
              1_000_000)
          .mapToObj(micros -> Duration.ofNanos(1_000 * micros))
          .toArray(Duration[]::new);

  private Buckets() {}

  static Timer.Builder latency(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(LATENCIES);
  }
}
