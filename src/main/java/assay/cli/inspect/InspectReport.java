package assay.cli.inspect;

import assay.core.inspect.Encoding;
import assay.core.inspect.Inspection;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.NodeJson;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** How an inspection is printed: a tree in columns, or the same as JSON. */
record InspectReport(Inspection.Recognised inspection, Encoding.Decoded object) {
  private static final int WIDEST_NAME = 46;
  private static final int LONGEST_VALUE = 120;
  private static final String CUT = "…";
  private static final JsonFactory FACTORY = new JsonFactory();

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

  /** {@code {kind, encoding, length, whole, tree}}; of nodes see {@link NodeJson}. */
  void json(PrintStream out) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("kind", inspection.kind().slug());
      json.writeStringField("encoding", object.encoding().label());
      json.writeNumberField("length", object.bytes().length());
      json.writeBooleanField("whole", inspection.whole());
      json.writeFieldName("tree");
      NodeJson.write(json, inspection.tree());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(text);
  }
}
