package assay.core.receipt;

import assay.core.Bytes;
import assay.core.Malformed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;

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

  private static final Set<String> SHAPES =
      Set.of(
          "version set content set",
          "version set content [0] set",
          "version set content [1] set",
          "version set content [0] [1] set");

  public static SignedReceipt decode(Bytes receipt) throws Malformed {
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
      throw new Malformed("not a CMS SignedData message: " + e.getMessage());
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
}
