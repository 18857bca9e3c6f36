package assay.bench.http;

import java.time.Duration;

/** Durations in logarithmic buckets, each 3 % wide or less; up to about an hour. */
final class Histogram {
  private static final int BITS = 5;
  private static final int PER_POWER = 1 << BITS;

  private final long[] buckets = new long[PER_POWER * 40];
  private long count;

  void add(long nanos) {
    buckets[bucket(Math.max(nanos, 0))]++;
    count++;
  }

  long count() {
    return count;
  }

  /** The upper end of the bucket in which the share of all durations is reached. */
  Duration percentile(double share) {
    long rank = (long) Math.ceil(count * share);
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= rank) {
        return Duration.ofNanos(upperEnd(i));
      }
    }
    return Duration.ZERO;
  }

  private int bucket(long nanos) {
    if (nanos < PER_POWER) {
      return (int) nanos;
    }
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    int index = (power - BITS + 1) * PER_POWER + (int) (nanos >>> (power - BITS)) - PER_POWER;
    return Math.min(index, buckets.length - 1);
  }

  private static long upperEnd(int bucket) {
    if (bucket < PER_POWER) {
      return bucket;
    }
    int power = bucket / PER_POWER + BITS - 1;
    return ((long) (bucket % PER_POWER + PER_POWER + 1) << (power - BITS)) - 1;
  }
}
