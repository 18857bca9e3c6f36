package assay.core.receipt;

import assay.core.Bytes;
import java.util.Optional;

/** What a receipt must belong to, which depends on how it came. */
public sealed interface Expected {
  /** The registered key's id: SHA-256 of its public key, 32 bytes. */
  Bytes keyId();

  /** The type that is due. */
  Receipt.Type type();

  /**
   * A receipt that came inside an attestation, now.
   *
   * @param leaf the DER of the attestation's credential certificate, which the receipt repeats;
   *     where it is at hand
   */
  record AtRegistration(Bytes keyId, Optional<Bytes> leaf, Bytes clientDataHash)
      implements Expected {
    @Override
    public Receipt.Type type() {
      return Receipt.Type.ATTEST;
    }
  }

  /** A receipt that Apple's server gave in exchange, at any time since. */
  record Refreshed(Bytes keyId) implements Expected {
    @Override
    public Receipt.Type type() {
      return Receipt.Type.RECEIPT;
    }
  }
}
