package assay.core.inspect.x509;

import static assay.core.inspect.asn1.Parts.universal;

import assay.core.Bytes;
import assay.core.attestation.Leaf;
import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.asn1.ObjectIdentifiers;
import assay.core.inspect.asn1.Parts;
import assay.core.inspect.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The extensions of a certificate: {@code SEQUENCE { OBJECT IDENTIFIER, critical BOOLEAN, OCTET
 * STRING }}, the octets again ASN.1 (RFC 5280, 4.2; Apple's own: protocol.md 1.5).
 */
final class ExtensionTree {
  /** RFC 5280, 4.2.1.3, from the first bit on. */
  private static final List<String> USAGES =
      List.of(
          "digital signature",
          "non-repudiation",
          "key encipherment",
          "data encipherment",
          "key agreement",
          "certificate signing",
          "CRL signing",
          "encipher only",
          "decipher only");

  private static final Map<String, String> MEANINGS =
      Map.of(
          Leaf.NONCE,
          "SHA-256(authData ‖ clientDataHash): ties both to the certificate",
          Leaf.APP,
          "the key and the app, as Apple certifies them",
          Leaf.SYSTEM,
          "the system that the device runs; undocumented",
          Leaf.ACCESS_CONTROL,
          "what may be done with the key; decides on a Mac only",
          ObjectIdentifiers.BASIC_CONSTRAINTS,
          "whether the key may sign certificates",
          ObjectIdentifiers.EXTENDED_KEY_USAGE,
          "in leaves since February 2026",
          "1.2.840.113635.100.12.15",
          "Apple marks who signs receipts",
          "1.2.840.113635.100.6.2.3",
          "Apple marks who issues receipt signers");

  private ExtensionTree() {}

  /** A value of one line stands on the extension's own; below it what has parts, or is wrong. */
  static Node of(Asn1Item extension) {
    String oid = extension.parts().isEmpty() ? "" : extension.parts().getFirst().oid();
    List<Node> children =
        new Parts(extension)
            .required("an object identifier", universal(Asn1Item.OID), Asn1Item::node)
            .optional(universal(Asn1Item.BOOLEAN), Asn1Item::node)
            .required(
                "the extension's octets",
                universal(Asn1Item.OCTET_STRING),
                part -> value(oid, part))
            .end();
    boolean inOneLine =
        !oid.equals(Leaf.NONCE) && children.stream().allMatch(node -> node.children().isEmpty());
    String value = inOneLine && children.size() > 1 ? children.getLast().value() : "";
    List<Node> below =
        children.stream()
            .filter(node ->
                node.error()
                    || !node.children().isEmpty()
                    || (!inOneLine && node.equals(children.getLast())))
            .toList();
    return extension.whole().node(title(extension, oid), value, meaning(oid), below);
  }

  private static String title(Asn1Item extension, String oid) {
    boolean critical =
        extension.parts().stream()
            .anyMatch(part -> part.is(Asn1Item.BOOLEAN) && part.display().equals("TRUE"));
    return (oid.isEmpty() ? "extension" : ObjectIdentifiers.name(oid))
        + (critical ? " (critical)" : "");
  }

  private static String meaning(String oid) {
    String known = MEANINGS.getOrDefault(oid, "");
    return ObjectIdentifiers.isKnown(oid) ? oid + (known.isEmpty() ? "" : ": ") + known : known;
  }

  private static Node value(String oid, Asn1Item octets) {
    Asn1Item inner = Asn1Item.read(octets.content());
    if (octets.lost() || inner.hasProblem()) {
      Node node = octets.whole().node("value", octets.content().bytes().hex(), "");
      return octets.lost()
          ? node
          : node.plus(List.of(octets.content().error("the value is not whole ASN.1")));
    }
    Node node =
        switch (oid) {
          case ObjectIdentifiers.BASIC_CONSTRAINTS -> inner.whole().node("value", ca(inner), "");
          case ObjectIdentifiers.KEY_USAGE -> inner.whole().node("value", usages(inner), "");
          case Leaf.NONCE -> AppleExtension.nonce(inner);
          case Leaf.APP, Leaf.SYSTEM -> AppleExtension.properties(inner);
          case Leaf.ACCESS_CONTROL -> AppleExtension.accessControl(inner);
          default -> inner.whole().node("value", list(inner), "");
        };
    int end = inner.whole().length();
    return end == octets.content().length()
        ? node
        : node.plus(List.of(octets.content().from(end).error("bytes after the value")));
  }

  /** {@code SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER }}. */
  private static String ca(Asn1Item inner) {
    boolean ca = !inner.parts().isEmpty() && inner.parts().getFirst().display().equals("TRUE");
    return !ca
        ? "not a certificate authority"
        : inner.parts().size() == 1
            ? "certificate authority"
            : "certificate authority, path length " + inner.parts().get(1).display();
  }

  private static String usages(Asn1Item inner) {
    List<String> names = new ArrayList<>();
    Bytes bits = inner.content().bytes();
    for (int i = 0; i < USAGES.size() && 1 + i / 8 < bits.length(); i++) {
      if (((bits.at(1 + i / 8) << (i % 8)) & 0x80) != 0) {
        names.add(USAGES.get(i));
      }
    }
    return String.join(", ", names);
  }

  private static String list(Asn1Item inner) {
    return inner.is(Asn1Item.SEQUENCE)
        ? String.join(", ", inner.parts().stream().map(Asn1Item::display).toList())
        : inner.display();
  }
}
