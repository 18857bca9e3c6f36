package assay.core.attestation;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.pki.Certificates;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;

/**
 * The credential certificate: the key that Apple attests to, and Apple's extensions
 * 1.2.840.113635.100.8.x (protocol.md 1.5).
 *
 * @param publicKey an X9.62 uncompressed point, 65 bytes
 */
public record Leaf(X509Certificate certificate, Bytes publicKey) {
  public static final String NONCE = "1.2.840.113635.100.8.2";
  public static final String APP = "1.2.840.113635.100.8.5";
  public static final String ACCESS_CONTROL = "1.2.840.113635.100.8.6";
  public static final String SYSTEM = "1.2.840.113635.100.8.7";

  public static final int NONCE_TAG = 1;
  public static final int NONCE_BYTES = 32;
  public static final int ACCESS_CONTROL_TAG = 3;
  public static final int APP_ID_TAG = 1204;
  public static final int OS_VERSION_TAG = 1400;
  public static final int OS_BUILD_TAG = 1403;

  /**
   * Reads the certificate; its extensions when they are asked for.
   *
   * @throws Malformed where the bytes are not a certificate of a P-256 key
   */
  public static Leaf decode(Bytes der) throws Malformed {
    X509Certificate certificate = Certificates.decode(der);
    return new Leaf(certificate, Certificates.point(certificate));
  }

  /** {@code SEQUENCE { [1] EXPLICIT OCTET STRING(32) }} and nothing more. */
  public Bytes nonce() throws Malformed {
    return onlyOctets(NONCE, NONCE_TAG, NONCE_BYTES);
  }

  /**
   * {@code SEQUENCE { [3] EXPLICIT OCTET STRING }} and nothing more; describes the key's access
   * control.
   */
  public Bytes accessControl() throws Malformed {
    return onlyOctets(ACCESS_CONTROL, ACCESS_CONTROL_TAG, -1);
  }

  /** Among others, {@code [1204] EXPLICIT OCTET STRING} holds the App ID. */
  public Bytes appId() throws Malformed {
    Optional<ASN1Primitive> extension = Certificates.extension(certificate, APP);
    Optional<Bytes> appId =
        extension.isEmpty()
            ? Optional.empty()
            : Certificates.taggedOctets(extension.get(), APP_ID_TAG);
    return appId.orElseThrow(
        () -> new Malformed("the leaf has no [" + APP_ID_TAG + "] in extension " + APP));
  }

  /**
   * What the certificate tells of the system. Undocumented, so nothing is refused for it: what does
   * not read as text is absent.
   */
  OperatingSystem system() {
    try {
      Optional<ASN1Primitive> extension = Certificates.extension(certificate, SYSTEM);
      return extension.isEmpty()
          ? OperatingSystem.UNKNOWN
          : new OperatingSystem(
              text(extension.get(), OS_VERSION_TAG), text(extension.get(), OS_BUILD_TAG));
    } catch (Malformed _) {
      return OperatingSystem.UNKNOWN;
    }
  }

  /** Such as 17.2.1 and 21C66. */
  record OperatingSystem(Optional<String> version, Optional<String> build) {
    private static final OperatingSystem UNKNOWN =
        new OperatingSystem(Optional.empty(), Optional.empty());
  }

  private Bytes onlyOctets(String oid, int tag, int length) throws Malformed {
    ASN1Primitive extension =
        Certificates.extension(certificate, oid)
            .orElseThrow(() -> new Malformed("the leaf has no extension " + oid));
    if (!(extension instanceof ASN1Sequence sequence) || sequence.size() != 1) {
      throw new Malformed("extension " + oid + " is not a SEQUENCE of one element");
    }
    Bytes octets =
        Certificates.taggedOctets(extension, tag)
            .orElseThrow(() -> new Malformed("extension " + oid + " has no [" + tag + "]"));
    if (length >= 0 && octets.length() != length) {
      throw new Malformed(
          "extension " + oid + " holds " + octets.length() + " bytes, not " + length);
    }
    return octets;
  }

  private static Optional<String> text(ASN1Primitive extension, int tag) {
    try {
      return Certificates.tagged(extension, tag).map(Leaf::text).filter(text -> !text.isEmpty());
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  private static String text(ASN1Primitive value) {
    return switch (value) {
      case ASN1OctetString octets -> Bytes.of(octets.getOctets()).text();
      case ASN1String string -> string.getString();
      default -> "";
    };
  }
}
