package assay.simulator.apple.receipt;

import assay.core.Bytes;
import assay.simulator.apple.team.Signed;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.raw.EcKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * A receipt that came in, read as its own issuer reads it: one that this Apple's signer did not
 * sign is none.
 */
record SentReceipt(Map<Integer, Bytes> fields) {

  /** Not a receipt, or not one of this Apple's. */
  static final class NotOurs extends Exception {
    private static final long serialVersionUID = 1;

    NotOurs(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * Reads a receipt and checks its signature.
   *
   * @param signer the receipt signer's key
   */
  static SentReceipt read(Bytes receipt, EcKey signer) throws NotOurs {
    try {
      SignedData signed =
          SignedData.getInstance(
              ContentInfo.getInstance(ASN1Primitive.fromByteArray(receipt.toArray())).getContent());
      Bytes content =
          octets(ASN1OctetString.getInstance(signed.getEncapContentInfo().getContent()));
      SignerInfo info = SignerInfo.getInstance(signed.getSignerInfos().getObjectAt(0));
      if (!Signed.DER.by(
          signer.subjectPublicKeyInfo(), content, octets(info.getEncryptedDigest()))) {
        throw new NotOurs("this Apple did not sign the receipt");
      }
      SentReceipt read = new SentReceipt(fields(content));
      read.requireWhole();
      return read;
    } catch (IOException | RuntimeException _) { // whatever the decoder makes of anybody's bytes
      throw new NotOurs("not a receipt");
    }
  }

  private static Map<Integer, Bytes> fields(Bytes content) throws IOException {
    Map<Integer, Bytes> fields = new HashMap<>();
    for (ASN1Encodable element :
        ASN1Set.getInstance(ASN1Primitive.fromByteArray(content.toArray()))) {
      ASN1Sequence field = ASN1Sequence.getInstance(element);
      fields.put(
          ASN1Integer.getInstance(field.getObjectAt(0)).intValueExact(),
          octets(ASN1OctetString.getInstance(field.getObjectAt(2))));
    }
    return fields;
  }

  private static Bytes octets(ASN1OctetString string) {
    return Bytes.of(string.getOctets());
  }

  /** What everything else relies on is there and can be read. */
  private void requireWhole() throws NotOurs {
    try {
      appId();
      keyId();
      clientDataHash();
      token();
      environment();
      created();
      notBefore();
      expires();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new NotOurs("the receipt's fields cannot be read: " + e.getMessage());
    }
  }

  String appId() {
    return required(ReceiptMaker.APP_ID).text();
  }

  /** The App ID's prefix. */
  String team() {
    return appId().split("\\.", 2)[0];
  }

  /** DER of the credential certificate. */
  Bytes leaf() {
    return required(ReceiptMaker.LEAF);
  }

  /** SHA-256 of the certificate's public key. */
  Bytes keyId() {
    return Bytes.sha256(
        Bytes.of(
            Certificate.getInstance(leaf().toArray())
                .getSubjectPublicKeyInfo()
                .getPublicKeyData()
                .getOctets()));
  }

  Bytes clientDataHash() {
    return required(ReceiptMaker.CLIENT_DATA_HASH);
  }

  String token() {
    return required(ReceiptMaker.TOKEN).text();
  }

  String environment() {
    return required(ReceiptMaker.ENVIRONMENT).text();
  }

  Instant created() {
    return Instant.parse(required(ReceiptMaker.CREATED).text());
  }

  Optional<Instant> notBefore() {
    return Optional.ofNullable(fields.get(ReceiptMaker.NOT_BEFORE))
        .map(time -> Instant.parse(time.text()));
  }

  Instant expires() {
    return Instant.parse(required(ReceiptMaker.EXPIRES).text());
  }

  private Bytes required(int type) {
    Bytes value = fields.get(type);
    if (value == null) {
      throw new IllegalArgumentException("field " + type + " is missing");
    }
    return value;
  }
}
