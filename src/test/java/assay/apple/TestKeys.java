package assay.apple;

import assay.core.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys as Apple gives them, and as it does not. */
public final class TestKeys {
  private TestKeys() {}

  public static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static KeyPair p256() {
    return ec("secp256r1");
  }

  public static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Of 127.0.0.1, for an hour, which its own key signed. */
  public static X509Certificate certificate(KeyPair pair) {
    try {
      Instant now = Instant.now();
      X500Name name = new X500Name("CN=127.0.0.1");
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      name,
                      BigInteger.ONE,
                      Date.from(now.minusSeconds(3600)),
                      Date.from(now.plusSeconds(3600)),
                      name,
                      pair.getPublic())
                  .addExtension(
                      Extension.subjectAlternativeName,
                      false,
                      new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                  .build(
                      new JcaContentSignerBuilder(
                              pair.getPublic().getAlgorithm().equals("EC")
                                  ? "SHA256withECDSA"
                                  : "SHA256withRSA")
                          .build(pair.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new AssertionError(e);
    }
  }

  public static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  public static String p8(KeyPair pair) {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  public static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PKCS#8 of P-256 with this number, and a public key where one is given. */
  public static byte[] pkcs8(BigInteger number, byte... publicKey) {
    byte[] padded = new byte[32];
    byte[] bytes = number.toByteArray();
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
    Bytes inner = tlv(2, Bytes.of((byte) 1)).concat(tlv(4, Bytes.of(padded)));
    if (publicKey.length > 0) {
      inner = inner.concat(tlv(0xa1, tlv(3, Bytes.of((byte) 0).concat(Bytes.of(publicKey)))));
    }
    Bytes algorithm = Bytes.hex("301306072a8648ce3d020106082a8648ce3d030107");
    return tlv(0x30, Bytes.hex("020100").concat(algorithm).concat(tlv(4, tlv(0x30, inner))))
        .toArray();
  }

  private static Bytes tlv(int tag, Bytes content) {
    int length = content.length();
    Bytes head =
        length < 0x80
            ? Bytes.of((byte) tag, (byte) length)
            : Bytes.of((byte) tag, (byte) 0x81, (byte) length);
    return head.concat(content);
  }
}
