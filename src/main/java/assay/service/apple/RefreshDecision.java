package assay.service.apple;

import assay.core.Bytes;
import assay.store.StoredReceipt;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a refresh, with what that rests on: whoever records it asks nobody again, who
 * might answer otherwise by then.
 *
 * @param at when it was decided, to the millisecond; a receipt was judged at this very time
 * @param key whose receipt was to be exchanged, where that is registered
 * @param brought what Apple's host gave in exchange, accepted or not
 */
public record RefreshDecision(
    Refresh refresh, Instant at, Optional<OfKey> key, Optional<Bytes> brought) {

  /**
   * A key, as it was before.
   *
   * @param publicKey an X9.62 uncompressed point, 65 bytes
   * @param appId the App ID that it was attested under
   * @param receipt the one that is kept; with its bytes where Apple was asked, else they are empty,
   *     as only its times were read
   */
  public record OfKey(Bytes publicKey, String appId, Optional<StoredReceipt> receipt) {}

  /** One that rests on nothing but the moment. */
  public static RefreshDecision of(Refresh refresh, Instant at) {
    return new RefreshDecision(refresh, at, Optional.empty(), Optional.empty());
  }

  /** The same about a key. */
  public RefreshDecision with(OfKey about) {
    return new RefreshDecision(refresh, at, Optional.of(about), brought);
  }

  /** The same after a receipt was judged. */
  public RefreshDecision with(Bytes judged) {
    return new RefreshDecision(refresh, at, key, Optional.of(judged));
  }
}
