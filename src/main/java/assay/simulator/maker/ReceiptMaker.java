package assay.simulator.maker;

import assay.core.Bytes;
import assay.simulator.maker.authority.ReceiptAuthority;
import assay.simulator.maker.raw.Der;
import assay.simulator.maker.raw.EcKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * A receipt in the making, in Apple's own BER: indefinite lengths, and the content in pieces of
 * 1000 bytes (protocol.md 3.1, 3.2). Made in the order payload, signature, container; each may be
 * replaced on the way.
 */
public final class ReceiptMaker {
  public static final int APP_ID = 2;
  public static final int LEAF = 3;
  public static final int CLIENT_DATA_HASH = 4;
  public static final int TOKEN = 5;
  public static final int TYPE = 6;
  public static final int ENVIRONMENT = 7;
  public static final int CREATED = 12;
  public static final int RISK_METRIC = 17;
  public static final int NOT_BEFORE = 19;
  public static final int EXPIRES = 21;

  private static final String DATA = "1.2.840.113549.1.7.1";
  private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  private static final String ATTRIBUTE_CONTENT_TYPE = "1.2.840.113549.1.9.3";
  private static final String ATTRIBUTE_MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  private static final String SHA256 = "2.16.840.1.101.3.4.2.1";
  private static final int CONSTRUCTED_OCTET_STRING = 0x24;
  private static final int CONTEXT_0 = 0xa0;
  private static final Duration LIFETIME = Duration.ofDays(90);
  private static final Duration UNTIL_REFRESH = Duration.ofDays(1);

  /** A field of the payload. */
  private record Field(int type, Bytes der) {}

  /** What the signature is over, and whether signed attributes say so. */
  private enum Attributes {
    NONE,
    SIGNED,
    THERE_BUT_CONTENT_SIGNED
  }

  private final List<Field> fields = new ArrayList<>();
  private List<Bytes> certificates;
  private Bytes signerCertificate;
  private EcKey signerKey;
  private Attributes attributes = Attributes.NONE;
  private String contentType = DATA;
  private Bytes digestAlgorithm = Der.sequence(Der.oid(SHA256), Der.NULL);
  private Bytes signatureAlgorithm = EcKey.Hash.SHA256.ecdsa();
  private int pieceLength = 1000;
  private UnaryOperator<Bytes> payload = signed -> signed;
  private UnaryOperator<Bytes> sentPayload = signed -> signed;
  private UnaryOperator<Bytes> signature = made -> made;
  private UnaryOperator<List<Bytes>> signerInfos = one -> one;
  private UnaryOperator<List<Bytes>> members = UnaryOperator.identity();

  private ReceiptMaker(ReceiptAuthority authority) {
    this.certificates = List.of(authority.signer(), authority.intermediate(), authority.root());
    this.signerCertificate = authority.signer();
    this.signerKey = authority.signerKey();
  }

  /** The receipt that comes inside an attestation. */
  static ReceiptMaker attest(
      ReceiptAuthority authority,
      String appId,
      String environment,
      Bytes leaf,
      Bytes clientDataHash,
      Instant created) {
    return new ReceiptMaker(authority)
        .field(APP_ID, appId)
        .field(LEAF, leaf)
        .field(CLIENT_DATA_HASH, clientDataHash)
        .field(TOKEN, token(leaf))
        .field(TYPE, "ATTEST")
        .field(ENVIRONMENT, environment)
        .field(CREATED, created.toString())
        .field(EXPIRES, created.plus(LIFETIME).toString());
  }

  /** The receipt that Apple's server gives for an older one; field 4 is mangled, as Apple's is. */
  public static ReceiptMaker refreshed(
      ReceiptAuthority authority,
      String appId,
      String environment,
      Bytes leaf,
      Bytes clientDataHash,
      int riskMetric,
      Instant created) {
    return new ReceiptMaker(authority)
        .field(RISK_METRIC, Integer.toString(riskMetric))
        .field(TYPE, "RECEIPT")
        .field(APP_ID, appId)
        .field(LEAF, leaf)
        .field(CLIENT_DATA_HASH, Bytes.utf8(clientDataHash.text()))
        .field(TOKEN, token(leaf))
        .field(ENVIRONMENT, environment)
        .field(CREATED, created.toString())
        .field(NOT_BEFORE, created.plus(UNTIL_REFRESH).toString())
        .field(EXPIRES, created.plus(LIFETIME).toString());
  }

  /** 64 bytes that nobody but Apple can read. */
  private static Bytes token(Bytes leaf) {
    Bytes half = Bytes.sha256(leaf);
    return Bytes.utf8(
        Base64.getEncoder().encodeToString(half.concat(Bytes.sha256(half)).toArray()));
  }

  /** Adds a field, or replaces it in its place. */
  public ReceiptMaker field(int type, Bytes value) {
    Field field = new Field(type, encoded(type, 1, value));
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).type() == type) {
        fields.set(i, field);
        return this;
      }
    }
    fields.add(field);
    return this;
  }

  public ReceiptMaker field(int type, String value) {
    return field(type, Bytes.utf8(value));
  }

  public ReceiptMaker without(int type) {
    fields.removeIf(field -> field.type() == type);
    return this;
  }

  /** Adds a field behind the others, whatever it is; see {@link #encoded}. */
  public ReceiptMaker oneMoreField(Bytes der) {
    fields.add(new Field(-1, der));
    return this;
  }

  public static Bytes encoded(int type, int version, Bytes value) {
    return Der.sequence(Der.integer(type), Der.integer(version), Der.octets(value));
  }

  /** Changes the payload before it is signed. */
  public ReceiptMaker payload(UnaryOperator<Bytes> change) {
    payload = change;
    return this;
  }

  /** Changes the payload after it was signed. */
  public ReceiptMaker sentPayload(UnaryOperator<Bytes> change) {
    sentPayload = change;
    return this;
  }

  /** Changes the signature. */
  public ReceiptMaker signature(UnaryOperator<Bytes> change) {
    signature = change;
    return this;
  }

  /** Another signer than the authority's, in the signer info; the certificates stay. */
  public ReceiptMaker signer(EcKey key, Bytes certificate) {
    signerKey = key;
    signerCertificate = certificate;
    return this;
  }

  public ReceiptMaker certificates(UnaryOperator<List<Bytes>> change) {
    certificates = change.apply(certificates);
    return this;
  }

  /** Signed attributes as CMS has them. */
  public ReceiptMaker signedAttributes() {
    attributes = Attributes.SIGNED;
    return this;
  }

  /** Signed attributes, but the signature over the content, as Apple made them until 2020. */
  public ReceiptMaker signedAttributesAsIn2020() {
    attributes = Attributes.THERE_BUT_CONTENT_SIGNED;
    return this;
  }

  /** Changes the list of signer infos, each a SEQUENCE. */
  public ReceiptMaker signerInfos(UnaryOperator<List<Bytes>> change) {
    signerInfos = change;
    return this;
  }

  /** Changes SignedData's members: version, digest algorithms, content, certificates, signers. */
  public ReceiptMaker members(UnaryOperator<List<Bytes>> change) {
    members = change;
    return this;
  }

  public ReceiptMaker contentType(String oid) {
    contentType = oid;
    return this;
  }

  /** What the signer info says of its digest; the signature stays over SHA-256. */
  public ReceiptMaker digestAlgorithm(String oid) {
    digestAlgorithm = Der.sequence(Der.oid(oid), Der.NULL);
    return this;
  }

  /** What the signer info says of its signature; the signature stays ECDSA with SHA-256. */
  public ReceiptMaker signatureAlgorithm(String oid) {
    signatureAlgorithm = Der.sequence(Der.oid(oid));
    return this;
  }

  /** Into how long pieces the content is cut. */
  public ReceiptMaker pieceLength(int length) {
    pieceLength = length;
    return this;
  }

  /** The receipt's BER. */
  public Bytes make() {
    Bytes signed =
        payload.apply(Der.value(Der.SET, Der.joined(fields.stream().map(Field::der).toList())));
    List<Bytes> infos = signerInfos.apply(List.of(signerInfo(signed)));
    List<Bytes> whole =
        List.of(
            Der.integer(1),
            Der.set(digestAlgorithm),
            Der.indefinite(
                Der.SEQUENCE,
                Der.oid(contentType),
                Der.indefinite(
                    CONTEXT_0,
                    Der.indefinite(CONSTRUCTED_OCTET_STRING, pieces(sentPayload.apply(signed))))),
            Der.indefinite(CONTEXT_0, Der.joined(certificates)),
            Der.value(Der.SET, Der.joined(infos)));
    Bytes signedData = Der.indefinite(Der.SEQUENCE, Der.joined(members.apply(whole)));
    return Der.indefinite(
        Der.SEQUENCE, Der.oid(SIGNED_DATA), Der.indefinite(CONTEXT_0, signedData));
  }

  private Bytes pieces(Bytes content) {
    List<Bytes> pieces = new ArrayList<>();
    for (int from = 0; from < content.length(); from += pieceLength) {
      pieces.add(Der.octets(content.slice(from, Math.min(content.length(), from + pieceLength))));
    }
    return Der.joined(pieces);
  }

  private Bytes signerInfo(Bytes content) {
    Bytes contents =
        Der.sequence(Der.oid(ATTRIBUTE_CONTENT_TYPE), Der.set(Der.oid(contentType)))
            .concat(
                Der.sequence(
                    Der.oid(ATTRIBUTE_MESSAGE_DIGEST), Der.set(Der.octets(Bytes.sha256(content)))));
    Bytes message = attributes == Attributes.SIGNED ? Der.set(contents) : content;
    return Der.sequence(
        Der.integer(1),
        issuerAndSerial(signerCertificate),
        digestAlgorithm,
        attributes == Attributes.NONE ? Bytes.EMPTY : Der.value(CONTEXT_0, contents),
        signatureAlgorithm,
        Der.octets(signature.apply(signerKey.sign(EcKey.Hash.SHA256, message).der())));
  }

  /** A signer info that another key of the same authority might have made. */
  public Bytes otherSignerInfo(EcKey key, Bytes certificate, Bytes content) {
    return Der.sequence(
        Der.integer(1),
        issuerAndSerial(certificate),
        digestAlgorithm,
        signatureAlgorithm,
        Der.octets(key.sign(EcKey.Hash.SHA256, content).der()));
  }

  private static Bytes issuerAndSerial(Bytes certificate) {
    try {
      Certificate parsed = Certificate.getInstance(certificate.toArray());
      return Der.sequence(
          Bytes.of(parsed.getIssuer().getEncoded()),
          Bytes.of(parsed.getSerialNumber().getEncoded()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
