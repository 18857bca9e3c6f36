package assay.service;

import assay.core.Bytes;
import java.util.Optional;

/**
 * What a relying party asks about a request that a device signed.
 *
 * @param keyId 32 bytes
 * @param object what generateAssertion returned, decoded
 * @param subject who the caller takes the device's user to be; the key must be registered for the
 *     same
 */
public record AssertionRequest(
    Bytes keyId, Bytes object, ClientData clientData, Optional<String> subject) {

  /** What the app hashed. */
  public sealed interface ClientData {
    /** The bytes themselves, as received; they are hashed here. */
    record Whole(Bytes bytes) implements ClientData {}

    /**
     * Only the hash: the caller answers for the challenge being in what was hashed.
     *
     * @param hash 32 bytes
     * @param challenge may be absent only where the app uses no challenges
     */
    record Hash(Bytes hash, Optional<String> challenge) implements ClientData {}
  }
}
