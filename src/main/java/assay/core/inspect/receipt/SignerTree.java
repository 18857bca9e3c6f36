package assay.core.inspect.receipt;

import static assay.core.inspect.asn1.Parts.context;
import static assay.core.inspect.asn1.Parts.universal;

import assay.core.Bytes;
import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.asn1.Parts;
import assay.core.inspect.node.Node;
import assay.core.inspect.x509.CertificateTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One SignerInfo of a receipt (RFC 5652, 5.3). */
final class SignerTree {
  private static final int SIGNED_ATTRIBUTES = 0;
  private static final int UNSIGNED_ATTRIBUTES = 1;
  private static final int KEY_IDENTIFIER = 0;

  private SignerTree() {}

  static Node of(Asn1Item item, List<CertificateTree> certificates) {
    boolean attributes =
        item.parts().stream().skip(2).anyMatch(part -> part.isContext(SIGNED_ATTRIBUTES));
    List<Node> children =
        new ArrayList<>(
            new Parts(item)
                .required(
                    "the version",
                    universal(Asn1Item.INTEGER),
                    part -> ReceiptTree.plain("version", part))
                .required(
                    "the signer's identifier",
                    part -> part.is(Asn1Item.SEQUENCE) || part.isContext(KEY_IDENTIFIER),
                    part -> identifier(part, certificates))
                .required(
                    "the digest algorithm",
                    universal(Asn1Item.SEQUENCE),
                    part -> CertificateTree.algorithm("digest algorithm", part))
                .optional(
                    context(SIGNED_ATTRIBUTES),
                    part ->
                        part.whole()
                            .node(
                                "signed attributes",
                                "present",
                                "the signature should be over these, not the payload",
                                part.node().children()))
                .required(
                    "the signature's algorithm",
                    universal(Asn1Item.SEQUENCE),
                    part -> CertificateTree.algorithm("signature algorithm", part))
                .required(
                    "the signature",
                    universal(Asn1Item.OCTET_STRING),
                    part ->
                        part.whole()
                            .node(
                                "signature",
                                part.content().bytes().hex(),
                                "over the " + (attributes ? "signed attributes" : "payload")))
                .optional(context(UNSIGNED_ATTRIBUTES), Asn1Item::node)
                .end());
    if (!attributes && !item.lost()) {
      children.add(Node.remark("signed attributes", "absent", "the signature is over the payload"));
    }
    return item.whole().node("signer", "", "", children);
  }

  /** {@code SEQUENCE { issuer, serialNumber }}, or the identifier of a key. */
  private static Node identifier(Asn1Item item, List<CertificateTree> certificates) {
    if (item.parts().size() != 2) {
      return ReceiptTree.plain("identifier", item);
    }
    Asn1Item issuer = item.parts().getFirst();
    Asn1Item serial = item.parts().getLast();
    String meaning =
        certificates.stream()
            .filter(tree -> isNamed(tree, issuer, serial))
            .map(tree -> tree.node().name())
            .findFirst()
            .orElse("none of the certificates here");
    List<Node> children =
        new Parts(item)
            .required(
                "the issuer",
                universal(Asn1Item.SEQUENCE),
                part -> CertificateTree.name("issuer", part, ""))
            .required(
                "the serial number",
                universal(Asn1Item.INTEGER),
                part -> part.whole().node("serial number", part.content().bytes().hex(), ""))
            .end();
    return item.whole().node("identifier", "", meaning, children);
  }

  private static boolean isNamed(CertificateTree tree, Asn1Item issuer, Asn1Item serial) {
    return tree.certificate()
        .filter(certificate -> Optional.of(certificate.getSerialNumber()).equals(serial.integer()))
        .filter(certificate ->
            Bytes.of(certificate.getIssuerX500Principal().getEncoded())
                .equals(issuer.whole().bytes()))
        .isPresent();
  }
}
