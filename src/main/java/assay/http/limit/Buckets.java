package assay.http.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key, shared by all event loops. A bucket is one number, the time at which
 * it will be full again: a request is taken where that is at most a burst ahead of now, and moves
 * it on by what one request costs (the generic cell rate algorithm). Where there are too many
 * buckets, those least used are forgotten; a forgotten bucket is a full one.
 *
 * @param <K> of keys
 */
public final class Buckets<K> {
  private static final long SECOND = 1_000_000_000L;

  private final Cache<K, AtomicLong> fullAt;
  private final LongSupplier nanos;
  private final long cost;
  private final long ahead;

  /**
   * Buckets that are full.
   *
   * @param most how many are remembered
   * @param nanos a clock that never steps back
   */
  public Buckets(Rate rate, int most, LongSupplier nanos) {
    this.nanos = nanos;
    this.cost = Math.max(1, Math.round(SECOND / rate.perSecond()));
    this.ahead = cost * (rate.burst() - 1);
    this.fullAt = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
  }

  /** Takes a token. Zero where there was one, else after how long there will be one. */
  public Duration take(K key) {
    long now = nanos.getAsLong();
    AtomicLong bucket = fullAt.get(key, _ -> new AtomicLong(now));
    while (true) {
      long full = bucket.get();
      long from = full - now < 0 ? now : full;
      long wait = from - now - ahead;
      if (wait > 0) {
        return Duration.ofNanos(wait);
      }
      if (bucket.compareAndSet(full, from + cost)) {
        return Duration.ZERO;
      }
    }
  }
}
