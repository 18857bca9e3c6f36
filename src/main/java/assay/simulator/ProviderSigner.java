package assay.simulator;

import assay.core.Bytes;
import assay.simulator.maker.raw.EcKey;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;

/**
 * Signs with a P-256 key by a provider of the platform: many times as fast as the makers' own
 * signatures and with random nonces, so never the same bytes twice. Load needs the speed; vectors
 * need the makers'.
 */
final class ProviderSigner {
  private final Provider provider;
  private final PrivateKey key;

  ProviderSigner(EcKey key, Provider provider) {
    this.provider = provider;
    this.key = privateKey(key, provider);
  }

  private static PrivateKey privateKey(EcKey key, Provider provider) {
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec("secp256r1"));
      return KeyFactory.getInstance("EC", provider)
          .generatePrivate(
              new ECPrivateKeySpec(key.secret(), curve.getParameterSpec(ECParameterSpec.class)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(provider.getName() + " does not take a P-256 key", e);
    }
  }

  /** An ECDSA-Sig-Value in DER over the message, which is hashed with SHA-256 here. */
  Bytes sign(Bytes message) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA", provider);
      signature.initSign(key);
      signature.update(message.toArray());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(provider.getName() + " does not sign", e);
    }
  }
}
