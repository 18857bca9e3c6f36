package assay.core.inspect.node;

import assay.core.Malformed;
import java.util.List;

/** A decoder of the verifier. */
public interface Strict {
  /** What was decoded, which is of no interest here. */
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
