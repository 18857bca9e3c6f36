package assay.service.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Printable;
import assay.core.Seeds;
import assay.service.ServedApps;
import assay.service.policy.ServedApp;
import assay.store.ChallengeSecret;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text as a challenge, and any client data as what holds one. */
final class ChallengesFuzzTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final ServedApp SHOP = ServedApps.production("shop");
  private static final List<ChallengeSecret> SECRETS = List.of(secret(2), secret(1));
  private static final List<String> ISSUED =
      List.of(issued(SHOP, Purpose.ATTESTATION, 2), issued(SHOP, Purpose.ASSERTION, 1));
  private static final JsonPointer POINTER = JsonPointer.compile("/a~1b/0");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ChallengeSecret secret(int number) {
    return new ChallengeSecret(number, Bytes.sha256(Bytes.utf8("secret " + number)), NOW);
  }

  private static String issued(ServedApp app, Purpose purpose, int number) {
    return Challenges.issue(app, purpose, secret(number), NOW, new Random(7)).text();
  }

  static Stream<Arguments> texts() {
    Bytes whole = Bytes.of(Base64.getUrlDecoder().decode(ISSUED.getFirst()));
    return Seeds.of(
        Stream.concat(
                ISSUED.stream(),
                Stream.of(
                    issued(ServedApps.production("bank"), Purpose.ASSERTION, 2),
                    issued(SHOP, Purpose.ASSERTION, 3),
                    issued(SHOP, Purpose.ASSERTION, -1),
                    ISSUED.getFirst() + "=",
                    ISSUED.getFirst().replace('-', '+').replace('_', '/'),
                    "A".repeat(512),
                    "A".repeat(513),
                    "made up"))
            .map(Bytes::utf8),
        Seeds.cut(whole).map(cut -> Bytes.utf8(cut.base64().replaceAll("=", ""))));
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "10m")
  void nobodyMakesAChallengeUp(byte[] text) {
    String challenge = new String(text, StandardCharsets.UTF_8);
    boolean genuine = ISSUED.contains(challenge);
    int number = Challenges.secretNumber(challenge);
    assertTrue(!genuine || SECRETS.stream().anyMatch(secret -> secret.number() == number));
    assertEquals(genuine, Bounds.shown(() -> recognised(challenge)).isPresent());
  }

  private static Optional<Challenges.Genuine> recognised(String challenge) {
    try {
      return Optional.of(Challenges.recognise(SHOP, challenge, SECRETS, NOW));
    } catch (NotOpen refused) {
      String why = String.valueOf(refused.getMessage());
      assertFalse(why.isBlank());
      assertEquals(why, Printable.of(why));
      return Optional.empty();
    }
  }

  static Stream<Arguments> clientData() {
    return Seeds.of(
        Seeds.cut(Bytes.utf8("{\"x\":1e9,\"a/b\":[\"ch\\u0061llenge\",{}],\"é\":\"😀\"}")),
        Seeds.vectors("clientData").distinct().limit(50),
        Stream.of(
                ISSUED.getFirst(),
                "{\"a/b\":[\"one\"],\"a/b\":[\"other\"]}",
                "{\"a/b\":[\"one\"],\"\\u0061/b\":[\"other\"]}",
                "{\"a/b\":{\"0\":\"one\"}}",
                "{\"a/b\":[\"\\ud800\"]}",
                "{\"a/b\":[\"one\"]} {}",
                "{\"a/b\":[\"one\"]}\u0000",
                "\ufeff{\"a/b\":[\"one\"]}",
                " {\"a/b\":[\"one\"]}",
                "{\u0001\u202e",
                "{\"a/b\":[NaN]}",
                "[".repeat(5_000),
                "{\"a\":".repeat(5_000),
                "{\"x\":1" + "0".repeat(5_000) + "}")
            .map(Bytes::utf8));
  }

  /** Where another reader of JSON would find another challenge, there is none. */
  @MethodSource("clientData")
  @FuzzTest(maxDuration = "10m")
  void everyReaderFindsTheSameChallengeInClientData(byte[] bytes) throws IOException {
    Bytes clientData = Bytes.of(bytes);
    Optional<String> found = Bounds.parsed(() -> ChallengeInClientData.find(clientData, POINTER));
    if (found.isEmpty()) {
      return;
    }
    String text = clientData.text();
    assertEquals(Bytes.of(bytes), Bytes.utf8(text));
    assertEquals(
        text.startsWith("{") || text.startsWith("[")
            ? JSON.readTree(bytes).at(POINTER).textValue()
            : text,
        found.get());
  }
}
