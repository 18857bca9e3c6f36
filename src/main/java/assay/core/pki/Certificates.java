package assay.core.pki;

import assay.core.Bytes;
import assay.core.Malformed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** What all of Apple's certificates are read with. */
public final class Certificates {
  private Certificates() {}

  /**
   * An X.509 certificate of a key on P-256 or P-384, whose bytes are its DER encoding and nothing
   * else.
   *
   * <p>The JDK's factory would also take PEM, and would stop reading at the end of the certificate;
   * comparing what it read with what it was given shuts out both.
   */
  public static X509Certificate decode(Bytes der) throws Malformed {
    CertificateBytes.requireReadable(der);
    byte[] bytes = der.toArray();
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(bytes));
      if (!Arrays.equals(certificate.getEncoded(), bytes)) {
        throw new Malformed("a certificate is not exactly its DER encoding");
      }
      return certificate;
    } catch (CertificateException | RuntimeException e) {
      throw new Malformed("a certificate does not parse", e);
    }
  }

  /** The point of a certificate's P-256 key: 65 bytes. */
  public static Bytes point(X509Certificate certificate) throws Malformed {
    return Signatures.point(Bytes.of(certificate.getPublicKey().getEncoded()));
  }

  /** The subject's only common name, where it is text. */
  public static Optional<String> commonName(X509Certificate certificate) {
    try {
      RDN[] names =
          X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
              .getRDNs(BCStyle.CN);
      return names.length == 1
              && !names[0].isMultiValued()
              && names[0].getFirst().getValue() instanceof ASN1String text
          ? Optional.of(text.getString())
          : Optional.empty();
    } catch (RuntimeException _) {
      return Optional.empty(); // the JDK leaves values unread that Bouncy Castle reads
    }
  }

  /**
   * The value of an extension, without the OCTET STRING around it. The library would take BER as
   * well, and so many spellings of one value; a certificate is DER throughout.
   */
  public static Optional<ASN1Primitive> extension(X509Certificate certificate, String oid)
      throws Malformed {
    byte[] wrapped = certificate.getExtensionValue(oid);
    if (wrapped == null) {
      return Optional.empty();
    }
    try {
      byte[] bytes = ASN1OctetString.getInstance(wrapped).getOctets();
      ASN1Primitive value = ASN1Primitive.fromByteArray(bytes);
      if (!Arrays.equals(value.getEncoded(ASN1Encoding.DER), bytes)) {
        throw new Malformed("extension " + oid + " is not DER");
      }
      return Optional.of(value);
    } catch (IOException | RuntimeException _) {
      throw new Malformed("extension " + oid + " does not parse");
    }
  }

  /**
   * Apple's own extensions are sequences of explicitly tagged values. The value under a tag, which
   * must be there once at most.
   */
  public static Optional<ASN1Primitive> tagged(ASN1Primitive extension, int tag) throws Malformed {
    if (!(extension instanceof ASN1Sequence sequence)) {
      throw new Malformed("not a SEQUENCE");
    }
    Optional<ASN1Primitive> found = Optional.empty();
    for (var element : sequence) {
      if (element instanceof ASN1TaggedObject tagged && tagged.hasContextTag(tag)) {
        if (found.isPresent()) {
          throw new Malformed("[" + tag + "] stands there twice");
        }
        if (!tagged.isExplicit()) {
          throw new Malformed("[" + tag + "] is not explicit");
        }
        found = Optional.of(tagged.getExplicitBaseObject().toASN1Primitive());
      }
    }
    return found;
  }

  /** The OCTET STRING under a tag of one of Apple's extensions. */
  public static Optional<Bytes> taggedOctets(ASN1Primitive extension, int tag) throws Malformed {
    Optional<ASN1Primitive> value = tagged(extension, tag);
    if (value.isPresent() && !(value.get() instanceof ASN1OctetString)) {
      throw new Malformed("[" + tag + "] is not an OCTET STRING");
    }
    return value.map(octets -> Bytes.of(((ASN1OctetString) octets).getOctets()));
  }
}
