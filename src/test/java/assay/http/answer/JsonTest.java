package assay.http.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How values are written. */
final class JsonTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T12:00:00Z, 2026-11-21T12:00:00.000Z",
    "2026-01-02T03:04:05.006Z, 2026-01-02T03:04:05.006Z",
    "2026-12-31T23:59:59.999999Z, 2026-12-31T23:59:59.999Z",
    "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59.000Z",
  })
  void timesHaveMilliseconds(Instant time, String text) {
    assertEquals(text, Json.time(time));
  }

  @Test
  void aTimeWithoutFourDigitsOfYearIsABug() {
    assertThrows(
        IllegalArgumentException.class, () -> Json.time(Instant.parse("+10000-01-01T00:00:00Z")));
    assertThrows(
        IllegalArgumentException.class, () -> Json.time(Instant.parse("-0001-01-01T00:00:00Z")));
  }

  @Test
  void textIsEscaped() {
    assertEquals(
        "{\"a\":\"\\\"é\\u0000\\uD83D\\uDE00\"}",
        Json.object(json -> json.writeStringField("a", "\"é\0😀")).toString());
  }
}
