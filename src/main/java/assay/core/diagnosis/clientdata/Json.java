package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A JSON value, its members in the order in which they stand. */
sealed interface Json {
  int DEEPEST = 32;
  JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  record Member(String name, Json value) {}

  record Members(List<Member> list) implements Json {}

  record Elements(List<Json> list) implements Json {}

  record Text(String value) implements Json {}

  /** A number as it was written, {@code true}, {@code false} or {@code null}. */
  record Literal(String text) implements Json {}

  /** An object or array in UTF-8 with nothing behind it; nothing where the bytes are not that. */
  static Optional<Json> read(Bytes bytes) {
    if (bytes.isEmpty() || (bytes.at(0) != '{' && bytes.at(0) != '[')) {
      return Optional.empty();
    }
    try (JsonParser parser = STRICT.createParser(bytes.toArray())) {
      parser.nextToken();
      Json value = value(parser);
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private static Json value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        List<Member> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.add(new Member(name, value(parser)));
        }
        yield new Members(members);
      }
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield new Elements(elements);
      }
      case VALUE_STRING -> new Text(parser.getText());
      default -> new Literal(parser.getText());
    };
  }

  /** The same value with the members of every object in the order of their names. */
  default Json sorted() {
    return switch (this) {
      case Members(List<Member> list) ->
          new Members(
              list.stream()
                  .map(member -> new Member(member.name(), member.value().sorted()))
                  .sorted(Comparator.comparing(Member::name))
                  .toList());
      case Elements(List<Json> list) -> new Elements(list.stream().map(Json::sorted).toList());
      case Text _, Literal _ -> this;
    };
  }
}
