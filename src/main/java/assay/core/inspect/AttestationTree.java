package assay.core.inspect;

import static assay.core.inspect.cbor.CborItem.Type.ARRAY;
import static assay.core.inspect.cbor.CborItem.Type.BYTES;
import static assay.core.inspect.cbor.CborItem.Type.TEXT;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.AttestationObject;
import assay.core.attestation.Leaf;
import assay.core.authenticator.Cbor;
import assay.core.inspect.authenticator.AuthenticatorDataTree;
import assay.core.inspect.cbor.CborItem;
import assay.core.inspect.cbor.CborTree;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import assay.core.inspect.node.Strict;
import assay.core.inspect.receipt.ReceiptTree;
import assay.core.inspect.x509.CertificateTree;
import assay.core.inspect.x509.ChainTree;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** An attestation object member by member, in the order of the bytes (protocol.md 1.1). */
record AttestationTree(Provider provider) {
  private static final String UNKNOWN = "not known, and ignored; nothing signs it";

  Node of(Region input) {
    CborItem top = CborItem.read(input, Cbor.Keys.TEXT);
    Chain chain = firstChain(top.untagged());
    Optional<Leaf> leaf = leaf(chain.certificates());
    List<Node> children =
        new ArrayList<>(
            CborTree.members(
                top,
                List.of("fmt", "attStmt", "authData"),
                (name, value) ->
                    switch (name) {
                      case "fmt" ->
                          CborTree.typed(value, TEXT, value.node("fmt", "the format's name"));
                      case "attStmt" -> statement(value, chain);
                      case "authData" ->
                          CborTree.octets(
                              "authData",
                              value,
                              (field, data) ->
                                  AuthenticatorDataTree.ofAttestation(field, data, leaf));
                      default -> value.node(name, UNKNOWN);
                    }));
    children.addAll(CborTree.behind(input, top));
    Node node = input.node("attestation object", "", "what attestKey returned", children);
    return Strict.check(node, input, () -> AttestationObject.decode(input.bytes()));
  }

  private Node statement(CborItem value, Chain first) {
    Optional<Bytes> leaf =
        value
            .member("x5c")
            .map(CborItem::parts)
            .filter(parts -> !parts.isEmpty() && parts.getFirst().is(BYTES))
            .map(parts -> parts.getFirst().content().bytes());
    BiFunction<String, CborItem, Node> show =
        (name, member) ->
            switch (name) {
              case "x5c" -> chain(member, first);
              case "receipt" ->
                  CborTree.octets("receipt", member, new ReceiptTree(provider, leaf)::of);
              default -> member.node(name, UNKNOWN);
            };
    List<Node> children = CborTree.members(value, List.of("x5c"), show);
    return value.whole().node("attStmt", "", "what Apple says of the key", children);
  }

  private Node chain(CborItem array, Chain first) {
    List<CertificateTree> certificates =
        first.start() == array.whole().start()
            ? first.certificates()
            : certificates(array.parts()); // x5c or attStmt is there twice
    List<Node> children = new ArrayList<>();
    for (int i = 0; i < array.parts().size(); i++) {
      CborItem part = array.parts().get(i);
      Node certificate = certificates.get(i).node();
      children.add(CborTree.octets(certificate.name(), part, (_, _) -> certificate));
    }
    children.addAll(array.problems());
    if (!array.lost()) {
      children.add(ChainTree.of(certificates, provider));
    }
    Node node =
        array
            .whole()
            .node(
                "x5c", array.display(), "the leaf first; the verifier takes exactly two", children);
    return CborTree.typed(array, ARRAY, node);
  }

  /** The x5c that the leaf is taken from, and where it begins. */
  private record Chain(int start, List<CertificateTree> certificates) {}

  /** Before anything is shown, as authenticator data is compared with the leaf. */
  private static Chain firstChain(CborItem top) {
    return top.member("attStmt")
        .flatMap(statement -> statement.member("x5c"))
        .map(array -> new Chain(array.whole().start(), certificates(array.parts())))
        .orElse(new Chain(-1, List.of()));
  }

  private static List<CertificateTree> certificates(List<CborItem> parts) {
    List<CertificateTree> trees = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String meaning =
          i == 0 ? "the leaf: Apple attests to its key" : i == 1 ? "the intermediate" : "";
      CborItem part = parts.get(i);
      trees.add(
          part.is(BYTES)
              ? CertificateTree.of("x5c[" + i + "]", meaning, part.content())
              : new CertificateTree(part.node("x5c[" + i + "]", ""), Optional.empty()));
    }
    return trees;
  }

  private static Optional<Leaf> leaf(List<CertificateTree> certificates) {
    try {
      return certificates.isEmpty() || certificates.getFirst().certificate().isEmpty()
          ? Optional.empty()
          : Optional.of(
              Leaf.decode(Bytes.of(certificates.getFirst().certificate().get().getEncoded())));
    } catch (Malformed | java.security.cert.CertificateEncodingException _) {
      return Optional.empty(); // its key is of another curve
    }
  }
}
