package assay.simulator.apple.team;

import assay.core.Bytes;

/**
 * A key by which the simulated Apple knows a developer team. A team may have several.
 *
 * @param id of the team, 10 characters
 * @param keyId of the key, 10 characters
 * @param publicKey its SubjectPublicKeyInfo in DER, P-256
 */
public record Team(String id, String keyId, Bytes publicKey) {}
