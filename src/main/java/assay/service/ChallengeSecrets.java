package assay.service;

import assay.core.Bytes;
import assay.store.ChallengeSecret;
import assay.store.Store;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The store's secrets as this instance knows them. They are read again now and then, and at once
 * (but not more than once a second, whatever is sent) where a challenge names a newer one: another
 * instance, or an operator, may have rotated them.
 */
public final class ChallengeSecrets {
  private static final Duration LEAST_BETWEEN_READS = Duration.ofSeconds(1);
  private static final int SECRET_BYTES = 32;

  private final Store store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final AtomicReference<Instant> lastRead = new AtomicReference<>(Instant.EPOCH);
  private volatile List<ChallengeSecret> known = List.of();

  private ChallengeSecrets(Store store, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Reads the secrets, and makes the first where there is none.
   *
   * @param random cryptographically strong
   */
  public static Future<ChallengeSecrets> load(
      Store store, InstantSource clock, RandomGenerator random) {
    ChallengeSecrets secrets = new ChallengeSecrets(store, clock, random);
    return secrets.read().map(secrets);
  }

  /** 32 random bytes, fit for a secret. */
  public static Bytes fresh(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Bytes.of(secret);
  }

  /** Reads them again; to be called every half minute or so. */
  public Future<Void> read() {
    Instant now = clock.instant();
    lastRead.set(now);
    return store
        .secrets(fresh(random), now)
        .map(secrets -> {
          known = List.copyOf(secrets);
          return null;
        });
  }

  /** Newest first, never empty. */
  List<ChallengeSecret> known() {
    return known;
  }

  ChallengeSecret current() {
    return known.getFirst();
  }

  /**
   * Makes a decision about a challenge, after reading the secrets again where the challenge claims
   * a newer one than is known here.
   */
  <T> Future<T> knowing(String challenge, Supplier<Future<T>> decision) {
    return shouldRead(Challenges.secretNumber(challenge))
        ? Contexts.here(read()).compose(_ -> decision.get())
        : decision.get();
  }

  private boolean shouldRead(int number) {
    if (number <= current().number()) {
      return false;
    }
    Instant last = lastRead.get();
    Instant now = clock.instant();
    return Duration.between(last, now).abs().compareTo(LEAST_BETWEEN_READS) >= 0
        && lastRead.compareAndSet(last, now);
  }
}
