package assay.cli.simulate.load;

import java.time.Duration;

/**
 * A histogram of times, told at most a thirty-second too high. Buckets grow with the values: 64 of
 * equal width below 64 µs, then 32 for every doubling, so that a microsecond and a day fit into
 * 1,024 numbers.
 */
final class Latencies {
  private static final int BITS = 5; // 32 buckets a doubling
  private static final int BUCKETS = 1024;

  private final long[] counts = new long[BUCKETS];
  private long count;
  private long largest;

  void add(long nanos) {
    long micros = Math.max(0, nanos / 1000);
    counts[Math.min(bucket(micros), BUCKETS - 1)]++;
    count++;
    largest = Math.max(largest, micros);
  }

  long count() {
    return count;
  }

  Duration largest() {
    return micros(largest);
  }

  /**
   * The time that this share of all values does not exceed, rounded up to the end of its bucket.
   *
   * @param share above 0, up to 1
   */
  Duration percentile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return micros(Math.min(largest, last(bucket)));
      }
    }
    return Duration.ZERO;
  }

  /** The highest six bits of a value choose its bucket. */
  private static int bucket(long micros) {
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(micros) - BITS - 1);
    return (shift << BITS) + (int) (micros >>> shift);
  }

  /** The largest value in a bucket; the last one has no end. */
  private static long last(int bucket) {
    if (bucket == BUCKETS - 1) {
      return Long.MAX_VALUE;
    }
    int shift = Math.max(0, (bucket >> BITS) - 1);
    long first = (long) (bucket - (shift << BITS)) << shift;
    return first + (1L << shift) - 1;
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }
}
