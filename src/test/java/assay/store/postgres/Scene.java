package assay.store.postgres;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Registration;
import assay.store.Store;
import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Keys, challenges and calls for tests that disturb the database. */
public final class Scene {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final AtomicLong CHALLENGES = new AtomicLong();

  private Scene() {}

  public static AppKey key(int number) {
    return new AppKey("shop", Environment.PRODUCTION, Bytes.sha256(Bytes.utf8("key " + number)));
  }

  public static NewKey facts(AppKey key) {
    Bytes publicKey = Bytes.of((byte) 4).concat(key.keyId()).concat(key.keyId());
    return new NewKey(
        key,
        publicKey,
        "TEAMID1234.com.example.shop",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static OpenChallenge challenge() {
    Bytes hash = Bytes.sha256(Bytes.utf8("challenge " + CHALLENGES.incrementAndGet()));
    return new OpenChallenge(hash.slice(0, 16), NOW.plus(Duration.ofMinutes(5)));
  }

  public static void register(Store store, AppKey key) {
    Registration outcome = await(store.register(facts(key), challenge(), NOW));
    if (!(outcome instanceof Registration.Added)) {
      throw new AssertionError("not added: " + outcome);
    }
  }

  public static Future<Advance> advance(Store store, AppKey key, long counter) {
    return advance(store, key, counter, challenge());
  }

  public static Future<Advance> advance(
      Store store, AppKey key, long counter, OpenChallenge challenge) {
    return store.advance(key, counter, new CounterRule.Strict(), Optional.of(challenge), NOW);
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within a minute", e);
    }
  }

  /** Why the store was unavailable. */
  public static StoreUnavailable unavailable(Future<?> future) {
    try {
      throw new AssertionError("it answered " + await(future));
    } catch (StoreUnavailable told) {
      return told;
    }
  }

  public static <T> Future<Boolean> succeeded(Future<T> future) {
    return future.transform(done -> Future.succeededFuture(done.succeeded()));
  }
}
