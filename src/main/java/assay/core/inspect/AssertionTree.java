package assay.core.inspect;

import assay.core.assertion.AssertionObject;
import assay.core.authenticator.Cbor;
import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.asn1.Parts;
import assay.core.inspect.authenticator.AuthenticatorDataTree;
import assay.core.inspect.cbor.CborItem;
import assay.core.inspect.cbor.CborTree;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import assay.core.inspect.node.Strict;
import assay.core.pki.Signatures;
import java.util.ArrayList;
import java.util.List;

/** An assertion object member by member, in the order of the bytes (protocol.md 2). */
final class AssertionTree {
  private AssertionTree() {}

  static Node of(Region input) {
    CborItem top = CborItem.read(input, Cbor.Keys.TEXT);
    List<Node> children =
        new ArrayList<>(
            CborTree.members(
                top,
                List.of("signature", "authenticatorData"),
                (name, value) ->
                    switch (name) {
                      case "signature" -> CborTree.octets(name, value, AssertionTree::signature);
                      case "authenticatorData" ->
                          CborTree.octets(name, value, AuthenticatorDataTree::ofAssertion);
                      default -> value.node(name, "not known, and ignored; nothing signs it");
                    }));
    children.addAll(CborTree.behind(input, top));
    Node node = input.node("assertion object", "", "what generateAssertion returned", children);
    return Strict.check(node, input, () -> AssertionObject.decode(input.bytes()));
  }

  /** {@code SEQUENCE { r INTEGER, s INTEGER }} in DER (RFC 3279). */
  private static Node signature(String name, Region octets) {
    Asn1Item item = Asn1Item.read(octets);
    List<Node> children =
        item.is(Asn1Item.SEQUENCE)
            ? new ArrayList<>(
                new Parts(item)
                    .required("r", Parts.universal(Asn1Item.INTEGER), part -> number("r", part))
                    .required("s", Parts.universal(Asn1Item.INTEGER), part -> number("s", part))
                    .end())
            : new ArrayList<>(item.problems());
    Node node =
        octets.node(
            name, "", "the key's, over SHA-256(authenticatorData ‖ clientDataHash)", children);
    return node.errors().isEmpty() && !Signatures.wellFormed(octets.bytes())
        ? node.plus(List.of(octets.error("no ECDSA signature in DER with r and s from 1 to n - 1")))
        : node;
  }

  private static Node number(String name, Asn1Item item) {
    return item.whole().node(name, item.content().bytes().hex(), "");
  }
}
