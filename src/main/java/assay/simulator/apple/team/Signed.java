package assay.simulator.apple.team;

import assay.core.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;

/** How an ECDSA signature over SHA-256 is written. */
public enum Signed {
  /** ECDSA-Sig-Value, as CMS has it. */
  DER("SHA256withECDSA"),
  /** r and s in fixed width, as ES256 has it. */
  FIXED_WIDTH("SHA256withECDSAinP1363Format");

  private final String algorithm;

  Signed(String algorithm) {
    this.algorithm = algorithm;
  }

  /**
   * Whether the key signed the message.
   *
   * @param publicKey SubjectPublicKeyInfo in DER
   */
  public boolean by(Bytes publicKey, Bytes message, Bytes signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey.toArray()));
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(key);
      check.update(message.toArray());
      return check.verify(signature.toArray());
    } catch (SignatureException _) {
      return false; // of the wrong form
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a P-256 key", e);
    }
  }
}
