package assay.core.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import assay.core.inspect.node.Node;
import java.util.List;

/** What tests read in trees. */
public final class Trees {
  private static final Inspector INSPECTOR = new Inspector(Samples.NONE);

  private Trees() {}

  public static Node tree(Kind kind, Bytes object) {
    return ((Inspection.Recognised) INSPECTOR.inspect(object, kind)).tree();
  }

  public static Node tree(Kind kind, String hex) {
    return tree(kind, Bytes.hex(hex.replace(" ", "")));
  }

  /** The node at a path of names, each looked up in the one before. */
  public static Node at(Node tree, String... path) {
    Node node = tree;
    for (String name : path) {
      Node around = node;
      node =
          around
              .child(name)
              .orElseThrow(() ->
                  new AssertionError(
                      name
                          + " is not in "
                          + around.name()
                          + ": "
                          + around.children().stream().map(Node::name).toList()));
    }
    return node;
  }

  /** Where a field stands, its value and its meaning, as one line. */
  public static void assertField(String line, Node node) {
    assertEquals(line, line(node));
  }

  public static String line(Node node) {
    return node.offset() + "+" + node.length() + " " + node.value() + " | " + node.meaning();
  }

  /** The errors of a tree, each with its offset. */
  public static List<String> errors(Node tree) {
    return tree.errors().stream().map(error -> error.offset() + ": " + error.meaning()).toList();
  }

  public static List<String> names(Node node) {
    return node.children().stream().map(Node::name).toList();
  }
}
