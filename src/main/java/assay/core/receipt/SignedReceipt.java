package assay.core.receipt;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.pki.Certificates;
import assay.core.pki.Signatures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerId;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The container of a receipt: CMS SignedData (RFC 5652) of one signer, in BER with indefinite
 * lengths, as Apple writes it (protocol.md 3.1).
 *
 * @param payload the content octets, which are what is signed
 * @param certificates all that came along, in their order
 */
public record SignedReceipt(
    Bytes payload, SignerInformation signer, List<X509CertificateHolder> certificates) {
  public static final int MOST_BYTES = 16 * 1024;

  /** Holds large tables, which are only read once it is made. */
  private static final CMSSignatureAlgorithmNameGenerator ALGORITHM_NAMES =
      new DefaultCMSSignatureAlgorithmNameGenerator();

  private static final Set<String> SHAPES =
      Set.of(
          "version set content set",
          "version set content [0] set",
          "version set content [1] set",
          "version set content [0] [1] set");

  public static SignedReceipt decode(Bytes receipt) throws Malformed {
    if (receipt.isEmpty()) {
      throw new Malformed("the receipt is empty");
    }
    if (receipt.length() > MOST_BYTES) {
      throw new Malformed(receipt.length() + " bytes; a receipt has at most " + MOST_BYTES);
    }
    Nesting.requireShallow(receipt);
    try {
      // Reads one value and refuses bytes after it, which CMSSignedData would not.
      ContentInfo message = ContentInfo.getInstance(ASN1Primitive.fromByteArray(receipt.toArray()));
      requireShape(ASN1Sequence.getInstance(message.getContent()));
      CMSSignedData signed = new CMSSignedData(message);
      if (signed.getSignedContent() == null
          || !(signed.getSignedContent().getContent() instanceof byte[] content)) {
        throw new Malformed("a CMS message without content");
      }
      if (!signed.getSignedContent().getContentType().equals(CMSObjectIdentifiers.data)) {
        throw new Malformed("the CMS content is not of type data");
      }
      Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
      if (signers.size() != 1) {
        throw new Malformed(signers.size() + " signers, not 1");
      }
      return new SignedReceipt(
          Bytes.of(content),
          signers.iterator().next(),
          new ArrayList<>(signed.getCertificates().getMatches(null)));
    } catch (IOException | CMSException | RuntimeException e) {
      throw new Malformed("not a CMS SignedData message", e);
    }
  }

  /**
   * SignedData's members, each there once (RFC 5652, 5.1). Of two sets of signers or of
   * certificates the library would read the last and drop the first without a word.
   */
  private static void requireShape(ASN1Sequence signedData) throws Malformed {
    StringBuilder shape = new StringBuilder();
    for (ASN1Encodable member : signedData) {
      shape.append(
          switch (member) {
            case ASN1Integer _ -> "version ";
            case ASN1Set _ -> "set ";
            case ASN1Sequence _ -> "content ";
            case ASN1TaggedObject tagged -> "[" + tagged.getTagNo() + "] ";
            default -> "? ";
          });
    }
    if (!SHAPES.contains(shape.toString().strip())) {
      throw new Malformed("the members of the CMS SignedData are " + shape);
    }
  }

  /**
   * The signer's key signed the content, with ECDSA and SHA-256: an attacker may write any
   * algorithm there.
   *
   * @throws Malformed where the signature does not fit
   */
  void requireSignature(PublicKey key, Signatures signatures) throws Malformed {
    requireAlgorithm();
    if (!verifies(key, signatures)) {
      boolean attributes = signer.toASN1Structure().getAuthenticatedAttributes() != null;
      throw new Malformed(
          "the signature does not fit the " + (attributes ? "signed attributes" : "content"));
    }
  }

  /** Compared as bytes: an identifier of 4,000 bytes takes 14 MiB to spell out. */
  private void requireAlgorithm() throws Malformed {
    SignerInfo info = signer.toASN1Structure();
    if (!info.getDigestAlgorithm().getAlgorithm().equals(NISTObjectIdentifiers.id_sha256)
        || !info.getDigestEncryptionAlgorithm()
            .getAlgorithm()
            .equals(X9ObjectIdentifiers.ecdsa_with_SHA256)) {
      throw new Malformed("the algorithms of the signer are not ECDSA and SHA-256");
    }
  }

  /** The certificate of the one signer, found by its own identifier. */
  X509Certificate signerCertificate() throws Malformed {
    List<X509CertificateHolder> matches =
        certificates.stream().filter(holder -> identifies(signer.getSID(), holder)).toList();
    if (matches.size() != 1) {
      throw new Malformed(matches.size() + " certificates fit the signer's identifier, not 1");
    }
    return Certificates.decode(encoded(matches.getFirst()));
  }

  private static boolean identifies(SignerId signer, X509CertificateHolder holder) {
    return signer.getIssuer() == null
        ? Arrays.equals(signer.getSubjectKeyIdentifier(), keyIdentifier(holder))
        : holder.getSerialNumber().equals(signer.getSerialNumber())
            && same(holder.getIssuer(), signer.getIssuer());
  }

  /** What the certificate calls its key, or nothing; anybody may have written it. */
  private static byte @Nullable [] keyIdentifier(X509CertificateHolder holder) {
    try {
      Extension extension = holder.getExtension(Extension.subjectKeyIdentifier);
      return extension == null
          ? null
          : ASN1OctetString.getInstance(extension.getParsedValue()).getOctets();
    } catch (RuntimeException _) {
      return null;
    }
  }

  /**
   * Whether two names are the same to the letter, as Apple writes them. The comparison by their
   * meaning (RFC 5280, 7.1) takes the square of the number of their parts.
   */
  private static boolean same(X500Name one, X500Name other) {
    return one.toASN1Primitive().equals(other.toASN1Primitive());
  }

  /** CMS's rules by the library, the signature itself by our provider. */
  private boolean verifies(PublicKey key, Signatures signatures) {
    try {
      return signer.verify(
          new SignerInformationVerifier(
              ALGORITHM_NAMES,
              new DefaultSignatureAlgorithmIdentifierFinder(),
              new KeyVerifier(key, signatures),
              new JcaDigestCalculatorProviderBuilder().build()));
    } catch (CMSException | OperatorCreationException | RuntimeException _) {
      return false;
    }
  }

  /**
   * Collects what is signed and has {@link Signatures} check it, whatever algorithm the message
   * names.
   */
  private record KeyVerifier(PublicKey key, Signatures signatures)
      implements ContentVerifierProvider {

    @Override
    public boolean hasAssociatedCertificate() {
      return false;
    }

    @Override
    public X509CertificateHolder getAssociatedCertificate() {
      throw new IllegalStateException("there is none");
    }

    @Override
    public ContentVerifier get(AlgorithmIdentifier algorithm) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      return new ContentVerifier() {
        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
          return algorithm;
        }

        @Override
        public OutputStream getOutputStream() {
          return message;
        }

        @Override
        public boolean verify(byte[] signature) {
          return signatures.verify(key, Bytes.of(message.toByteArray()), Bytes.of(signature));
        }
      };
    }
  }

  /** The DER of the one certificate that has the name of another's issuer. */
  Bytes issuerOf(X509Certificate subject) throws Malformed {
    X500Name name = X500Name.getInstance(subject.getIssuerX500Principal().getEncoded());
    List<X509CertificateHolder> issuers =
        certificates.stream().filter(holder -> same(holder.getSubject(), name)).toList();
    if (issuers.size() != 1) {
      throw new Malformed(
          issuers.size() + " certificates have the name of the signer's issuer, not 1");
    }
    return encoded(issuers.getFirst());
  }

  private static Bytes encoded(X509CertificateHolder holder) throws Malformed {
    try {
      return Bytes.of(holder.getEncoded());
    } catch (IOException | RuntimeException _) {
      throw new Malformed("a certificate of the receipt does not encode");
    }
  }
}
