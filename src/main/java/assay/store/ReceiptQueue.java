package assay.store;

import assay.core.Bytes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Receipts that are to be exchanged for newer ones, each at its time. Whoever asks Apple claims the
 * receipt first and tells the outcome after, so that of all instances one asks at a time; a claim
 * whose holder is never heard of again runs out, and the receipt is due as before.
 *
 * <p>A receipt is in the queue from its key's registration on, where {@link Store#register} was
 * told when it is first due. A key that is revoked leaves it at its next turn. A key that is not
 * used keeps its place, but is passed over until it is used again: that costs a look now and then,
 * and {@link Store#advance} nothing.
 */
public interface ReceiptQueue {
  /** The most receipts that one {@link #claimDue} looks at. */
  int MOST_CLAIMED = 256;

  /** Where keys are: under one app, in one environment. */
  record Space(String app, Environment environment) {}

  /**
   * What to claim, and for how long.
   *
   * @param spaces whose receipts; what is due elsewhere costs nothing
   * @param most how many receipts are looked at, 1 to {@link #MOST_CLAIMED}, the longest due first
   * @param lease how long nobody else can claim them: longer than an exchange can take
   * @param unusedAfter a key that has not been used for so long, nor registered, is passed over
   * @param nextLook when a key that was passed over is looked at again
   */
  record Order(
      List<Space> spaces, int most, Duration lease, Duration unusedAfter, Duration nextLook) {
    public Order {
      spaces = List.copyOf(spaces);
      if (most < 1 || most > MOST_CLAIMED) {
        throw new IllegalArgumentException("1 to " + MOST_CLAIMED + " are claimed, not " + most);
      }
    }
  }

  /**
   * The right to exchange a receipt. It holds until the receipt is claimed anew, which nobody can
   * before the lease has run out.
   *
   * @param number opaque
   */
  record Lease(AppKey key, long number) {}

  /**
   * A receipt that is claimed.
   *
   * @param publicKey of its key, 65 bytes
   * @param appId of its key
   * @param receipt with its bytes
   * @param attempts how often it was claimed since the last exchange that brought a newer one, this
   *     time included
   * @param lastOutcome what {@link #finish} or {@link #putOff} noted last
   */
  record Claimed(
      Lease lease,
      Bytes publicKey,
      String appId,
      StoredReceipt receipt,
      int attempts,
      Optional<String> lastOutcome) {}

  /**
   * What a look at the queue brought.
   *
   * @param passedOver how many were due, but are of keys that are unused or revoked
   */
  record Due(List<Claimed> claimed, int passedOver) {}

  /** What became of claiming one key's receipt. */
  sealed interface Claim {
    /** It is claimed, whether it was due or not. */
    record Taken(Claimed receipt) implements Claim {}

    /** Somebody else is exchanging it. */
    record UnderWay() implements Claim {}

    record UnknownKey() implements Claim {}

    record RevokedKey() implements Claim {}

    /** The key has no receipt that is worth an exchange. */
    record NoReceipt() implements Claim {}
  }

  /** What became of a newer receipt. */
  enum Finish {
    /** It took the old one's place. */
    REPLACED,
    /** It is not newer than the one that is kept; nothing changed, and the lease still holds. */
    NOT_NEWER,
    /** The receipt was claimed by somebody else since; nothing changed. */
    LEASE_LOST
  }

  /** Claims receipts that are due. No two calls, on any instances, claim the same one. */
  Future<Due> claimDue(Order order, Instant now);

  /** Claims the receipt of one key, due or not. */
  Future<Claim> claim(AppKey key, Duration lease, Instant now);

  /**
   * Keeps a newer receipt in the old one's place, with what it says of the device, and ends the
   * lease.
   *
   * @param receipt accepted, with its bytes and its time of creation
   * @param nextDue when it is to be exchanged in turn
   * @param outcome a word that the next {@link Claimed} brings back
   */
  Future<Finish> finish(
      Lease lease, StoredReceipt receipt, Risk risk, Instant nextDue, String outcome);

  /**
   * Ends the lease without a newer receipt.
   *
   * @return false where the lease no longer held, and nothing changed
   */
  Future<Boolean> putOff(Lease lease, Instant nextDue, String outcome);
}
