package assay.core.receipt;

import assay.core.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * The fields of a receipt (protocol.md 3.2).
 *
 * @param appId field 2
 * @param leaf field 3: the DER of the credential certificate, as it came with the attestation
 * @param publicKey of that certificate, an X9.62 uncompressed point of 65 bytes
 * @param clientDataHash field 4: exact in an ATTEST receipt; in a RECEIPT Apple mangles it, as text
 *     that is not
 * @param token field 5, opaque
 * @param environment field 7: {@code production} or {@code sandbox}
 * @param created field 12
 * @param riskMetric field 17, in a RECEIPT: about how many keys this app attested on the device in
 *     the last 30 days
 * @param notBefore field 19: Apple's server has nothing newer before
 * @param expires field 21
 */
public record Receipt(
    Type type,
    String appId,
    Bytes leaf,
    Bytes publicKey,
    Bytes clientDataHash,
    String token,
    String environment,
    Instant created,
    Optional<Integer> riskMetric,
    Optional<Instant> notBefore,
    Instant expires) {

  /**
   * Field 6: an attestation brings an ATTEST receipt, Apple's server exchanges it for a RECEIPT.
   */
  public enum Type {
    ATTEST,
    RECEIPT
  }
}
