package assay.store;

import assay.core.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * A receipt as it is kept with its key.
 *
 * @param bytes as Apple made them
 * @param refusedAt the code of the step that refused it; nothing where it was accepted
 * @param createdAt field 12, where it was accepted, to the millisecond
 * @param notBefore field 19: when Apple may have a newer one
 * @param expiresAt field 21, where it was accepted
 */
public record StoredReceipt(
    Bytes bytes,
    Optional<String> refusedAt,
    Optional<Instant> createdAt,
    Optional<Instant> notBefore,
    Optional<Instant> expiresAt) {}
