package assay.http.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Writes the JSON of answers, member by member. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int LAST_YEAR = 9999;

  private Json() {}

  /** Writes the members of one object. */
  @FunctionalInterface
  public interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** The UTF-8 bytes of one object. */
  public static Buffer object(Content content) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a value that JSON has no way to write
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  /** RFC 3339, UTC, with milliseconds. */
  public static String time(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > LAST_YEAR) {
      throw new IllegalArgumentException("RFC 3339 has no way to write " + time);
    }
    StringBuilder text = new StringBuilder(24);
    digits(text, utc.getYear(), 1000, '-');
    digits(text, utc.getMonthValue(), 10, '-');
    digits(text, utc.getDayOfMonth(), 10, 'T');
    digits(text, utc.getHour(), 10, ':');
    digits(text, utc.getMinute(), 10, ':');
    digits(text, utc.getSecond(), 10, '.');
    digits(text, utc.getNano() / 1_000_000, 100, 'Z');
    return text.toString();
  }

  private static void digits(StringBuilder text, int number, int highest, char after) {
    for (int place = highest; place > 0; place /= 10) {
      text.append((char) ('0' + number / place % 10));
    }
    text.append(after);
  }

  public static void time(JsonGenerator json, String name, Instant time) throws IOException {
    json.writeStringField(name, time(time));
  }

  /** A member that is left out where there is nothing to say. */
  public static void optional(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(name, text.get());
    }
  }

  /** A member that is left out where there is nothing to say. */
  public static void optionalTime(JsonGenerator json, String name, Optional<Instant> time)
      throws IOException {
    if (time.isPresent()) {
      time(json, name, time.get());
    }
  }

  /** A member that is left out where there is nothing to say. */
  public static void optionalNumber(JsonGenerator json, String name, Optional<Long> number)
      throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(name, number.get());
    }
  }
}
