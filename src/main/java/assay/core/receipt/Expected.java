package assay.core.receipt;

import assay.core.Bytes;

/** What a receipt must belong to, which depends on how it came. */
public sealed interface Expected {
  /** The attested key, an X9.62 uncompressed point of 65 bytes. */
  Bytes publicKey();

  Receipt.Type type();

  /**
   * A receipt that came inside an attestation, now.
   *
   * @param leaf the DER of the attestation's credential certificate, which the receipt repeats
   */
  record AtRegistration(Bytes publicKey, Bytes leaf, Bytes clientDataHash) implements Expected {
    @Override
    public Receipt.Type type() {
      return Receipt.Type.ATTEST;
    }
  }

  /** A receipt that Apple's server gave in exchange, at any time since. */
  record Refreshed(Bytes publicKey) implements Expected {
    @Override
    public Receipt.Type type() {
      return Receipt.Type.RECEIPT;
    }
  }
}
