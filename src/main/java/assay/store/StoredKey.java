package assay.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A registered key. Times are whole milliseconds.
 *
 * @param facts what never changes; {@link NewKey#receipt} is the newest one kept, without its bytes
 * @param counter the highest counter accepted so far, 0 for a key that has signed nothing
 * @param lastUsedAt when a counter was last accepted
 * @param revoked where it was
 * @param risk from the newest refreshed receipt, where there is one
 */
public record StoredKey(
    NewKey facts,
    Instant registeredAt,
    long counter,
    Optional<Instant> lastUsedAt,
    Optional<Revoked> revoked,
    Optional<Risk> risk) {

  /**
   * Why a key no longer counts.
   *
   * @param reason the operator's words; may be empty
   */
  public record Revoked(Instant at, String reason) {}
}
