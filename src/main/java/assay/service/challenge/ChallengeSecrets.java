package assay.service.challenge;

import assay.core.Bytes;
import assay.service.work.Contexts;
import assay.store.ChallengeSecret;
import assay.store.Store;
import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The store's secrets as this instance knows them. They are read again now and then, and at once
 * where a challenge names a newer one: another instance, or an operator, may have rotated them.
 * Challenges may be forged, so that there is one such read at a time, begun at most once a second,
 * which all wait for together.
 */
public final class ChallengeSecrets {
  private static final Duration LEAST_BETWEEN_READS = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final int SECRET_BYTES = 32;

  private final Source source;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Duration longestWait;
  private Instant lastRead = Instant.EPOCH;
  private Future<Void> reading = Future.succeededFuture();
  private int begun;
  private int taken;
  private volatile List<ChallengeSecret> known = List.of();

  /** Where they are kept: {@link Store#secrets}. */
  interface Source {
    Future<List<ChallengeSecret>> secrets(Bytes fresh, Instant now);
  }

  private ChallengeSecrets(
      Source source, InstantSource clock, RandomGenerator random, Duration longestWait) {
    this.source = source;
    this.clock = clock;
    this.random = random;
    this.longestWait = longestWait;
  }

  /**
   * Reads the secrets, and makes the first where there is none.
   *
   * @param random cryptographically strong
   */
  public static Future<ChallengeSecrets> load(
      Store store, InstantSource clock, RandomGenerator random) {
    return load(store::secrets, clock, random, LONGEST_WAIT);
  }

  static Future<ChallengeSecrets> load(
      Source source, InstantSource clock, RandomGenerator random, Duration longestWait) {
    ChallengeSecrets secrets = new ChallengeSecrets(source, clock, random, longestWait);
    return secrets.read().map(secrets);
  }

  /** 32 random bytes, fit for a secret. */
  public static Bytes fresh(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Bytes.of(secret);
  }

  /** Reads them again; to be called every half minute or so. */
  public synchronized Future<Void> read() {
    Instant now = clock.instant();
    int turn = ++begun;
    lastRead = now;
    reading =
        source
            .secrets(fresh(random), now)
            .map(secrets -> {
              take(turn, secrets);
              return null;
            });
    return reading;
  }

  /** What was read. The answer of a read that was overtaken by a later one is old. */
  private synchronized void take(int turn, List<ChallengeSecret> secrets) {
    if (turn > taken) {
      taken = turn;
      known = List.copyOf(secrets);
    }
  }

  /** Newest first, never empty. */
  public List<ChallengeSecret> known() {
    return known;
  }

  /** The newest, which challenges are issued under. */
  public ChallengeSecret current() {
    return known.getFirst();
  }

  /**
   * Makes a decision about a challenge, after reading the secrets again where the challenge claims
   * a newer one than is known here. Fails where the store does, and where it does not answer in a
   * few seconds.
   */
  public <T> Future<T> knowing(String challenge, Supplier<Future<T>> decision) {
    int number = Challenges.secretNumber(challenge);
    return isKnown(number)
        ? decision.get()
        : Contexts.here(read(number)).compose(_ -> decision.get());
  }

  private boolean isKnown(int number) {
    return number <= current().number();
  }

  /** A read that is under way may have begun before the rotation, and be worth another. */
  private Future<Void> read(int number) {
    return underWay()
        .compose(_ -> isKnown(number) ? Future.succeededFuture() : underWay())
        .timeout(longestWait.toMillis(), TimeUnit.MILLISECONDS)
        .recover(ChallengeSecrets::unavailable);
  }

  private static Future<Void> unavailable(Throwable cause) {
    return Future.failedFuture(
        cause instanceof TimeoutException
            ? new StoreUnavailable(
                StoreUnavailable.Cause.TIMED_OUT, "the challenge secrets were not read in time")
            : cause);
  }

  /** The read under way, or the last where that was a moment ago, or a new one. */
  private synchronized Future<Void> underWay() {
    boolean lately =
        Duration.between(lastRead, clock.instant()).abs().compareTo(LEAST_BETWEEN_READS) < 0;
    return lately || !reading.isComplete() ? reading : read();
  }
}
