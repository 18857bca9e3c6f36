package assay.core.assertion;

import assay.core.Bytes;

/**
 * What the verifier must know of a key that was registered earlier.
 *
 * @param publicKey the leaf certificate's key as an X9.62 uncompressed point, 65 bytes
 */
public record RegisteredKey(Bytes publicKey, boolean revoked) {}
