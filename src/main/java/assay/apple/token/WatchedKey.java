package assay.apple.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One team's key, read again when it is asked for and was not read lately. */
final class WatchedKey {
  private static final Logger LOG = LoggerFactory.getLogger("assay.apple");
  private static final long EVERY = Duration.ofSeconds(2).toNanos();

  private final Vertx vertx;
  private final Supplier<TeamKey> reader;
  private final LongSupplier nanos;
  private Optional<TeamKey> known = Optional.empty();
  private Optional<Future<TeamKey>> reading = Optional.empty();
  private long readAt;

  /**
   * A key.
   *
   * @param reader may block
   */
  WatchedKey(Vertx vertx, Supplier<TeamKey> reader, LongSupplier nanos) {
    this.vertx = vertx;
    this.reader = reader;
    this.nanos = nanos;
  }

  /** The key; those who ask while it is read share the reading. */
  synchronized Future<TeamKey> current() {
    if (reading.isPresent()) {
      return reading.get();
    }
    if (known.isPresent() && nanos.getAsLong() - readAt < EVERY) {
      return Future.succeededFuture(known.get());
    }
    Future<TeamKey> read =
        vertx
            .executeBlocking(reader::get, false)
            .map(key -> Objects.requireNonNull(key))
            .otherwise(e -> new TeamKey.Unusable("the private key cannot be read: " + e));
    reading = Optional.of(read);
    read.onSuccess(this::finish);
    return read;
  }

  private synchronized void finish(TeamKey key) {
    if (known.isPresent() && isAnother(known.get(), key)) {
      LOG.info("a private key was read anew: {} is now {}", known.get(), key);
    }
    known = Optional.of(key);
    readAt = nanos.getAsLong();
    reading = Optional.empty();
  }

  private static boolean isAnother(TeamKey before, TeamKey now) {
    if (before instanceof TeamKey.Signing old && now instanceof TeamKey.Signing next) {
      return !old.isSameAs(next);
    }
    return !before.equals(now);
  }
}
