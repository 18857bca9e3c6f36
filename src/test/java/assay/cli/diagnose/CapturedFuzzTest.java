package assay.cli.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.core.Seeds;
import assay.http.request.BadRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonPointer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text, pasted as a request: it is one, or refused with a word of why. */
final class CapturedFuzzTest {
  private static final JsonPointer POINTER = JsonPointer.compile("/challenge");

  static Stream<Arguments> requests() {
    String body = "{\"keyId\":\"AA==\",\"attestationObject\":\"AAAA\",\"challenge\":\"é\"}";
    Bytes curl =
        Bytes.utf8(
            "$ curl -sS -X POST \\\r\n  'https://h/v1/apps/shop/attestations?x' -H \"A: $B\" --data-raw $'"
                + body.replace("é", "\\u00e9")
                + "' | jq . # so");
    Bytes http =
        Bytes.utf8(
            "POST /v1/apps/shop/assertions/verify HTTP/1.1\r\nContent-Type: application/json\r\n\r\n"
                + body.replace("attestation", "assertion"));
    return Seeds.of(
        Seeds.cut(curl),
        Seeds.cut(http),
        Seeds.text(Bytes.utf8(body)),
        Stream.of(
                body,
                "curl -d @x U",
                "curl -d \"`\"",
                "curl $'\\Uffffffff\\xZ\\' -d ${",
                "curl -d $(((",
                "curl " + "\\\n".repeat(20_000),
                "curl " + "-".repeat(20_000) + " " + "$'\\".repeat(20_000),
                "GET / HTTP/1.1\n\n",
                "POST x://y\r\n\r\nContent-Length: 5\r\n\r\n",
                "POST " + "/".repeat(10_000) + "\n".repeat(10_000),
                "POST / HTTP/1.1\nContent-Length: 999999999\n\n" + body)
            .map(Bytes::utf8));
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = "10m")
  void aPasteIsARequestOrRefused(byte[] input) {
    try {
      Captured captured = Captured.read(Bytes.of(input));
      captured.wrongType();
      assertEquals(captured.path().map(path -> '/'), captured.path().map(path -> path.charAt(0)));
      Submitted submitted = Submitted.read(Submitted.Kind.of(captured), captured.body(), POINTER);
      assertFalse(submitted.object().isEmpty());
      assertEquals(32, submitted.clientData().hash().length());
    } catch (UnusableInput | BadRequest refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank());
    }
  }
}
