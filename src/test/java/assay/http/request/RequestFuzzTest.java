package assay.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import assay.core.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes, read as what callers send: they are a request, or refused with a word of why. */
final class RequestFuzzTest {
  private static final Shape SHAPE =
      Shape.of("keyId", "object", "subject")
          .flag("nextChallenge")
          .object("context", Shape.of("at"));

  static Stream<Arguments> bodies() {
    Bytes good =
        Bytes.utf8(
            "{\"keyId\":\"zgSY9YSD+vOj1Io4s9YDvWTfB/pSYWr0TYrLvhSB7xo=\",\"object\":\"AQID\","
                + "\"subject\":\"é😀\\ud83d\\ude00\",\"nextChallenge\":true,\"context\":{\"at\":\"2026\"}}");
    return Seeds.of(
        Seeds.cut(good),
        Seeds.text(good),
        Stream.of(
                "{\"object\":\"\\ud800\"}",
                "{\"object\":\"AA\",\"object\":\"AA\"}",
                "\ufeff{}",
                "{\"\\u0000\":1}",
                "{\"object\":" + "[".repeat(2000),
                "{\"object\":1e999999999}",
                "{\"object\":\"" + "A".repeat(70_000) + "\"}")
            .map(Bytes::utf8),
        Stream.of(Bytes.of("{\"object\":\"AA\"}".getBytes(StandardCharsets.UTF_16LE))));
  }

  @MethodSource("bodies")
  @FuzzTest(maxDuration = "10m")
  void aBodyIsReadOrRefused(byte[] body) {
    try {
      Members members = StrictJson.read(body, SHAPE);
      members.optionalBytes("object");
      members.line("subject", 1, 256);
      members.flag("nextChallenge");
      members.object("context");
      assertEquals(Members.KEY_ID_BYTES, members.keyId("keyId").length());
    } catch (BadRequest refused) {
      assertEquals(refused.getMessage(), assay.core.Printable.of(refused.getMessage()));
    }
  }

  static Stream<Arguments> texts() {
    return Seeds.of(
        Stream.of(
                "", "A", "AA", "AAA=", "A+/A", "A-_A", "A+_A", "AA==AA", "====", " ", "data:,",
                "\u00e9")
            .map(Bytes::utf8));
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "10m")
  void base64MeansWhatEveryDecoderSaysOrNothing(byte[] text) {
    String base64 = new String(text, StandardCharsets.UTF_8);
    try {
      Bytes bytes = Base64Text.decode("m", base64);
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String again = encoder.withoutPadding().encodeToString(bytes.toArray());
        String given = base64.replace("=", "");
        if (encoder == Base64.getEncoder()) {
          given = given.replace('-', '+').replace('_', '/');
        } else {
          given = given.replace('+', '-').replace('/', '_');
        }
        assertEquals(again, given);
      }
    } catch (BadRequest refused) {
      assertEquals('m', refused.getMessage().charAt(0));
    }
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "10m")
  void pathsAndQueriesAreReadOrRefused(byte[] text) {
    String given = new String(text, StandardCharsets.UTF_8);
    try {
      PercentText.segment(given);
      Query.read(given, List.of("subject", "after", "limit")).number("limit", 1, 500, 100);
    } catch (BadRequest refused) {
      assertEquals(refused.getMessage(), assay.core.Printable.of(refused.getMessage()));
    }
  }
}
