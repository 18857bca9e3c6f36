package assay.service.challenge;

import java.time.Instant;

/**
 * A challenge as it is given out.
 *
 * @param text opaque; the client hashes its UTF-8 bytes, or puts it into what it hashes
 * @param expiresAt when it can no longer be spent, to the millisecond
 */
public record IssuedChallenge(String text, Instant expiresAt) {}
