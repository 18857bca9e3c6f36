package assay.core.attestation;

import assay.core.Bytes;
import assay.core.authenticator.LaunchInfo;
import java.util.Optional;

/**
 * What an accepted attestation teaches.
 *
 * @param keyId 32 bytes
 * @param publicKey the leaf certificate's key, an X9.62 uncompressed point of 65 bytes; this is the
 *     key that checks assertions
 * @param appId the one of the app's App IDs that was attested
 * @param leaf the credential certificate's DER; a receipt repeats it
 * @param receipt the receipt that came with it, not judged here
 * @param osVersion such as 17.2.1; undocumented and not always there
 * @param osBuild such as 23C55; undocumented and not always there
 * @param flags the flags byte, for the record
 */
public record AttestedKey(
    Bytes keyId,
    Bytes publicKey,
    String appId,
    LaunchInfo launchInfo,
    Bytes leaf,
    Optional<Bytes> receipt,
    Optional<String> osVersion,
    Optional<String> osBuild,
    int flags) {}
