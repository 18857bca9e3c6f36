package assay.simulator.maker.authority;

import assay.core.Bytes;
import assay.simulator.maker.raw.Der;
import assay.simulator.maker.raw.EcKey;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * Stands in for the authority of Apple's receipts: a P-384 root, a P-256 intermediate and a P-256
 * signer, each with Apple's markers (protocol.md 3.1).
 *
 * @param root DER, to be trusted by tests only
 * @param intermediate DER
 * @param signer DER
 */
public record ReceiptAuthority(
    Bytes root, EcKey intermediateKey, Bytes intermediate, EcKey signerKey, Bytes signer) {
  public static final String ISSUER_MARKER = "1.2.840.113635.100.6.2.3";
  public static final String SIGNER_MARKER = "1.2.840.113635.100.12.15";
  public static final String ROOT_NAME = "Assay Test Root CA - G3";
  public static final String INTERMEDIATE_NAME = "Assay Test Application Integration CA 5 - G1";
  public static final String SIGNER_NAME = "Application Attestation Fraud Receipt Signing";

  /** From when to when the signer's certificate is valid, both included. */
  public static final Instant SIGNER_FROM = Instant.parse("2026-01-20T20:21:09Z");

  public static final Instant SIGNER_TO = Instant.parse("2027-02-18T18:58:39Z");

  public static ReceiptAuthority of(String label) {
    return of(label, intermediate -> intermediate, signer -> signer);
  }

  /** As {@link #of(String)}, with certificates that are changed before they are signed. */
  public static ReceiptAuthority of(
      String label,
      UnaryOperator<CertificateMaker> changedIntermediate,
      UnaryOperator<CertificateMaker> changedSigner) {
    return of(label, root -> root, changedIntermediate, changedSigner);
  }

  /** As {@link #of(String)}, with every certificate changed before it is signed. */
  public static ReceiptAuthority of(
      String label,
      UnaryOperator<CertificateMaker> changedRoot,
      UnaryOperator<CertificateMaker> changedIntermediate,
      UnaryOperator<CertificateMaker> changedSigner) {
    EcKey rootKey = EcKey.p384(label + ": receipt root");
    EcKey intermediateKey = EcKey.p256(label + ": receipt intermediate");
    EcKey signerKey = EcKey.p256(label + ": receipt signer");
    CertificateMaker root =
        new CertificateMaker()
            .serial(AttestationAuthority.serial(label, "receipt root"))
            .issuer(name(ROOT_NAME))
            .subject(name(ROOT_NAME))
            .valid(Instant.parse("2014-04-30T18:19:06Z"), Instant.parse("2039-04-30T18:19:06Z"))
            .publicKey(rootKey.subjectPublicKeyInfo())
            .subjectKeyIdentifier(rootKey)
            .authority()
            .keyUsage(1, 0x06);
    CertificateMaker intermediate =
        new CertificateMaker()
            .serial(AttestationAuthority.serial(label, "receipt intermediate"))
            .issuer(name(ROOT_NAME))
            .subject(name(INTERMEDIATE_NAME))
            .valid(Instant.parse("2019-03-22T17:53:33Z"), Instant.parse("2034-03-22T00:00:00Z"))
            .publicKey(intermediateKey.subjectPublicKeyInfo())
            .authority()
            .authorityKeyIdentifier(rootKey)
            .subjectKeyIdentifier(intermediateKey)
            .keyUsage(1, 0x06)
            .extension(ISSUER_MARKER, Der.NULL);
    CertificateMaker signer =
        new CertificateMaker()
            .serial(AttestationAuthority.serial(label, "receipt signer"))
            .issuer(name(INTERMEDIATE_NAME))
            .subject(
                Der.name(
                    Der.COMMON_NAME,
                    SIGNER_NAME,
                    Der.ORGANIZATION,
                    "Apple Inc.",
                    Der.COUNTRY,
                    "US"))
            .valid(SIGNER_FROM, SIGNER_TO)
            .publicKey(signerKey.subjectPublicKeyInfo())
            .endEntity()
            .authorityKeyIdentifier(intermediateKey)
            .subjectKeyIdentifier(signerKey)
            .keyUsage(7, 0x80)
            .extension(SIGNER_MARKER, Der.NULL);
    return new ReceiptAuthority(
        changedRoot.apply(root).signedBy(rootKey, EcKey.Hash.SHA384),
        intermediateKey,
        changedIntermediate.apply(intermediate).signedBy(rootKey, EcKey.Hash.SHA384),
        signerKey,
        changedSigner.apply(signer).signedBy(intermediateKey, EcKey.Hash.SHA256));
  }

  public static Bytes name(String commonName) {
    return Der.name(
        Der.COMMON_NAME,
        commonName,
        Der.UNIT,
        "Assay Test Certification Authority",
        Der.ORGANIZATION,
        "Assay Test",
        Der.COUNTRY,
        "US");
  }
}
