package assay.core.inspect.receipt;

import static assay.core.inspect.asn1.Parts.context;
import static assay.core.inspect.asn1.Parts.universal;

import assay.core.Bytes;
import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.asn1.ObjectIdentifiers;
import assay.core.inspect.asn1.Parts;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import assay.core.inspect.node.Strict;
import assay.core.inspect.x509.CertificateTree;
import assay.core.inspect.x509.ChainTree;
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
public record ReceiptTree(Provider provider, Optional<Bytes> leaf) {
  private static final int CERTIFICATES = 0;
  private static final int REVOCATION_LISTS = 1;

  /** The receipt as a tree, with what the verifier finds wrong where this finds nothing. */
  public Node of(String name, Region input) {
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
                  nodes.add(ChainTree.of(certificates, provider));
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
                              signer -> SignerTree.of(signer, certificates))
                          .end();
                  return part.whole().node("signers", "", "the verifier takes one", signers);
                })
            .end();
    return item.whole().node("signed data", "", "CMS, RFC 5652", children);
  }

  static Node plain(String name, Asn1Item item) {
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
}
