package assay.cli.replay;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.core.Bytes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A JSON file read strictly, by JSON pointer (RFC 6901). Whatever is wrong with a value names the
 * file, the line and the pointer; the line is looked up only then.
 */
final class VectorJson {
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path path;
  private final byte[] bytes;
  private final JsonNode root;

  private VectorJson(Path path, byte[] bytes, JsonNode root) {
    this.path = path;
    this.bytes = bytes;
    this.root = root;
  }

  static VectorJson read(Path path) throws UnusableInput {
    return of(path, Input.bytes("vectors", path, MOST_BYTES));
  }

  static VectorJson of(Path path, Bytes content) throws UnusableInput {
    try {
      byte[] bytes = content.toArray();
      JsonNode root = MAPPER.readTree(bytes);
      if (!root.isObject()) {
        throw new UnusableInput(path + ":1: not a JSON object");
      }
      return new VectorJson(path, bytes, root);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new UnusableInput(
          path
              + ":"
              + line
              + ": not JSON: "
              + e.getOriginalMessage().replaceFirst(" \\(for .*", ""));
    } catch (IOException e) {
      throw new UnusableInput(path + ": cannot be read: " + e);
    }
  }

  JsonNode node(String pointer) {
    return root.at(pointer);
  }

  List<String> members() {
    List<String> names = new ArrayList<>();
    root.fieldNames().forEachRemaining(names::add);
    return names;
  }

  boolean has(String pointer) {
    return !node(pointer).isMissingNode();
  }

  String text(String pointer) throws UnusableInput {
    return optionalText(pointer).orElseThrow(() -> unusable(pointer, "is missing"));
  }

  Optional<String> optionalText(String pointer) throws UnusableInput {
    JsonNode node = node(pointer);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw unusable(pointer, "is not a string");
    }
    return Optional.of(node.textValue());
  }

  /** A whole number from 0 to 2^32 - 1. */
  long unsigned(String pointer) throws UnusableInput {
    JsonNode node = node(pointer);
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() >>> 32 != 0) {
      throw unusable(pointer, "is not a whole number from 0 to 2^32 - 1");
    }
    return node.longValue();
  }

  /** Standard base64 with padding. */
  Bytes bytes(String pointer) throws UnusableInput {
    try {
      return Bytes.of(Base64.getDecoder().decode(text(pointer)));
    } catch (IllegalArgumentException e) {
      throw unusable(pointer, "is not standard base64: " + e.getMessage());
    }
  }

  Instant instant(String pointer) throws UnusableInput {
    try {
      return Instant.parse(text(pointer));
    } catch (DateTimeException _) {
      throw unusable(pointer, "is not a time such as 2026-04-21T18:13:12Z");
    }
  }

  /** The pointers of an array's elements. */
  List<String> elements(String pointer) throws UnusableInput {
    JsonNode node = node(pointer);
    if (!node.isArray()) {
      throw unusable(pointer, node.isMissingNode() ? "is missing" : "is not an array");
    }
    List<String> pointers = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      pointers.add(pointer + "/" + i);
    }
    return pointers;
  }

  UnusableInput unusable(String pointer, String problem) {
    return new UnusableInput(
        path
            + ":"
            + line(pointer)
            + ": "
            + (pointer.isEmpty() ? "the file" : pointer)
            + " "
            + problem);
  }

  /** The line of the value, or of the innermost value around it that is there. */
  private int line(String pointer) {
    String there = pointer;
    while (!has(there)) {
      there = there.substring(0, there.lastIndexOf('/'));
    }
    JsonPointer wanted = JsonPointer.compile(there);
    try (JsonParser parser = MAPPER.createParser(bytes)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() != com.fasterxml.jackson.core.JsonToken.FIELD_NAME
            && parser.getParsingContext().pathAsPointer().equals(wanted)) {
          return parser.currentTokenLocation().getLineNr();
        }
      }
    } catch (IOException _) {
      // it was read before; without a line then
    }
    return 1;
  }
}
