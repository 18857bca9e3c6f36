package assay.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Base64 of members. */
final class Base64TextTest {

  @Test
  void bothAlphabetsAreTakenPaddedOrNot() throws BadRequest {
    Random random = new Random(1);
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      for (Base64.Encoder encoder :
          new Base64.Encoder[] {
            Base64.getEncoder(),
            Base64.getUrlEncoder(),
            Base64.getEncoder().withoutPadding(),
            Base64.getUrlEncoder().withoutPadding()
          }) {
        assertEquals(Bytes.of(bytes), Base64Text.decode("m", encoder.encodeToString(bytes)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "ab+_|m mixes standard base64",
        "ab-/|m mixes standard base64",
        "ab c|m has a space at 2, which is what a + becomes in a form or URL",
        "ab%2B|m is still percent-encoded at 2",
        "data:text/plain;base64,AAAA|m is a data URI",
        "AAAA=|m has wrong padding",
        "AAA==|m has wrong padding",
        "AA=|m has wrong padding",
        "AA===|m has wrong padding",
        "A===|m has wrong padding",
        "====|m has wrong padding",
        "AA==AAAA|m has padding in the middle, at 2",
        "A|m is cut off",
        "AAAAA|m is cut off",
        "AB|m does not end where its bytes end",
        "AAB|m does not end where its bytes end",
        "AB==|m does not end where its bytes end",
        "AA*A|m is not base64: the character at 2",
        "AAéA|m is not base64: the character at 2",
      })
  void eachMistakeHasItsOwnWords(String text, String expected) {
    String message =
        assertThrows(BadRequest.class, () -> Base64Text.decode("m", text)).getMessage();

    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void lineBreaksAreNamed() {
    for (String text :
        new String[] {"AAAA\nAAAA", "AAAA\r\nAAAA", "AA\tAA", "AAA=\n", "AA==\r\n"}) {
      String message =
          assertThrows(BadRequest.class, () -> Base64Text.decode("m", text)).getMessage();
      assertTrue(message.startsWith("m has a line break or tab; "), message);
    }
  }
}
