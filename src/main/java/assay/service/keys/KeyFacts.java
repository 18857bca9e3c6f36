package assay.service.keys;

import assay.core.Bytes;
import assay.store.StoredKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What never changes of a registered key, so that it may be cached: neither counter nor revocation.
 *
 * @param keyId 32 bytes
 * @param publicKey an X9.62 uncompressed point, 65 bytes
 * @param appId the App ID that it was attested under; it signs for no other
 */
public record KeyFacts(
    Bytes keyId,
    Bytes publicKey,
    String appId,
    Optional<String> subject,
    Instant registeredAt,
    Optional<String> osVersion) {

  public static KeyFacts of(StoredKey key) {
    return new KeyFacts(
        key.facts().key().keyId(),
        key.facts().publicKey(),
        key.facts().appId(),
        key.facts().subject(),
        key.registeredAt(),
        key.facts().osVersion());
  }
}
