package assay.core.inspect.authenticator;

import assay.core.Bytes;
import assay.core.attestation.Leaf;
import assay.core.inspect.cbor.CborItem;
import assay.core.inspect.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The COSE key of an attested credential, beside the leaf's, which is the one that counts. */
final class CoseKeyTree {
  /** RFC 9052 and 9053: the members of a COSE key, and what Apple's values of them mean. */
  private static final Map<String, String> NAMES =
      Map.of("1", "kty", "3", "alg", "-1", "crv", "-2", "x", "-3", "y");

  private static final Map<String, String> VALUES =
      Map.of("1=2", "EC2: two coordinates", "3=-7", "ES256", "-1=1", "P-256");

  private CoseKeyTree() {}

  static Node of(CborItem key, Optional<Leaf> leaf) {
    List<Node> children = new ArrayList<>();
    if (key.is(CborItem.Type.MAP)) {
      for (CborItem.Member member : key.members()) {
        String number = member.key().display();
        String value = member.value().display();
        String name = NAMES.getOrDefault(number, "unknown");
        children.add(
            member
                .value()
                .node(name + " (" + number + ")", VALUES.getOrDefault(number + "=" + value, "")));
      }
      key.unpaired().ifPresent(cut -> children.addAll(cut.node("", "").children()));
      children.addAll(key.problems());
    } else {
      children.addAll(key.node("", "").children());
      children.addAll(key.unless(CborItem.Type.MAP));
    }
    return key.whole().node("COSE key", "", meaning(key, leaf), children);
  }

  private static String meaning(CborItem key, Optional<Leaf> leaf) {
    Optional<Bytes> x = coordinate(key, "-2");
    Optional<Bytes> y = coordinate(key, "-3");
    if (leaf.isEmpty() || x.isEmpty() || y.isEmpty()) {
      return "the device's word for its key; the leaf's counts";
    }
    Bytes point = Bytes.of((byte) 4).concat(x.get()).concat(y.get());
    return leaf.get().publicKey().equals(point)
        ? "equals the leaf's key"
        : "NOT the leaf's key, which is the one that counts";
  }

  private static Optional<Bytes> coordinate(CborItem key, String name) {
    return key.member(name)
        .filter(value -> value.is(CborItem.Type.BYTES))
        .map(value -> value.content().bytes());
  }
}
