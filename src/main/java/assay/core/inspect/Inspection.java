package assay.core.inspect;

import assay.core.inspect.node.Node;

/** What came of looking into bytes. */
public sealed interface Inspection {

  /** An object of a known kind, whole or not. */
  record Recognised(Kind kind, Node tree) implements Inspection {
    /** Whether all of it could be decoded, as the verifier would. */
    public boolean whole() {
      return tree.errors().isEmpty();
    }
  }

  /**
   * Nothing that can be inspected.
   *
   * @param reason what the bytes look like instead; reads on after "the input is"
   */
  record Unusable(String reason) implements Inspection {
    public Unusable {
      reason = Node.printable(reason);
    }
  }
}
