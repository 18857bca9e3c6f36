package assay.config.app;

import assay.config.crypto.Roots;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The roots that a test app trusts instead of Apple's, for attestations and receipts alike. Apple's
 * own are refused among them: a real device's key would come to stand among those of simulators,
 * and whoever reads the app's name as "nothing real" would be wrong.
 */
final class Trust {
  private static final int CERT_SIGN = 5;

  private Trust() {}

  /**
   * Certificates from PEM.
   *
   * @throws CertificateException with the reason where one of them cannot be an anchor
   */
  static List<X509Certificate> read(byte[] pem, Instant now) throws CertificateException {
    List<X509Certificate> roots = parse(pem);
    for (int i = 0; i < roots.size(); i++) {
      requireAnchor(roots.get(i), "certificate " + (i + 1) + " of " + roots.size(), now);
    }
    return roots;
  }

  private static List<X509Certificate> parse(byte[] pem) throws CertificateException {
    try {
      return Roots.parse(pem);
    } catch (CertificateException | RuntimeException e) {
      throw new CertificateException("holds no certificates in PEM: " + e.getMessage(), e);
    }
  }

  private static void requireAnchor(X509Certificate root, String which, Instant now)
      throws CertificateException {
    if (!isAuthority(root)) {
      throw new CertificateException(which + " is no certificate authority's");
    }
    Instant from = root.getNotBefore().toInstant();
    Instant to = root.getNotAfter().toInstant();
    if (now.isBefore(from) || now.isAfter(to)) {
      throw new CertificateException(which + " is not valid now, only from " + from + " to " + to);
    }
    if (Stream.concat(Roots.appleAppAttest().stream(), Roots.appleReceipts().stream())
        .anyMatch(apple -> isOf(apple, root))) {
      throw new CertificateException(
          which + " is Apple's: a test app never accepts what real devices say");
    }
  }

  private static boolean isAuthority(X509Certificate root) {
    boolean[] usage = root.getKeyUsage();
    return root.getBasicConstraints() >= 0 && (usage == null || usage[CERT_SIGN]);
  }

  /** Whether Apple's key is in the certificate, or signed it. */
  private static boolean isOf(X509Certificate apple, X509Certificate root) {
    if (root.getPublicKey().equals(apple.getPublicKey())) {
      return true;
    }
    try {
      root.verify(apple.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException _) {
      return false;
    }
  }
}
