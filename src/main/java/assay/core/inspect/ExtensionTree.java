package assay.core.inspect;

import static assay.core.inspect.Parts.universal;
import static java.util.Map.entry;

import assay.core.Bytes;
import assay.core.attestation.AttestationVerifier;
import assay.core.attestation.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** What is known of the tags in Apple's two bags of properties; nothing of it is documented. */
  private static final Map<Integer, String> TAGS =
      Map.ofEntries(
          entry(Leaf.APP_ID_TAG, "App ID"),
          entry(Leaf.OS_VERSION_TAG, "OS version"),
          entry(Leaf.OS_BUILD_TAG, "OS build"),
          entry(1026, "platform"),
          entry(1029, "kind of OS build"));

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
          case Leaf.NONCE -> nonce(inner);
          case Leaf.APP, Leaf.SYSTEM -> properties(inner);
          case Leaf.ACCESS_CONTROL -> accessControl(inner);
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

  private static Node nonce(Asn1Item inner) {
    Optional<Region> octets = onlyOctets(inner, Leaf.NONCE_TAG);
    return octets.isPresent() && octets.get().length() == Leaf.NONCE_BYTES
        ? octets.get().node("value", octets.get().bytes().hex(), "")
        : misshapen(inner, "SEQUENCE { [1] OCTET STRING of 32 bytes }");
  }

  /** The octets in a SEQUENCE of one explicit tag. */
  private static Optional<Region> onlyOctets(Asn1Item inner, int tag) {
    return inner.is(Asn1Item.SEQUENCE) && inner.parts().size() == 1
        ? inner.parts().getFirst().isContext(tag)
            ? inner
                .parts()
                .getFirst()
                .only()
                .filter(octets -> octets.is(Asn1Item.OCTET_STRING) && !octets.constructed())
                .map(Asn1Item::content)
            : Optional.empty()
        : Optional.empty();
  }

  private static Node misshapen(Asn1Item inner, String shape) {
    return inner
        .whole()
        .node("value", inner.display(), "", List.of(inner.whole().error("this is not " + shape)));
  }

  /** A SEQUENCE of explicit tags, of which few are known. */
  private static Node properties(Asn1Item inner) {
    if (!inner.is(Asn1Item.SEQUENCE)) {
      return misshapen(inner, "a SEQUENCE of tagged values");
    }
    List<Node> children = inner.parts().stream().map(ExtensionTree::property).toList();
    return inner.whole().node("value", "", "", children);
  }

  private static Node property(Asn1Item tagged) {
    String value = tagged.only().map(Asn1Item::text).orElse(tagged.display());
    String known = tagged.tagClass() == 2 ? TAGS.getOrDefault(tagged.number(), "") : "";
    return tagged
        .whole()
        .node(known.isEmpty() ? tagged.tag() : tagged.tag() + " " + known, value, "");
  }

  /** {@code SEQUENCE { [3] OCTET STRING }}, the octets a list of operations with conditions. */
  private static Node accessControl(Asn1Item inner) {
    Optional<Region> octets = onlyOctets(inner, Leaf.ACCESS_CONTROL_TAG);
    if (octets.isEmpty()) {
      return misshapen(inner, "SEQUENCE { [3] OCTET STRING }");
    }
    Region blob = octets.get();
    String meaning =
        blob.bytes().equals(AttestationVerifier.FULL_SECURITY)
            ? "Apple's constant for a Mac with full security"
            : "not Apple's constant for a Mac with full security, which only Macs have";
    return blob.node("value", blob.bytes().hex(), meaning, operations(Asn1Item.read(blob)));
  }

  /** Undocumented: text, and a list of {@code SEQUENCE { name, condition }}. */
  private static List<Node> operations(Asn1Item list) {
    List<Node> nodes = new ArrayList<>();
    if (!list.hasProblem()) {
      for (Asn1Item part : list.sequence()) {
        if (part.constructed()) {
          part.parts().forEach(operation -> nodes.add(operation(operation)));
        } else {
          nodes.add(part.whole().node("version", part.text(), ""));
        }
      }
    }
    return nodes;
  }

  private static Node operation(Asn1Item item) {
    List<Asn1Item> parts = item.sequence();
    return parts.isEmpty()
        ? item.node()
        : item.whole()
            .node(
                parts.getFirst().content().bytes().text(),
                String.join(", ", parts.stream().skip(1).map(Asn1Item::display).toList()),
                "");
  }
}
