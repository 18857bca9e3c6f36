package assay.core.inspect.node;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A tree as JSON, the same wherever it is shown: a node has {@code name}, and where they are not
 * empty {@code offset}, {@code length}, {@code origin} (absent for the input), {@code value},
 * {@code meaning}, {@code error} and {@code children}.
 */
public final class NodeJson {
  private NodeJson() {}

  /** Writes a node and all below it as one object. */
  public static void write(JsonGenerator json, Node node) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", node.name());
    if (node.offset() >= 0) {
      json.writeNumberField("offset", node.offset());
      json.writeNumberField("length", node.length());
    }
    if (node.origin() == Node.Origin.PAYLOAD) {
      json.writeStringField("origin", "payload");
    }
    text(json, "value", node.value());
    text(json, "meaning", node.meaning());
    if (node.error()) {
      json.writeBooleanField("error", true);
    }
    if (!node.children().isEmpty()) {
      json.writeArrayFieldStart("children");
      for (Node child : node.children()) {
        write(json, child);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }
}
