package assay.core.inspect;

import assay.core.Malformed;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.util.List;

/** A decoder of the verifier. */
interface Strict {
  Object decode() throws Malformed;

  /** Where the tree found nothing wrong, asks the verifier's decoder too. */
  static Node check(Node node, Region region, Strict decoder) {
    if (!node.errors().isEmpty()) {
      return node;
    }
    try {
      decoder.decode();
      return node;
    } catch (Malformed e) {
      return node.plus(List.of(region.error(e.getMessage())));
    }
  }
}
