package assay.config;

import assay.core.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * A team's private key as Apple gives it, in a .p8 file: PKCS#8 in PEM, on P-256, as Apple takes
 * ES256 tokens only (protocol.md 3.4). Found wrong at start, not with the first receipt.
 */
final class ProviderKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final AlgorithmIdentifier P256 =
      new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);
  private static final BigInteger ORDER = SECNamedCurves.getByName("secp256r1").getN();

  private ProviderKey() {}

  /**
   * Looks whether a file holds one.
   *
   * @throws IllegalArgumentException with what is wrong, and nothing of the key
   */
  static void require(Bytes pem) {
    Matcher found = PEM.matcher(pem.text());
    if (!found.find()) {
      throw new IllegalArgumentException("is not a .p8 file: it holds no private key in PEM");
    }
    PrivateKeyInfo key = parse(found.group(1));
    if (!P256.equals(key.getPrivateKeyAlgorithm())) {
      throw new IllegalArgumentException(
          "holds no P-256 key but another one, "
              + kind(key.getPrivateKeyAlgorithm())
              + "; take the .p8 file that Apple gave");
    }
    BigInteger secret = secret(key);
    if (secret.signum() <= 0 || secret.compareTo(ORDER) >= 0) {
      throw damaged(null);
    }
  }

  private static String kind(AlgorithmIdentifier algorithm) {
    return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
            && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
        ? "on the curve " + curve
        : algorithm.getAlgorithm().toString();
  }

  private static PrivateKeyInfo parse(String base64) {
    try {
      return PrivateKeyInfo.getInstance(Base64.getMimeDecoder().decode(base64));
    } catch (RuntimeException e) { // of whatever is not that
      throw damaged(e);
    }
  }

  private static BigInteger secret(PrivateKeyInfo key) {
    try {
      return ECPrivateKey.getInstance(key.parsePrivateKey()).getKey();
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  private static IllegalArgumentException damaged(@Nullable Exception cause) {
    return new IllegalArgumentException(
        "holds a private key that is damaged; copy the .p8 file again, whole and as Apple gave it",
        cause);
  }
}
