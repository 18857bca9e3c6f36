package assay.core.attestation;

import assay.core.Bytes;

/**
 * What an app sends to register a key.
 *
 * @param keyId what generateKey returned, decoded: 32 bytes
 * @param object what attestKey returned, decoded
 * @param clientDataHash exactly what the app gave to attestKey; normally SHA-256 of the challenge,
 *     but Apple's samples were made with the bare challenge (protocol.md 1.8)
 */
public record Attestation(Bytes keyId, Bytes object, Bytes clientDataHash) {}
