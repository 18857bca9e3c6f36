package assay.store;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import assay.core.Bytes;
import assay.core.CounterRule;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Keys, challenges and times to test stores with. */
final class Given {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  static final CounterRule STRICT = new CounterRule.Strict();
  private static final AtomicLong CHALLENGES = new AtomicLong();

  private Given() {}

  static AppKey key(int number) {
    return new AppKey("shop", Environment.PRODUCTION, Bytes.sha256(Bytes.utf8("key " + number)));
  }

  /** A key of which only what must be there is there. */
  static NewKey bare(AppKey key) {
    return new NewKey(
        key,
        publicKey(key),
        "TEAMID1234.com.example.shop",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static NewKey ownedBy(String subject, AppKey key) {
    NewKey bare = bare(key);
    return new NewKey(
        key,
        bare.publicKey(),
        bare.appId(),
        Optional.of(subject),
        bare.validationCategory(),
        bare.bundleVersion(),
        bare.osVersion(),
        bare.osBuild(),
        bare.receipt());
  }

  /** A key of which everything is there. */
  static NewKey whole(AppKey key, Bytes receipt) {
    return new NewKey(
        key,
        publicKey(key),
        "TEAMID1234.com.example.shop",
        Optional.of("user-17"),
        Optional.of(0xffff_ffffL),
        Optional.of("1.2.3"),
        Optional.of("27.0"),
        Optional.of("23C55"),
        Optional.of(
            new StoredReceipt(
                receipt,
                Optional.empty(),
                Optional.of(NOW.minusMillis(1)),
                Optional.of(NOW.plus(Duration.ofDays(1))),
                Optional.of(NOW.plus(Duration.ofDays(90))))));
  }

  private static Bytes publicKey(AppKey key) {
    return Bytes.of((byte) 4).concat(key.keyId()).concat(Bytes.sha256(key.keyId()));
  }

  /** The facts as a store answers them. */
  static NewKey withoutReceiptBytes(NewKey key) {
    return new NewKey(
        key.key(),
        key.publicKey(),
        key.appId(),
        key.subject(),
        key.validationCategory(),
        key.bundleVersion(),
        key.osVersion(),
        key.osBuild(),
        key.receipt()
            .map(receipt ->
                new StoredReceipt(
                    Bytes.EMPTY,
                    receipt.refusedAt(),
                    receipt.createdAt(),
                    receipt.notBefore(),
                    receipt.expiresAt())));
  }

  /** What a store tells of a key that was just registered. */
  static StoredKey unused(NewKey key) {
    return new StoredKey(
        withoutReceiptBytes(key), NOW, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A challenge that no other call returns; it expires five minutes from now. */
  static OpenChallenge challenge() {
    return challenge(NOW.plus(Duration.ofMinutes(5)));
  }

  static OpenChallenge challenge(Instant expiresAt) {
    Bytes hash = Bytes.sha256(Bytes.utf8("challenge " + CHALLENGES.incrementAndGet()));
    return new OpenChallenge(hash.slice(0, 16), expiresAt);
  }

  static void registered(Store store, AppKey... keys) {
    var outcomes = List.of(keys).stream().map(k -> store.register(bare(k), challenge(), NOW));
    outcomes.toList().forEach(o -> assertInstanceOf(Registration.Added.class, await(o)));
  }

  /** Advances by the strict rule, now. */
  static Future<Advance> advance(Store store, AppKey key, long counter, OpenChallenge challenge) {
    return store.advance(key, counter, STRICT, Optional.of(challenge), NOW);
  }

  static Advance.Moved moved() {
    return new Advance.Moved(Optional.empty());
  }

  static StoredKey found(Store store, AppKey key) {
    return await(store.find(key)).orElseThrow();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within a minute", e);
    }
  }

  /** A call whose failure is told, even where it was thrown. */
  static <T> Future<T> told(Supplier<Future<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** What a call fails with, thrown or told. */
  static <T> Throwable failure(Supplier<Future<T>> call) {
    try {
      await(told(call));
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("the call succeeded");
  }

  /** How many of the outcomes are equal to this one. */
  static <T> long count(T wanted, List<Future<T>> outcomes) {
    return outcomes.stream().map(Given::await).filter(wanted::equals).count();
  }
}
