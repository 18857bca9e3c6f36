package assay.config.crypto;

import assay.core.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Apple's two roots, as they travel in the jar, and roots from files. */
public final class Roots {
  private static final String APP_ATTEST =
      "1cb9823ba28ba6ad2d33a006941de2ae4f513ef1d4e831b9f7e0fa7b6242c932";
  private static final String G3 =
      "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179";

  private Roots() {}

  /** Apple App Attestation Root CA: for the chains of attestations. */
  public static List<X509Certificate> appleAppAttest() {
    return List.of(shipped("Apple_App_Attestation_Root_CA.pem", APP_ATTEST));
  }

  /** Apple Root CA - G3: for the signers of receipts. */
  public static List<X509Certificate> appleReceipts() {
    return List.of(shipped("Apple_Root_CA_G3.pem", G3));
  }

  /**
   * Reads one or more certificates in PEM.
   *
   * @throws CertificateException where there is none, or one does not parse
   */
  public static List<X509Certificate> parse(byte[] pem) throws CertificateException {
    List<X509Certificate> roots =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (roots.isEmpty()) {
      throw new CertificateException("no certificate in PEM");
    }
    return roots;
  }

  /**
   * Damaged and forged copies of Apple's roots circulate, so a copy counts only with the right
   * fingerprint.
   */
  private static X509Certificate shipped(String name, String fingerprint) {
    try (InputStream pem = Roots.class.getResourceAsStream("/certs/" + name)) {
      if (pem == null) {
        throw new IllegalStateException(name + " is missing from the program; build it again");
      }
      X509Certificate root = parse(pem.readAllBytes()).getFirst();
      if (!Bytes.sha256(Bytes.of(root.getEncoded())).hex().equals(fingerprint)) {
        throw new IllegalStateException(
            name + " is not Apple's: its SHA-256 is not " + fingerprint);
      }
      return root;
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(name + " cannot be read from the program; build it again", e);
    }
  }
}
