package assay.ops;

import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the process should be restarted, and whether requests should be sent to it.
 *
 * <p>It lives as long as it answers: a store that is gone is no reason to restart, as nothing would
 * be better after it. It is ready while the store can decide; the store is asked at most once a
 * second, however many ask here, and its silence is an answer too.
 */
public final class Health {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);

  /**
   * An answer.
   *
   * @param reason a few words, the same whatever the store said in detail
   */
  public record Answer(boolean good, String reason) {}

  private static final Answer ALIVE = new Answer(true, "alive");
  private static final Answer READY = new Answer(true, "ready");
  private static final Answer STOPPING = new Answer(false, "stopping");

  private record Asked(Instant at, Future<Answer> answer) {}

  private final Supplier<Future<Void>> store;
  private final Duration timeout;
  private final InstantSource clock;
  private @Nullable Asked last;
  private volatile boolean stopping;

  /**
   * Health of what rests on a store.
   *
   * @param store its {@link assay.store.Store#ready}
   * @param timeout how long the store may think about it
   */
  public Health(Supplier<Future<Void>> store, Duration timeout, InstantSource clock) {
    this.store = store;
    this.timeout = timeout;
    this.clock = clock;
  }

  public Answer live() {
    return ALIVE;
  }

  /** Never fails; completed on a thread of the store's, or on one of its timer's. */
  public Future<Answer> ready() {
    return stopping ? Future.succeededFuture(STOPPING) : asked(clock.instant());
  }

  /** From now on nothing more should be sent here. */
  public void stop() {
    stopping = true;
  }

  private synchronized Future<Answer> asked(Instant now) {
    if (last == null || !isFresh(last, now)) {
      last = new Asked(now, ask());
    }
    return last.answer();
  }

  /** Of a clock that stepped back, an answer is not taken as fresh for as long as it did. */
  private static boolean isFresh(Asked asked, Instant now) {
    return !now.isBefore(asked.at()) && now.isBefore(asked.at().plus(REMEMBERED));
  }

  private Future<Answer> ask() {
    return Future.succeededFuture()
        .compose(_ -> store.get())
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .map(_ -> READY)
        .recover(failure -> Future.succeededFuture(new Answer(false, reason(failure))));
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case StoreUnavailable unavailable ->
          "store " + unavailable.why().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case TimeoutException _ -> "store does not answer";
      default -> "store not ready";
    };
  }
}
