package assay.apple.token;

import assay.core.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads a {@code .p8} file as Apple gives it: one P-256 key, PKCS#8 in PEM, not encrypted. */
public final class PrivateKeyPem {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");
  private static final String LABEL = "PRIVATE KEY";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final X9ECParameters P256 = NISTNamedCurves.getByName("P-256");

  private PrivateKeyPem() {}

  /**
   * Looks whether a file holds a key that serves.
   *
   * @throws UnusableKey with what is wrong and what to do, and nothing of the key
   */
  public static void require(Bytes file) throws UnusableKey {
    read("", file);
  }

  /** The key in a file. */
  static TeamKey.Signing read(String keyId, Bytes file) throws UnusableKey {
    byte[] der = der(file.text());
    requireP256(info(der));
    try {
      ECPrivateKey key =
          (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      return new TeamKey.Signing(keyId, key, Bytes.sha256(Bytes.of(der)));
    } catch (GeneralSecurityException _) { // its message may quote the key
      throw new UnusableKey("holds a key that cannot be read; copy the .p8 file again, whole");
    }
  }

  private static byte[] der(String text) throws UnusableKey {
    Matcher begin = BEGIN.matcher(text);
    if (!begin.find()) {
      throw new UnusableKey(
          text.isBlank()
              ? "is empty"
              : "is not PEM: it has no line -----BEGIN PRIVATE KEY-----; give the .p8 file as Apple"
                  + " gave it");
    }
    requireLabel(begin.group(1));
    int end = text.indexOf(END, begin.end());
    if (end < 0) {
      throw new UnusableKey("is cut off: it has no line " + END);
    }
    if (begin.find()) {
      throw new UnusableKey("holds more than one key or certificate; give it one key");
    }
    return base64(text.substring(start(text), end));
  }

  private static int start(String text) {
    String line = "-----BEGIN " + LABEL + "-----";
    return text.indexOf(line) + line.length();
  }

  private static void requireLabel(String label) throws UnusableKey {
    switch (label) {
      case LABEL -> {}
      case "EC PRIVATE KEY" ->
          throw new UnusableKey(
              "holds a key in SEC 1, not PKCS#8; convert it with openssl pkcs8 -topk8 -nocrypt");
      case "ENCRYPTED PRIVATE KEY" ->
          throw new UnusableKey(
              "holds an encrypted key; give the .p8 file as Apple gave it, which is not");
      default ->
          throw new UnusableKey(
              "holds a " + label + ", not a private key; give the .p8 file as Apple gave it");
    }
  }

  private static byte[] base64(String text) throws UnusableKey {
    try {
      byte[] der = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      if (der.length > 0) {
        return der;
      }
      throw new UnusableKey("is no whole PEM: between its lines there is nothing");
    } catch (IllegalArgumentException _) { // its message may quote the key
      throw new UnusableKey("is no whole PEM: between its lines there is no base64");
    }
  }

  private static PrivateKeyInfo info(byte[] der) throws UnusableKey {
    try {
      return PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(der));
    } catch (IOException | RuntimeException _) {
      throw new UnusableKey("is PEM, but holds no PKCS#8; copy the .p8 file again, whole");
    }
  }

  private static void requireP256(PrivateKeyInfo info) throws UnusableKey {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      throw new UnusableKey("holds an RSA key; Apple's are P-256: give the .p8 file of its key");
    }
    if (!algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      throw new UnusableKey(
          "holds a key of algorithm "
              + algorithm
              + "; Apple's are P-256: give the .p8 file of its key");
    }
    if (!SECObjectIdentifiers.secp256r1.equals(info.getPrivateKeyAlgorithm().getParameters())) {
      throw new UnusableKey(
          "holds a key of another curve than P-256, such as P-384; Apple's are P-256: give the"
              + " .p8 file of its key");
    }
    requireWhole(info);
  }

  /** The number is in range, and the public key, where there is one, is its own. */
  private static void requireWhole(PrivateKeyInfo info) throws UnusableKey {
    try {
      var key = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
      BigInteger number = key.getKey();
      if (number.signum() <= 0 || number.compareTo(P256.getN()) >= 0) {
        throw new UnusableKey("holds a key that is out of range; copy the .p8 file again, whole");
      }
      var published = key.getPublicKey();
      if (published != null
          && !Arrays.equals(
              published.getOctets(), P256.getG().multiply(number).getEncoded(false))) {
        throw new UnusableKey(
            "holds a private and a public key that do not match; copy the .p8 file again, whole");
      }
    } catch (IOException | RuntimeException _) {
      throw new UnusableKey("is PEM, but holds no EC key; copy the .p8 file again, whole");
    }
  }
}
