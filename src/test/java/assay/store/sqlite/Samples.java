package assay.store.sqlite;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.StoredReceipt;
import assay.store.sqlite.file.UnusableDatabase;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Keys and challenges for the tests of this engine. */
final class Samples {
  static final CounterRule STRICT = new CounterRule.Strict();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final AtomicInteger CHALLENGES = new AtomicInteger();

  private Samples() {}

  static SqliteStore open(Path file) throws UnusableDatabase {
    return SqliteStore.open(file, SqliteSettings.DEFAULT, StoreObserver.NONE);
  }

  static AppKey key(int number) {
    return new AppKey("shop", Environment.PRODUCTION, Bytes.sha256(Bytes.utf8("key " + number)));
  }

  static NewKey fresh(AppKey key) {
    return fresh(key, 65, 0);
  }

  static NewKey fresh(AppKey key, int publicKeyLength, int receiptLength) {
    var receipt =
        new StoredReceipt(
            Bytes.of(new byte[receiptLength]),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new NewKey(
        key,
        Bytes.of(new byte[publicKeyLength]),
        "TEAMID1234.com.example.shop",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(receipt).filter(r -> receiptLength > 0));
  }

  static OpenChallenge challenge() {
    Bytes hash = Bytes.sha256(Bytes.utf8("challenge " + CHALLENGES.incrementAndGet()));
    return new OpenChallenge(hash.slice(0, 16), NOW.plusSeconds(300));
  }

  static Future<Advance> advance(Store store, AppKey key, long counter, OpenChallenge challenge) {
    return store.advance(key, counter, new CounterRule.Strict(), Optional.of(challenge), NOW);
  }

  static Advance moved() {
    return new Advance.Moved(Optional.empty());
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within a minute", e);
    }
  }

  static Throwable failure(Future<?> future) {
    try {
      await(future);
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("it succeeded");
  }
}
