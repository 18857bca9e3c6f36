package assay.core.authenticator;

import assay.core.Bytes;
import assay.core.Malformed;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of CBOR (RFC 8949) that Apple's objects use: maps with text keys (a COSE key's are
 * integers), arrays, byte strings, text and integers, all of definite length, containers at most
 * four deep. Tags, floats, simple values, indefinite lengths, duplicate keys and bytes after the
 * item are malformed.
 */
public final class Cbor {
  private static final int DEEPEST = 4;

  /** Symbol tables are off, or names that an attacker invents would stay in memory. */
  private static final CBORFactory FACTORY =
      CBORFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /** What the keys of a map are. */
  public enum Keys {
    TEXT,
    INTEGER
  }

  private Cbor() {}

  /**
   * A map: its members in the order of the bytes. Values are {@link Bytes}, {@link String}, {@link
   * Number}, {@link List} or {@link Map}; integer keys stand as their decimal text.
   */
  public record Members(Map<String, Object> values) {

    public Optional<Bytes> bytes(String name) throws Malformed {
      return member(name, Bytes.class, "a byte string");
    }

    public Optional<String> text(String name) throws Malformed {
      return member(name, String.class, "text");
    }

    public Bytes requiredBytes(String name) throws Malformed {
      return required(name, bytes(name));
    }

    public String requiredText(String name) throws Malformed {
      return required(name, text(name));
    }

    public Members requiredMap(String name) throws Malformed {
      return new Members(asMap(required(name, member(name, Map.class, "a map"))));
    }

    /** A member that must be an array of byte strings. */
    public List<Bytes> requiredBytesArray(String name) throws Malformed {
      List<Bytes> elements = new ArrayList<>();
      for (Object element : required(name, member(name, List.class, "an array"))) {
        if (!(element instanceof Bytes bytes)) {
          throw new Malformed(
              "an element of " + name + " is " + kind(element) + ", not a byte string");
        }
        elements.add(bytes);
      }
      return elements;
    }

    private <T> Optional<T> member(String name, Class<T> type, String expected) throws Malformed {
      Object value = values.get(name);
      if (value == null) {
        return Optional.empty();
      }
      if (!type.isInstance(value)) {
        throw new Malformed(name + " is " + kind(value) + ", not " + expected);
      }
      return Optional.of(type.cast(value));
    }

    private <T> T required(String name, Optional<T> value) throws Malformed {
      return value.orElseThrow(() ->
          new Malformed("no member " + name + "; there is " + String.join(", ", values.keySet())));
    }

    @SuppressWarnings("unchecked") // readMap makes no other maps
    private static Map<String, Object> asMap(Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
  }

  /** Decodes bytes that are one map with text keys and nothing else. */
  public static Members map(Bytes item) throws Malformed {
    return wholeMap(item, Keys.TEXT);
  }

  /** Decodes bytes that are one map with integer keys and nothing else. */
  static Members integerKeyedMap(Bytes item) throws Malformed {
    return wholeMap(item, Keys.INTEGER);
  }

  private static Members wholeMap(Bytes item, Keys keys) throws Malformed {
    int end = endOfItem(item, 0, keys);
    if (end != item.length()) {
      throw new Malformed(
          (item.length() - end) + " bytes after the CBOR item, which ends at byte " + end);
    }
    try (JsonParser parser = FACTORY.createParser(item.toArray())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed("the CBOR item is not a map");
      }
      return new Members(readMap(parser));
    } catch (IOException e) {
      throw new Malformed("CBOR: " + firstLine(e));
    }
  }

  private static Map<String, Object> readMap(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      members.put(name, readValue(parser, parser.nextToken()));
    }
    return members;
  }

  private static Object readValue(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> readMap(parser);
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          elements.add(readValue(parser, next));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_EMBEDDED_OBJECT -> Bytes.of(parser.getBinaryValue());
      default ->
          throw new IOException("unexpected " + token); // endOfItem lets nothing else through
    };
  }

  /**
   * Walks one item's heads.
   *
   * @return where the item ends
   * @throws Malformed where it is outside the part of CBOR that is accepted, or reaches over the
   *     end
   */
  static int endOfItem(Bytes bytes, int start, Keys keys) throws Malformed {
    return endOfItem(bytes, start, 0, keys);
  }

  private static int endOfItem(Bytes bytes, int start, int depth, Keys keys) throws Malformed {
    if (start >= bytes.length()) {
      throw new Malformed("cut off at byte " + start);
    }
    int head = bytes.at(start);
    int info = head & 0x1f;
    if (info > 27) {
      throw new Malformed("indefinite length at byte " + start);
    }
    int next = start + 1 + (info < 24 ? 0 : 1 << (info - 24));
    if (next > bytes.length()) {
      throw new Malformed("cut off at byte " + start);
    }
    return switch (head >>> 5) {
      case 0, 1 -> next;
      case 2 -> next + count(bytes, start, next, info);
      case 3 -> {
        int end = next + count(bytes, start, next, info);
        requireUtf8(bytes.slice(next, end), start);
        yield end;
      }
      case 4 -> {
        requireDepth(depth, start);
        int end = next;
        for (int left = count(bytes, start, next, info); left > 0; left--) {
          end = endOfItem(bytes, end, depth + 1, Keys.TEXT);
        }
        yield end;
      }
      case 5 -> {
        requireDepth(depth, start);
        int end = next;
        for (int left = count(bytes, start, next, info); left > 0; left--) {
          requireKey(bytes, end, keys);
          end = endOfItem(bytes, end, depth + 1, Keys.TEXT);
          end = endOfItem(bytes, end, depth + 1, Keys.TEXT);
        }
        yield end;
      }
      case 6 -> throw new Malformed("a tag at byte " + start);
      default -> throw new Malformed("a float or simple value at byte " + start);
    };
  }

  /**
   * A declared length or number of elements; each element takes at least one byte, so none may
   * exceed what is left.
   */
  private static int count(Bytes bytes, int start, int next, int info) throws Malformed {
    int left = bytes.length() - next;
    if (info < 24) {
      return checked(info, left, start);
    }
    if (info == 27 && bytes.at(start + 1) != 0) {
      throw new Malformed("a length of 2^56 or more at byte " + start);
    }
    return checked(bytes.unsigned(info == 27 ? start + 2 : start + 1, next), left, start);
  }

  private static int checked(long count, int left, int start) throws Malformed {
    if (count > left) {
      throw new Malformed(
          "cut off: " + count + " announced at byte " + start + ", " + left + " left");
    }
    return (int) count;
  }

  private static void requireDepth(int depth, int start) throws Malformed {
    if (depth >= DEEPEST) {
      throw new Malformed("nested deeper than " + DEEPEST + " at byte " + start);
    }
  }

  private static void requireKey(Bytes bytes, int start, Keys keys) throws Malformed {
    if (start >= bytes.length()) {
      throw new Malformed("cut off at byte " + start);
    }
    int major = bytes.at(start) >>> 5;
    boolean fits =
        switch (keys) {
          case TEXT -> major == 3;
          case INTEGER -> major == 0 || major == 1;
        };
    if (!fits) {
      throw new Malformed(
          "a map key that is not "
              + (keys == Keys.TEXT ? "text" : "an integer")
              + " at byte "
              + start);
    }
  }

  private static void requireUtf8(Bytes text, int start) throws Malformed {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.toArray()));
    } catch (CharacterCodingException _) {
      throw new Malformed("text that is not UTF-8 at byte " + start);
    }
  }

  private static String kind(Object value) {
    return switch (value) {
      case Bytes _ -> "a byte string";
      case String _ -> "text";
      case Number _ -> "an integer";
      case List<?> _ -> "an array";
      default -> "a map";
    };
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }
}
