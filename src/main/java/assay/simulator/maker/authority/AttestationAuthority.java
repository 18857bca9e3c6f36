package assay.simulator.maker.authority;

import assay.core.Bytes;
import assay.simulator.maker.raw.Der;
import assay.simulator.maker.raw.EcKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * Stands in for Apple's attestation authority: a P-384 root, a P-384 intermediate and P-256 leafs,
 * shaped as Apple's are (protocol.md 1.5, 1.6) but with names that nobody takes for Apple's.
 *
 * @param root DER, to be trusted by tests only
 * @param intermediate DER, the second certificate of every attestation
 */
public record AttestationAuthority(
    EcKey rootKey, Bytes root, EcKey intermediateKey, Bytes intermediate) {
  public static final String ROOT_NAME = "Assay Test App Attestation Root CA";
  public static final String INTERMEDIATE_NAME = "Assay Test App Attestation CA 1";

  private static final Instant ROOT_FROM = Instant.parse("2020-03-18T18:32:53Z");
  private static final Instant ROOT_TO = Instant.parse("2045-03-15T00:00:00Z");
  private static final Instant INTERMEDIATE_FROM = Instant.parse("2020-03-18T18:39:55Z");
  private static final Instant INTERMEDIATE_TO = Instant.parse("2030-03-13T00:00:00Z");

  /** The authority whose keys follow from a label; all have the same names. */
  public static AttestationAuthority of(String label) {
    return of(label, root -> root, intermediate -> intermediate);
  }

  /** As {@link #of(String)}, with certificates that are changed before they are signed. */
  public static AttestationAuthority of(
      String label,
      UnaryOperator<CertificateMaker> changedRoot,
      UnaryOperator<CertificateMaker> changedIntermediate) {
    EcKey rootKey = EcKey.p384(label + ": attestation root");
    EcKey intermediateKey = EcKey.p384(label + ": attestation intermediate");
    CertificateMaker root =
        new CertificateMaker()
            .serial(serial(label, "root"))
            .issuer(name(ROOT_NAME))
            .subject(name(ROOT_NAME))
            .valid(ROOT_FROM, ROOT_TO)
            .publicKey(rootKey.subjectPublicKeyInfo())
            .authority()
            .subjectKeyIdentifier(rootKey)
            .keyUsage(1, 0x06);
    CertificateMaker intermediate =
        new CertificateMaker()
            .serial(serial(label, "intermediate"))
            .issuer(name(ROOT_NAME))
            .subject(name(INTERMEDIATE_NAME))
            .valid(INTERMEDIATE_FROM, INTERMEDIATE_TO)
            .publicKey(intermediateKey.subjectPublicKeyInfo())
            .authority(0)
            .authorityKeyIdentifier(rootKey)
            .subjectKeyIdentifier(intermediateKey)
            .keyUsage(1, 0x06);
    return new AttestationAuthority(
        rootKey,
        changedRoot.apply(root).signedBy(rootKey, EcKey.Hash.SHA384),
        intermediateKey,
        changedIntermediate.apply(intermediate).signedBy(rootKey, EcKey.Hash.SHA384));
  }

  public static Bytes name(String commonName) {
    return Der.name(
        Der.COMMON_NAME, commonName, Der.ORGANIZATION, "Assay Test", Der.STATE, "California");
  }

  static BigInteger serial(String label, String what) {
    return new BigInteger(
        1, Bytes.sha256(Bytes.utf8(label + ": serial of " + what)).slice(0, 15).toArray());
  }

  /** Issues a leaf: the DER. */
  public Bytes issue(CertificateMaker leaf) {
    return leaf.signedBy(intermediateKey, EcKey.Hash.SHA256);
  }
}
