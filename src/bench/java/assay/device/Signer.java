package assay.device;

import assay.config.crypto.Providers;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;

/**
 * One app's key as it signs on a device. The platform's fastest provider signs, many times as fast
 * as the makers' reproducible ECDSA; the objects are the same.
 */
public final class Signer {
  private static final Provider PROVIDER = Providers.best();
  private static final ECParameterSpec P256 = p256();

  /** Flags as Apple sets them: attested data promised, and none there. */
  private static final byte FLAGS = 0x40;

  private final PrivateKey key;
  private final byte[] rpIdHash;

  /**
   * A signer for an app.
   *
   * @param secret of a P-256 key
   */
  public Signer(BigInteger secret, String appId) {
    try {
      key =
          KeyFactory.getInstance("EC", PROVIDER)
              .generatePrivate(new ECPrivateKeySpec(secret, P256));
      rpIdHash = sha256(appId.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What generateAssertion returns. */
  public byte[] assertion(byte[] clientData, long counter) {
    byte[] authData =
        ByteBuffer.allocate(37).put(rpIdHash).put(FLAGS).putInt((int) counter).array();
    byte[] nonce = sha256(ByteBuffer.allocate(69).put(authData).put(sha256(clientData)).array());
    byte[] signature = sign(nonce);
    return ByteBuffer.allocate(1 + 10 + 2 + signature.length + 18 + 2 + authData.length)
        .put((byte) 0xa2)
        .put((byte) 0x69)
        .put("signature".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 0x58)
        .put((byte) signature.length)
        .put(signature)
        .put((byte) 0x71)
        .put("authenticatorData".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 0x58)
        .put((byte) authData.length)
        .put(authData)
        .array();
  }

  private byte[] sign(byte[] nonce) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA", PROVIDER);
      signature.initSign(key);
      signature.update(nonce);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec("secp256r1"));
      return curve.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
