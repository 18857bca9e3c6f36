package assay.service;

import assay.core.Bytes;
import java.util.Optional;

/**
 * What a client sends to register a key.
 *
 * @param keyId what generateKey returned, decoded: 32 bytes
 * @param object what attestKey returned, decoded
 * @param challenge the challenge that was issued for it
 * @param clientData what the app hashed, where that was not the challenge itself; the challenge
 *     must be found in it as in an assertion's client data
 * @param subject whose key it is, where a backend names somebody
 */
public record AttestationRequest(
    Bytes keyId,
    Bytes object,
    String challenge,
    Optional<Bytes> clientData,
    Optional<String> subject) {}
