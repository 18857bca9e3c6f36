package assay.core.receipt;

import assay.core.Bytes;
import assay.core.Malformed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
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

  public static SignedReceipt decode(Bytes receipt) throws Malformed {
    if (receipt.length() > MOST_BYTES) {
      throw new Malformed(receipt.length() + " bytes; a receipt has at most " + MOST_BYTES);
    }
    Nesting.requireShallow(receipt);
    try {
      // Reads one value and refuses bytes after it, which CMSSignedData would not.
      CMSSignedData signed =
          new CMSSignedData(
              ContentInfo.getInstance(ASN1Primitive.fromByteArray(receipt.toArray())));
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
}
