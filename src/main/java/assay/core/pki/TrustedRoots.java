package assay.core.pki;

import assay.core.Bytes;
import assay.core.Malformed;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Pinned roots, and paths of exactly two certificates under them: a leaf and its intermediate. PKIX
 * (RFC 5280) decides, at the given time, revocation off.
 *
 * <p>An intermediate that once stood in a valid path is remembered by its bytes: a root signed it,
 * and neither that nor its extensions can change, so the next leaf is validated directly under it.
 * What can change is the time, which is checked again, the root's too. Only certificates that a
 * pinned root signed are ever remembered, and only so many.
 */
public final class TrustedRoots {
  private static final int MOST_REMEMBERED = 64;

  /**
   * Constraints that reach beyond the certificate that carries them; a path with them is validated
   * whole each time.
   */
  private static final Set<String> FAR_REACHING =
      Set.of(
          "2.5.29.30",
          "2.5.29.33",
          "2.5.29.36",
          "2.5.29.54"); // names, policy mappings and constraints, inhibit any

  private record Intermediate(X509Certificate certificate, X509Certificate root) {}

  private final Set<TrustAnchor> roots;
  private final String providerName;
  private final Map<Bytes, Intermediate> remembered = new ConcurrentHashMap<>();

  /**
   * @param roots without any, no path is trusted
   */
  public TrustedRoots(Collection<X509Certificate> roots, Signatures signatures) {
    this.roots =
        roots.stream()
            .map(root -> new TrustAnchor(root, null))
            .collect(Collectors.toUnmodifiableSet());
    this.providerName = signatures.provider().getName();
  }

  /**
   * Validates leaf and intermediate up to one of the roots.
   *
   * @param intermediateBytes the certificate's DER
   * @return the intermediate
   * @throws Malformed with the reason where the path is not valid at the time
   */
  public X509Certificate validate(X509Certificate leaf, Bytes intermediateBytes, Instant at)
      throws Malformed {
    Date date = date(at);
    Intermediate known = remembered.get(intermediateBytes);
    if (known != null) {
      requireValidAt(known.certificate(), "the intermediate", date);
      requireValidAt(known.root(), "the root", date);
      validate(List.of(leaf), Set.of(new TrustAnchor(known.certificate(), null)), date);
      requireEndEntity(leaf);
      return known.certificate();
    }
    X509Certificate intermediate = Certificates.decode(intermediateBytes);
    if (roots.isEmpty()) {
      throw new Malformed("no root is trusted for this");
    }
    X509Certificate root =
        validate(List.of(leaf, intermediate), validAt(date), date)
            .getTrustAnchor()
            .getTrustedCert();
    requireEndEntity(leaf);
    if (remembered.size() < MOST_REMEMBERED
        && FAR_REACHING.stream().allMatch(oid -> intermediate.getExtensionValue(oid) == null)) {
      remembered.put(intermediateBytes, new Intermediate(intermediate, root));
    }
    return intermediate;
  }

  private PKIXCertPathValidatorResult validate(
      List<X509Certificate> certificates, Set<TrustAnchor> anchors, Date date) throws Malformed {
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(date);
      parameters.setSigProvider(providerName);
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(certificates);
      return (PKIXCertPathValidatorResult)
          CertPathValidator.getInstance("PKIX").validate(path, parameters);
    } catch (CertPathValidatorException e) {
      throw new Malformed(explain(e, certificates));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new Malformed("the path cannot be validated", e);
    }
  }

  /** PKIX would take an anchor at any time, and of several of one name and key the first. */
  private Set<TrustAnchor> validAt(Date date) throws Malformed {
    Set<TrustAnchor> valid = new HashSet<>();
    for (TrustAnchor root : roots) {
      if (isValidAt(root.getTrustedCert(), date)) {
        valid.add(root);
      }
    }
    if (valid.isEmpty()) {
      requireValidAt(roots.iterator().next().getTrustedCert(), "the root", date);
    }
    return valid;
  }

  private static boolean isValidAt(X509Certificate certificate, Date date) {
    try {
      certificate.checkValidity(date);
      return true;
    } catch (CertificateException _) {
      return false;
    }
  }

  private static Date date(Instant at) throws Malformed {
    try {
      return Date.from(at);
    } catch (IllegalArgumentException _) {
      throw new Malformed("no certificate is valid at " + at);
    }
  }

  private static void requireValidAt(X509Certificate certificate, String what, Date date)
      throws Malformed {
    if (!isValidAt(certificate, date)) {
      throw new Malformed(
          what + " is not valid at " + date.toInstant() + ", only " + validity(certificate));
    }
  }

  private static void requireEndEntity(X509Certificate leaf) throws Malformed {
    if (leaf.getBasicConstraints() >= 0) {
      throw new Malformed("the leaf is a certificate authority");
    }
  }

  private static String explain(CertPathValidatorException e, List<X509Certificate> path) {
    int index = e.getIndex();
    String which = index == 0 ? "the leaf" : index > 0 ? "the intermediate" : "the path";
    CertPathValidatorException.Reason reason = e.getReason();
    if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
      String state = reason == BasicReason.EXPIRED ? " has expired" : " is not valid yet";
      return which + state + (index >= 0 ? ": valid " + validity(path.get(index)) : "");
    }
    if (reason == PKIXReason.NO_TRUST_ANCHOR) {
      return "no trusted root signed the last certificate, whose issuer is named "
          + path.getLast().getIssuerX500Principal();
    }
    if (reason == BasicReason.INVALID_SIGNATURE) {
      return which + " is not signed by the certificate above it";
    }
    return which + " is refused: " + e.getMessage();
  }

  private static String validity(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant() + " to " + certificate.getNotAfter().toInstant();
  }

  /** Whether one of the roots has this common name. */
  public boolean includes(String commonName) {
    return roots.stream()
        .anyMatch(
            root -> Certificates.commonName(root.getTrustedCert()).equals(Optional.of(commonName)));
  }

  /** The roots, in no order. */
  public List<X509Certificate> certificates() {
    return roots.stream().map(TrustAnchor::getTrustedCert).toList();
  }

  /** The SHA-256 fingerprints of the roots, in hexadecimal. */
  public List<String> fingerprints() {
    return roots.stream()
        .map(TrustAnchor::getTrustedCert)
        .map(TrustedRoots::fingerprint)
        .sorted()
        .toList();
  }

  private static String fingerprint(X509Certificate root) {
    try {
      return Bytes.sha256(Bytes.of(root.getEncoded())).hex();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
