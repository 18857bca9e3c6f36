package assay.apple.token;

import assay.core.Bytes;
import java.security.interfaces.ECPrivateKey;

/** A team's private key, or why there is none to use. */
public sealed interface TeamKey {
  /**
   * A key to sign with.
   *
   * @param keyId as Apple gave it: 10 characters
   * @param key of P-256
   * @param fingerprint SHA-256 of the key's PKCS#8, to tell keys apart
   */
  record Signing(String keyId, ECPrivateKey key, Bytes fingerprint) implements TeamKey {
    boolean isSameAs(Signing other) {
      return keyId.equals(other.keyId) && fingerprint.equals(other.fingerprint);
    }

    /** Says which key it is, and nothing of it. */
    @Override
    public String toString() {
      return "Signing[" + keyId + "]";
    }
  }

  /**
   * No key.
   *
   * @param why with what to do; no secret
   */
  record Unusable(String why) implements TeamKey {}
}
