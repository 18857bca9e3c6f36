package assay.apple.client;

import assay.apple.DeviceChecked.Bits;
import assay.core.Bytes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Reads the JSON of a query's answer. Both bits must be there, once, as booleans: a bit that is
 * guessed is a device that is let in, or kept out, by mistake. Other members are skipped.
 */
final class TwoBits {
  private static final int DEEPEST = 8;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private Optional<Boolean> bit0 = Optional.empty();
  private Optional<Boolean> bit1 = Optional.empty();
  private Optional<YearMonth> lastUpdate = Optional.empty();

  private TwoBits() {}

  /** The bits of a body; nothing where it is anything else. */
  static Optional<Bits> read(Bytes body) {
    try (JsonParser json = FACTORY.createParser(body.toArray())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      TwoBits bits = new TwoBits();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        bits.member(name, json);
      }
      return json.nextToken() == null ? bits.whole() : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "bit0" -> bit0 = bit(json);
      case "bit1" -> bit1 = bit(json);
      case "last_update_time" -> lastUpdate = month(json);
      default -> json.skipChildren();
    }
  }

  private static Optional<Boolean> bit(JsonParser json) throws IOException {
    json.skipChildren();
    return json.currentToken().isBoolean() ? Optional.of(json.getBooleanValue()) : Optional.empty();
  }

  /** The month; without meaning for the bits, so that another form does not void them. */
  private static Optional<YearMonth> month(JsonParser json) throws IOException {
    json.skipChildren();
    try {
      return json.currentToken() == JsonToken.VALUE_STRING
          ? Optional.of(YearMonth.parse(json.getText().strip()))
          : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private Optional<Bits> whole() {
    return bit0.flatMap(zero -> bit1.map(one -> new Bits(zero, one, lastUpdate)));
  }
}
