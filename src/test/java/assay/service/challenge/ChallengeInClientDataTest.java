package assay.service.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.core.Bytes;
import assay.core.Malformed;
import com.fasterxml.jackson.core.JsonPointer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The challenge is found where the app put it, and never where two readers might differ. */
final class ChallengeInClientDataTest {
  private static final JsonPointer USUAL = JsonPointer.compile("/challenge");

  private static String find(String clientData, String pointer) throws Malformed {
    return ChallengeInClientData.find(Bytes.utf8(clientData), JsonPointer.compile(pointer));
  }

  private static String refusal(String clientData) {
    return refusal(Bytes.utf8(clientData));
  }

  private static String refusal(Bytes clientData) {
    return assertThrows(Malformed.class, () -> ChallengeInClientData.find(clientData, USUAL))
        .getMessage();
  }

  @Test
  void theClientDataMayBeTheChallenge() throws Malformed {
    assertEquals("AbC-123_x", find("AbC-123_x", "/challenge"));
    assertEquals("", find("", "/challenge"));
  }

  @Test
  void jsonHoldsItAtThePointer() throws Malformed {
    assertEquals("c", find("{\"challenge\":\"c\",\"amount\":12.50}", "/challenge"));
    assertEquals("c", find("{\"a\":[{\"b~/\":\"c\"}]}", "/a/0/b~0~1"));
    assertEquals("c", find("[\"c\"]", "/0"));
  }

  @Test
  void nothingIsTakenFromSomewhereElse() {
    assertEquals("the client data has no text at /challenge", refusal("{}"));
    assertEquals("the client data has no text at /challenge", refusal("{\"challenge\":1}"));
    assertEquals(
        "the client data has no text at /challenge", refusal("{\"x\":{\"challenge\":\"c\"}}"));
    assertEquals("the client data has no text at /challenge", refusal("[\"c\"]"));
  }

  @Test
  void aMemberThatStandsTwiceIsRefusedAnywhere() {
    String twice = refusal("{\"challenge\":\"a\",\"challenge\":\"b\"}");
    assertEquals("the client data is not strict JSON: Duplicate field 'challenge'", twice);
    refusal("{\"challenge\":\"a\",\"x\":{\"y\":1,\"y\":2}}");
    refusal("{\"challenge\":\"a\",\"ch\\u0061llenge\":\"b\"}");
  }

  @Test
  void whatIsNotStrictJsonIsRefused() {
    refusal("{\"challenge\":\"a\"} {}");
    refusal("{\"challenge\":\"a\"");
    refusal("{'challenge':'a'}");
    refusal("{challenge:\"a\"}");
    refusal("{\"challenge\":\"a\",}");
    refusal("[".repeat(1000));
  }

  @Test
  void onlyUtf8IsText() {
    refusal(Bytes.of((byte) '{', (byte) 0xff, (byte) '}'));
    refusal(Bytes.of("{\"challenge\":\"a\"}".getBytes(StandardCharsets.UTF_16)));
    refusal(Bytes.of((byte) 0xc0, (byte) 0x80));
  }
}
