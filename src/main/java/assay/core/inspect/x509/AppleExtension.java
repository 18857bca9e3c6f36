package assay.core.inspect.x509;

import static java.util.Map.entry;

import assay.core.attestation.AttestationVerifier;
import assay.core.attestation.Leaf;
import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of Apple's own extensions in a leaf (protocol.md 1.5). */
final class AppleExtension {
  /** What is known of the tags in Apple's two bags of properties; nothing of it is documented. */
  private static final Map<Integer, String> TAGS =
      Map.ofEntries(
          entry(Leaf.APP_ID_TAG, "App ID"),
          entry(Leaf.OS_VERSION_TAG, "OS version"),
          entry(Leaf.OS_BUILD_TAG, "OS build"),
          entry(1026, "platform"),
          entry(1029, "kind of OS build"));

  private AppleExtension() {}

  static Node nonce(Asn1Item inner) {
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
  static Node properties(Asn1Item inner) {
    if (!inner.is(Asn1Item.SEQUENCE)) {
      return misshapen(inner, "a SEQUENCE of tagged values");
    }
    List<Node> children = inner.parts().stream().map(AppleExtension::property).toList();
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
  static Node accessControl(Asn1Item inner) {
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
