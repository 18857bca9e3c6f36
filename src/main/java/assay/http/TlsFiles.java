package assay.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;

/**
 * What a listener shows to be believed.
 *
 * @param certificates PEM: the listener's certificate, then those that lead to its root
 * @param privateKey PEM, PKCS #8, not encrypted: RSA or EC
 */
public record TlsFiles(Path certificates, Path privateKey) {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /**
   * Reads both files and tries whether they belong together, so that a mistake is told at the start
   * and not to the first client.
   *
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  public PemKeyCertOptions read() {
    byte[] chain = bytes(certificates);
    byte[] key = bytes(privateKey);
    requirePair(publicKey(chain), key);
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(chain))
        .addKeyValue(Buffer.buffer(key));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      throw unusable(file, "there is no such file");
    } catch (AccessDeniedException _) {
      throw unusable(file, "this process may not read it");
    } catch (IOException e) {
      throw unusable(file, "it cannot be read: " + e.getMessage());
    }
  }

  private PublicKey publicKey(byte[] chain) {
    try {
      Collection<? extends Certificate> parsed =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(chain));
      if (parsed.isEmpty()) {
        throw unusable(certificates, "there is no PEM certificate in it");
      }
      return parsed.iterator().next().getPublicKey();
    } catch (CertificateException e) {
      throw unusable(certificates, "it is not a chain of PEM certificates: " + e.getMessage());
    }
  }

  private void requirePair(PublicKey shown, byte[] pem) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(shown.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8(pem)));
      String algorithm = shown.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(pem);
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(shown);
      verifier.update(pem);
      if (!verifier.verify(signer.sign())) {
        throw unusable(privateKey, "it is not the key of the certificate in " + certificates);
      }
    } catch (GeneralSecurityException e) {
      throw unusable(
          privateKey,
          "it is no key for the certificate in " + certificates + ": " + e.getMessage());
    }
  }

  private byte[] pkcs8(byte[] pem) {
    String text = new String(pem, StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw unusable(
          privateKey,
          "there is no unencrypted PKCS #8 key in it; openssl pkcs8 -topk8 -nocrypt makes one");
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    } catch (IllegalArgumentException e) {
      throw unusable(privateKey, "its base64 is damaged: " + e.getMessage());
    }
  }

  private static IllegalArgumentException unusable(Path file, String why) {
    return new IllegalArgumentException("TLS file " + file + " cannot be used: " + why);
  }
}
