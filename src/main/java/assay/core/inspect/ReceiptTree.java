package assay.core.inspect;

import static assay.core.inspect.Parts.context;
import static assay.core.inspect.Parts.universal;

import assay.core.Bytes;
import assay.core.receipt.ReceiptFields;
import assay.core.receipt.SignedReceipt;
import java.io.ByteArrayOutputStream;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A receipt: CMS SignedData (RFC 5652) in BER, around a payload that {@link PayloadTree} shows
 * (protocol.md 3.1).
 *
 * @param leaf of the attestation that it came in, which its payload repeats
 */
record ReceiptTree(Provider provider, Optional<Bytes> leaf) {
  private static final int CERTIFICATES = 0;
  private static final int REVOCATION_LISTS = 1;
  private static final int SIGNED_ATTRIBUTES = 0;
  private static final int UNSIGNED_ATTRIBUTES = 1;
  private static final int KEY_IDENTIFIER = 0;

  Node of(String name, Region input) {
    Asn1Item item = Asn1Item.read(input);
    String meaning = "Apple's word on the device's use of App Attest";
    if (!item.is(Asn1Item.SEQUENCE)) {
      return input.node(name, "", meaning, item.unless("a CMS message"));
    }
    List<Node> children =
        new ArrayList<>(
            new Parts(item)
                .required("the content type", universal(Asn1Item.OID), ReceiptTree::contentType)
                .required("the signed data", context(0), this::explicit)
                .end());
    Region behind = input.from(item.whole().length());
    if (!item.lost() && !behind.isEmpty()) {
      children.add(behind.error(behind.size() + " after the receipt"));
    }
    return Strict.check(
        input.node(name, "", meaning, children),
        input,
        () -> {
          Bytes payload = SignedReceipt.decode(input.bytes()).payload();
          return ReceiptFields.decode(payload);
        });
  }

  private static Node contentType(Asn1Item item) {
    return item.whole().node("content type", ObjectIdentifiers.describe(item.oid()), "");
  }

  private Node explicit(Asn1Item tagged) {
    List<Node> children =
        new Parts(tagged)
            .required("SignedData", universal(Asn1Item.SEQUENCE), this::signedData)
            .end();
    return children.size() == 1 && !children.getFirst().error()
        ? children.getFirst()
        : tagged.whole().node("content", "", "", children);
  }

  private Node signedData(Asn1Item item) {
    List<CertificateTree> certificates = certificates(item);
    List<Node> children =
        new Parts(item)
            .required("the version", universal(Asn1Item.INTEGER), part -> plain("version", part))
            .required(
                "the digest algorithms",
                universal(Asn1Item.SET),
                part -> plain("digest algorithms", part))
            .required("the content", universal(Asn1Item.SEQUENCE), this::content)
            .optional(
                context(CERTIFICATES),
                part -> {
                  List<Node> nodes =
                      new ArrayList<>(certificates.stream().map(CertificateTree::node).toList());
                  nodes.add(CertificateTree.chain(certificates, provider));
                  return part.whole().node("certificates", "", "", nodes);
                })
            .optional(context(REVOCATION_LISTS), Asn1Item::node)
            .required(
                "the signers",
                universal(Asn1Item.SET),
                part -> {
                  List<Node> signers =
                      new Parts(part)
                          .each(
                              universal(Asn1Item.SEQUENCE),
                              "a signer",
                              signer -> signer(signer, certificates))
                          .end();
                  return part.whole().node("signers", "", "the verifier takes one", signers);
                })
            .end();
    return item.whole().node("signed data", "", "CMS, RFC 5652", children);
  }

  private static Node plain(String name, Asn1Item item) {
    return item.whole().node(name, item.hasProblem() ? "" : item.display(), "");
  }

  private static List<CertificateTree> certificates(Asn1Item signedData) {
    Optional<Asn1Item> all =
        signedData.parts().stream().filter(part -> part.isContext(CERTIFICATES)).findFirst();
    List<CertificateTree> trees = new ArrayList<>();
    for (Asn1Item part : all.map(Asn1Item::parts).orElse(List.of())) {
      trees.add(CertificateTree.of("certificate " + trees.size(), "", part.whole()));
    }
    return trees;
  }

  private Node content(Asn1Item item) {
    List<Node> children =
        new Parts(item)
            .required("the type of the content", universal(Asn1Item.OID), ReceiptTree::contentType)
            .required(
                "the payload",
                part -> part.isContext(0) && part.only().isPresent(),
                part -> payload(part.only().orElseThrow()))
            .end();
    return item.whole().node("content", "", "", children);
  }

  /** An octet string, whole or in chunks; the octets are what is signed. */
  private Node payload(Asn1Item octets) {
    String meaning = "what is signed: a set of fields";
    if (!octets.constructed()) {
      List<Node> fields = PayloadTree.of(octets.content(), leaf);
      Node node = octets.whole().node("payload", "", meaning, fields);
      return octets.lost() ? node.withoutErrors().plus(octets.problems()) : node;
    }
    List<Region> chunks = new ArrayList<>();
    collect(octets, chunks);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    chunks.forEach(chunk -> joined.writeBytes(chunk.bytes().toArray()));
    Region payload = octets.whole().payload(Bytes.of(joined.toByteArray()));
    List<Node> nodes = new ArrayList<>();
    for (Region chunk : chunks) {
      nodes.add(chunk.node("chunk", chunk.size(), ""));
    }
    Node fields =
        payload.node(
            "fields",
            "",
            "offsets from here on count within the " + payload.length() + " bytes of the payload",
            PayloadTree.of(payload, leaf));
    nodes.add(octets.hasProblem() ? fields.withoutErrors() : fields);
    return octets
        .whole()
        .node("payload", "", meaning + ", cut into " + chunks.size() + " chunks", nodes)
        .plus(octets.hasProblem() ? octets.node().errors() : List.of());
  }

  private static void collect(Asn1Item octets, List<Region> chunks) {
    if (octets.is(Asn1Item.OCTET_STRING) && !octets.constructed()) {
      chunks.add(octets.content());
    }
    octets.parts().forEach(part -> collect(part, chunks));
  }

  private static Node signer(Asn1Item item, List<CertificateTree> certificates) {
    boolean attributes =
        item.parts().stream().skip(2).anyMatch(part -> part.isContext(SIGNED_ATTRIBUTES));
    List<Node> children =
        new ArrayList<>(
            new Parts(item)
                .required(
                    "the version", universal(Asn1Item.INTEGER), part -> plain("version", part))
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
      return plain("identifier", item);
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
