package assay.store;

import assay.core.Bytes;
import java.util.Optional;

/**
 * A key to register: what stays true of it for good.
 *
 * @param publicKey the leaf certificate's key, an X9.62 uncompressed point of 65 bytes
 * @param appId the one of the app's App IDs that was attested
 * @param subject whose key it is, where a backend named somebody
 * @param validationCategory how the app was launched, where the system told (protocol.md 1.4)
 * @param bundleVersion the build that attested, likewise
 * @param osVersion such as 17.2.1; undocumented and not always there
 * @param osBuild such as 23C55; undocumented and not always there
 * @param receipt what came with the attestation, and what became of it
 */
public record NewKey(
    AppKey key,
    Bytes publicKey,
    String appId,
    Optional<String> subject,
    Optional<Long> validationCategory,
    Optional<String> bundleVersion,
    Optional<String> osVersion,
    Optional<String> osBuild,
    Optional<StoredReceipt> receipt) {}
