package assay.http.request;

import assay.core.Bytes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the one JSON object of a body. Two readers of the same bytes must never see two things, so
 * what parsers are known to differ about is refused: members that are there twice or that nobody
 * asked for, null, other encodings than UTF-8, a byte order mark, half a surrogate pair, anything
 * after the object.
 */
public final class StrictJson {
  private static final int MOST_CHARACTERS = 400_000;
  private static final int DEEPEST = 4;
  private static final int LONGEST_NAME = 64;
  private static final int MOST_DIGITS = 18;
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // names are the caller's: none of them should stay
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(LONGEST_NAME)
                  .maxNumberLength(32)
                  .maxStringLength(MOST_CHARACTERS)
                  .maxDocumentLength(MOST_CHARACTERS)
                  .build())
          .build();

  private StrictJson() {}

  /** The members of a body. */
  public static Members read(byte[] body, Shape shape) throws BadRequest {
    CharBuffer text = text(body);
    try (JsonParser json =
        FACTORY.createParser(text.array(), text.arrayOffset(), text.remaining())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRequest("the body must be one JSON object, with the members " + shape.names());
      }
      Members members = object(json, shape, "");
      if (json.nextToken() != null) {
        throw new BadRequest("after the JSON object there is more in the body" + at(json));
      }
      return members;
    } catch (JsonProcessingException e) {
      throw new BadRequest(
          "the body is not JSON that is taken here: " + e.getOriginalMessage() + at(e));
    } catch (IOException e) {
      throw new IllegalStateException("reading an array does no I/O", e);
    }
  }

  private static CharBuffer text(byte[] body) throws BadRequest {
    if (body.length == 0) {
      throw new BadRequest("the body is empty; it must be one JSON object");
    }
    try {
      CharBuffer text = Utf8.decode(body, body.length);
      if (text.get(0) == BYTE_ORDER_MARK) {
        throw new BadRequest("the body begins with a byte order mark; send UTF-8 without one");
      }
      return text;
    } catch (CharacterCodingException _) {
      throw new BadRequest("the body is not valid UTF-8");
    }
  }

  private static Members object(JsonParser json, Shape shape, String path)
      throws IOException, BadRequest {
    Map<String, Object> values = HashMap.newHashMap(shape.names().size());
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      Shape.Type type = shape.members().get(name);
      if (type == null) {
        throw new BadRequest(
            "unknown member " + path + Bytes.utf8(name).text() + "; known are " + shape.names());
      }
      json.nextToken();
      values.put(name, value(json, type, path + name));
    }
    return new Members(values, path);
  }

  private static Object value(JsonParser json, Shape.Type type, String path)
      throws IOException, BadRequest {
    JsonToken token = json.currentToken();
    return switch (type) {
      case Shape.Type.Text() when token == JsonToken.VALUE_STRING -> text(json, path);
      case Shape.Type.Flag() when token.isBoolean() -> json.getBooleanValue();
      case Shape.Type.Whole() when isWhole(json) -> json.getLongValue();
      case Shape.Type.Of(Shape inner) when token == JsonToken.START_OBJECT ->
          object(json, inner, path + ".");
      default ->
          throw new BadRequest(
              path
                  + " must be "
                  + wanted(type)
                  + ", not "
                  + found(token)
                  + (token == JsonToken.VALUE_NULL ? "; leave out what is absent" : ""));
    };
  }

  private static boolean isWhole(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= MOST_DIGITS;
  }

  private static String text(JsonParser json, String path) throws IOException, BadRequest {
    String text = json.getText();
    if (Utf8.hasLoneSurrogate(text)) {
      throw new BadRequest(path + " has half a surrogate pair, which is no character");
    }
    return text;
  }

  private static String wanted(Shape.Type type) {
    return switch (type) {
      case Shape.Type.Text _ -> "a string";
      case Shape.Type.Flag _ -> "true or false";
      case Shape.Type.Whole _ -> "a whole number";
      case Shape.Type.Of _ -> "an object";
    };
  }

  private static String found(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      default -> "that";
    };
  }

  private static String at(JsonParser json) {
    return " (line "
        + json.currentLocation().getLineNr()
        + ", column "
        + json.currentLocation().getColumnNr()
        + ")";
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }
}
