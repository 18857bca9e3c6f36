package assay.store;

import assay.core.Bytes;
import assay.core.CounterRule;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Assay remembers. One method is one atomic decision: there is no transaction to hold open,
 * and nothing to read first and write later. An outcome is told after it is durable; a store that
 * fails refuses with {@link StoreUnavailable}, and nothing is accepted that was not written.
 *
 * <p>All methods may be called from any thread, and never block. Futures are completed on a thread
 * of the store's own: callers that do more than look at the outcome go elsewhere first. Times are
 * whole milliseconds and are those of the caller's clock, which may step back.
 *
 * <p>Spent challenges are forgotten some time after they expired (see {@link #sweep}). So that no
 * clock that steps back opens them again, a store remembers the latest expiry that it has
 * forgotten, and a challenge that expires then or before counts as spent.
 */
public interface Store extends ReceiptQueue, TokenUses, DecisionLog {
  /** How long a spent challenge is kept beyond its expiry, in milliseconds. */
  long KEPT_AFTER_EXPIRY = 10 * 60 * 1000L;

  /** The most keys that one {@link #list} answers. */
  int MOST_LISTED = 1000;

  /**
   * Spends the challenge and adds the key, or does neither. A key that is known is a success that
   * changes nothing, whether the challenge is spent or not: the same attestation sent again must
   * answer as the first time. A revoked key stays revoked.
   *
   * @param firstRefresh when the key's receipt is first to be exchanged; nothing where it is not
   *     worth it, or where there is none
   */
  Future<Registration> register(
      NewKey key, OpenChallenge challenge, Optional<Instant> firstRefresh, Instant now);

  /** Registers a key whose receipt is never exchanged. */
  default Future<Registration> register(NewKey key, OpenChallenge challenge, Instant now) {
    return register(key, challenge, Optional.empty(), now);
  }

  /**
   * Spends the challenge and moves the counter as the rule allows, or does neither. Of any number
   * of identical calls through any number of instances, exactly one answers {@link Advance.Moved}.
   * Judged in this order: key known, key not revoked, challenge unspent, counter.
   *
   * @param counter unsigned 32 bits
   * @param challenge nothing for apps that use none; then the counter alone stops replays
   */
  Future<Advance> advance(
      AppKey key, long counter, CounterRule rule, Optional<OpenChallenge> challenge, Instant now);

  /** The key as it is now, without the bytes of its receipt ({@code Bytes.EMPTY}). */
  Future<Optional<StoredKey>> find(AppKey key);

  /**
   * Keys of an app, in the order of their key ids, without the bytes of their receipts.
   *
   * @param subject only this subject's keys, where given
   * @param after only keys whose id is greater, where given: the last one of the page before
   * @param most 1 to {@link #MOST_LISTED}
   */
  Future<List<StoredKey>> list(
      String app,
      Environment environment,
      Optional<String> subject,
      Optional<Bytes> after,
      int most);

  /**
   * Revokes the key, from the next {@link #advance} on, on every instance. Revoking again changes
   * nothing: the first time and reason stay.
   *
   * @return the key as it is then; nothing where it is unknown
   */
  Future<Optional<StoredKey>> revoke(AppKey key, String reason, Instant now);

  /**
   * The secrets that challenges may carry, newest first: the current one and, after a rotation, the
   * one before.
   *
   * @param fresh 32 random bytes, stored as the first secret where there is none; of several
   *     instances that start at once, one's become the secret of all
   */
  Future<List<ChallengeSecret>> secrets(Bytes fresh, Instant now);

  /** Makes a new current secret and forgets all but the one before; answers as {@link #secrets}. */
  Future<List<ChallengeSecret>> rotateSecret(Bytes fresh, Instant now);

  /**
   * Forgets challenges that were spent and expired more than {@link #KEPT_AFTER_EXPIRY} before now,
   * and uses of device tokens whose time is over, in pieces that delay no decision noticeably.
   *
   * @return how many of both it forgot
   */
  Future<Long> sweep(Instant now);

  /** How many keys there are, for metrics; may be some minutes old. */
  Future<List<KeyCount>> counts();

  /** Succeeds where the store can decide now and its schema is the one that this program needs. */
  Future<Void> ready();

  /** Refuses what comes from now on, finishes what waits, and lets go of everything. */
  Future<Void> close();
}
