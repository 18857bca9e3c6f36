package assay.cli.inspect;

import assay.core.inspect.Encoding;
import assay.core.inspect.Inspection;
import assay.core.inspect.Node;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;

/** How an inspection is printed: a tree in columns, or the same as JSON. */
record InspectReport(Inspection.Recognised inspection, Encoding.Decoded object) {
  private static final int WIDEST_NAME = 46;
  private static final int LONGEST_VALUE = 120;
  private static final String CUT = "…";

  void text(PrintStream out) {
    Node tree = inspection.tree();
    String bytes = object.bytes().length() + " bytes";
    out.println(
        inspection.kind().description()
            + ", "
            + bytes
            + (object.encoding() == Encoding.RAW ? "" : " in " + object.encoding().label()));
    out.println();
    out.println("offset length  field");
    int width = Math.min(WIDEST_NAME, widest(tree, 0));
    print(tree, 0, width, out);
    out.println();
    if (hasPayload(tree)) {
      out.println("p counts within the payload of the receipt");
    }
    if (hasLongValue(tree)) {
      out.println(CUT + " ends a value that --json has in full");
    }
    int errors = tree.errors().size();
    out.println(
        errors == 0
            ? "✓ decoded whole"
            : "✗ malformed in " + errors + (errors == 1 ? " place" : " places"));
  }

  private static void print(Node node, int depth, int width, PrintStream out) {
    String offset = (isInPayload(node) ? "p" : "") + node.offset();
    String place =
        node.offset() < 0 ? " ".repeat(13) : String.format("%6s %6d", offset, node.length());
    String name = "  ".repeat(depth) + (node.error() ? "✗ " + node.meaning() : node.name());
    String value = node.value().length() > LONGEST_VALUE ? cut(node.value()) : node.value();
    String meaning = node.error() || node.meaning().isEmpty() ? "" : "— " + node.meaning();
    String remark = value + (value.isEmpty() || meaning.isEmpty() ? "" : " ") + meaning;
    String padding = remark.isEmpty() ? "" : " ".repeat(Math.max(0, width - name.length()) + 2);
    out.println(place + "  " + name + padding + remark);
    node.children().forEach(child -> print(child, depth + 1, width, out));
  }

  private static String cut(String value) {
    boolean splits = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1));
    return value.substring(0, splits ? LONGEST_VALUE - 1 : LONGEST_VALUE) + CUT;
  }

  private static int widest(Node node, int depth) {
    return node.children().stream()
        .mapToInt(child -> widest(child, depth + 1))
        .reduce(node.error() ? 0 : 2 * depth + node.name().length(), Math::max);
  }

  private static boolean isInPayload(Node node) {
    return node.origin() == Node.Origin.PAYLOAD;
  }

  private static boolean hasPayload(Node node) {
    return isInPayload(node) || node.children().stream().anyMatch(InspectReport::hasPayload);
  }

  private static boolean hasLongValue(Node node) {
    return node.value().length() > LONGEST_VALUE
        || node.children().stream().anyMatch(InspectReport::hasLongValue);
  }

  /**
   * {@code {kind, encoding, length, whole, tree}}; a node has {@code name}, and where they are not
   * empty {@code offset}, {@code length}, {@code origin} (absent for the input), {@code value},
   * {@code meaning}, {@code error} and {@code children}.
   */
  void json(PrintStream out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("kind", inspection.kind().slug());
    root.put("encoding", object.encoding().label());
    root.put("length", object.bytes().length());
    root.put("whole", inspection.whole());
    root.set("tree", json(inspection.tree()));
    out.println(root.toPrettyString());
  }

  private static ObjectNode json(Node node) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", node.name());
    if (node.offset() >= 0) {
      json.put("offset", node.offset());
      json.put("length", node.length());
    }
    if (isInPayload(node)) {
      json.put("origin", "payload");
    }
    if (!node.value().isEmpty()) {
      json.put("value", node.value());
    }
    if (!node.meaning().isEmpty()) {
      json.put("meaning", node.meaning());
    }
    if (node.error()) {
      json.put("error", true);
    }
    if (!node.children().isEmpty()) {
      ArrayNode children = json.putArray("children");
      node.children().forEach(child -> children.add(json(child)));
    }
    return json;
  }
}
