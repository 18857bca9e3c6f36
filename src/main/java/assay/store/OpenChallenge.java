package assay.store;

import assay.core.Bytes;
import java.time.Instant;

/**
 * A challenge that a decision is to spend. It was found genuine and in time before; whether it is
 * unspent only the store can tell, in the statement that spends it.
 *
 * @param id the challenge's 16 random bytes
 * @param expiresAt to the millisecond
 */
public record OpenChallenge(Bytes id, Instant expiresAt) {}
