package assay.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one JSON object of a body. */
final class StrictJsonTest {
  private static final Shape SHAPE =
      Shape.of("text", "other").flag("flag").object("inner", Shape.of("text"));

  private static Members read(String json) throws BadRequest {
    return StrictJson.read(json.getBytes(StandardCharsets.UTF_8), SHAPE);
  }

  private static String refusal(byte[] body) {
    return assertThrows(BadRequest.class, () -> StrictJson.read(body, SHAPE)).getMessage();
  }

  @Test
  void membersAreReadByTheirTypes() throws BadRequest {
    Members members =
        read(" {\"text\":\"a\\u00e9\\ud83d\\ude00\",\"flag\":true,\"inner\":{\"text\":\"b\"}}\n");

    assertEquals("aé😀", members.text("text"));
    assertTrue(members.flag("flag"));
    assertEquals("b", members.object("inner").orElseThrow().text("text"));
    assertEquals(Optional.empty(), members.optionalText("other"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|the body must be one JSON object, with the members [text, other, flag, inner]",
        "\"text\"|the body must be one JSON object",
        "null|the body must be one JSON object",
        "{\"text\":\"a\"} {}|after the JSON object there is more in the body (line 1, column 1",
        "{\"text\":\"a\"}x|the body is not JSON that is taken here",
        "{\"text\":\"a\",\"text\":\"b\"}|the body is not JSON that is taken here: Duplicate",
        "{\"text\":\"a\",\"\\u0074ext\":\"b\"}|the body is not JSON that is taken here: Duplicate",
        "{\"more\":1}|unknown member more; known are [text, other, flag, inner]",
        "{\"inner\":{\"more\":1}}|unknown member inner.more; known are [text]",
        "{\"Text\":\"a\"}|unknown member Text",
        "{\"text\":null}|text must be a string, not null; leave out what is absent",
        "{\"text\":1}|text must be a string, not a number",
        "{\"text\":1.5}|text must be a string, not a number",
        "{\"text\":true}|text must be a string, not true or false",
        "{\"text\":{}}|text must be a string, not an object",
        "{\"text\":[]}|text must be a string, not an array",
        "{\"flag\":\"true\"}|flag must be true or false, not a string",
        "{\"flag\":1}|flag must be true or false, not a number",
        "{\"inner\":\"a\"}|inner must be an object, not a string",
        "{\"inner\":{\"text\":1}}|inner.text must be a string, not a number",
        "{\"text\":\"\\ud800\"}|text has half a surrogate pair",
        "{\"text\":\"\\udc00\\ud800\"}|text has half a surrogate pair",
        "{\"text\":\"a\",}|the body is not JSON",
        "{text:\"a\"}|the body is not JSON",
        "{'text':'a'}|the body is not JSON",
        "{\"text\":\"a\" /* b */}|the body is not JSON",
        "{\"text\":NaN}|the body is not JSON",
        "{\"text\":\"a|the body is not JSON",
        "{\"text\"|the body is not JSON",
      })
  void whatReadersDifferAboutIsRefused(String json, String expected) {
    String message = refusal(json.getBytes(StandardCharsets.UTF_8));

    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void onlyUtf8WithoutAMarkIsTaken() {
    String json = "{\"text\":\"é\"}";

    assertEquals(
        "the body is not valid UTF-8", refusal(json.getBytes(StandardCharsets.ISO_8859_1)));
    assertEquals(
        "the body begins with a byte order mark; send UTF-8 without one",
        refusal(("\ufeff" + json).getBytes(StandardCharsets.UTF_8)));
    for (var charset :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_16,
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_16BE,
          StandardCharsets.UTF_32
        }) {
      assertTrue(refusal(json.getBytes(charset)).startsWith("the body"), charset.name());
    }
    byte[] surrogate = {
      '{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'
    };
    byte[] overlong = {
      '{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xc0, (byte) 0xa2, '"', '}'
    };
    assertEquals("the body is not valid UTF-8", refusal(surrogate));
    assertEquals("the body is not valid UTF-8", refusal(overlong));
    assertEquals("the body is empty; it must be one JSON object", refusal(new byte[0]));
  }

  @Test
  void depthAndNamesAreBounded() {
    String deep = "{\"text\":" + "[".repeat(10_000);
    assertTrue(refusal(deep.getBytes(StandardCharsets.UTF_8)).contains("not an array"));
    String longName = "{\"" + "n".repeat(5000) + "\":1}";
    assertTrue(refusal(longName.getBytes(StandardCharsets.UTF_8)).length() < 700);
  }

  @Test
  void unknownNamesAreShownWithoutWhatDoesNotPrint() {
    String message = refusal("{\"a\\u001b[31m\\u202e\":1}".getBytes(StandardCharsets.UTF_8));

    assertTrue(message.startsWith("unknown member a\ufffd[31m\ufffd; "), message);
  }

  @Test
  void textIsBounded() throws BadRequest {
    Members members = read("{\"text\":\"" + "a".repeat(11) + "\",\"other\":\"a\\u0000b\"}");

    assertEquals(
        "text has 11 characters; 1 to 10 are taken",
        assertThrows(BadRequest.class, () -> members.line("text", 1, 10)).getMessage());
    assertEquals("a".repeat(11), members.line("text", 1, 11).orElseThrow());
    assertEquals(
        "other holds control characters",
        assertThrows(BadRequest.class, () -> members.line("other", 1, 10)).getMessage());
  }

  @Test
  void whatIsMissingIsNamed() throws BadRequest {
    Members members = read("{\"inner\":{}}");

    assertEquals(
        "text is missing", assertThrows(BadRequest.class, () -> members.text("text")).getMessage());
    Members inner = members.object("inner").orElseThrow();
    assertEquals(
        "inner.text is missing",
        assertThrows(BadRequest.class, () -> inner.bytes("text")).getMessage());
  }
}
