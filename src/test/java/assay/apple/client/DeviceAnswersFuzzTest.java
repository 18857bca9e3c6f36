package assay.apple.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.DeviceChecked;
import assay.apple.Exchanged;
import assay.apple.call.Answer;
import assay.apple.client.DeviceAnswers.Operation;
import assay.apple.client.Outcomes.Judged;
import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Printable;
import assay.core.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes with any status, read as an answer of Apple's: an outcome, and only a safe one. */
final class DeviceAnswersFuzzTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static Stream<Arguments> answers() {
    Bytes bits =
        Bytes.utf8("\u0000{\"bit0\":true,\"bit1\":false,\"last_update_time\":\"2026-03\"}");
    return Seeds.of(
        Seeds.cut(bits),
        Seeds.text(bits),
        Stream.of(
                "\u0000Failed to find bit state",
                "\u0001Missing or incorrectly formatted device token payload",
                "\u0002Unable to verify authorization token",
                "\u0006",
                "\u0000{\"bit0\":true,\"bit1\":false,\"x\":" + "[".repeat(3_000),
                "\u0000{\"bit0\":true,\"bit1\":false,\"bit1\":true}",
                "\u0000{\"bit0\":true,\"bit1\":false,\"last_update_time\":\"+999999999-12\"}",
                "\u0000{\"x\":1e999999999,\"bit0\":true,\"bit1\":true}",
                "\u0000\ufeff{\"bit0\":true,\"bit1\":false}",
                "\u0000<html>" + "x".repeat(60_000),
                "\u0000" + "Failed to find bit state ".repeat(2_000),
                "\u0001\u202etoken device\u0007",
                "\u0000MIAA+/8+Pw==")
            .map(Bytes::utf8));
  }

  private static Answer.Reply reply(byte[] data) {
    int[] statuses = {200, 400, 401, 403, 404, 405, 429, 500, 503, 204, 302, 304};
    int status = data.length == 0 ? 200 : statuses[(data[0] & 0xff) % statuses.length];
    Bytes body = data.length == 0 ? Bytes.EMPTY : Bytes.of(data).from(1);
    return new Answer.Reply(status, body, Optional.empty(), Optional.empty());
  }

  @MethodSource("answers")
  @FuzzTest(maxDuration = "10m")
  void anyAnswerOfDeviceCheckIsAnOutcome(byte[] data) throws IOException {
    Answer.Reply reply = reply(data);
    for (Operation operation : Operation.values()) {
      DeviceAnswers answers = new DeviceAnswers(operation);
      Judged<DeviceChecked> judged = Bounds.shown(() -> answers.read(reply));
      requirePrintable(judged);
      assertFalse(answers.name(judged.outcome()).isEmpty());
      switch (judged.outcome()) {
        case DeviceChecked.Bits bits -> requireBits(operation, reply, bits);
        case DeviceChecked.NeverSet _ -> assertEquals(Operation.QUERY, operation);
        case DeviceChecked.Done _ -> {
          assertEquals(200, reply.status());
          assertFalse(operation == Operation.QUERY);
        }
        case DeviceChecked.BadDeviceToken _ ->
            assertTrue(reply.status() == 400 || operation != Operation.QUERY);
        default -> assertTrue(judged.fault().isPresent());
      }
    }
  }

  /** Another reader of JSON sees the same bits, so nobody could have meant others. */
  private static void requireBits(Operation operation, Answer.Reply reply, DeviceChecked.Bits bits)
      throws IOException {
    assertEquals(Operation.QUERY, operation);
    assertEquals(200, reply.status());
    JsonNode json = JSON.readTree(reply.body().toArray());
    assertEquals(json.get("bit0").booleanValue(), bits.bit0());
    assertEquals(json.get("bit1").booleanValue(), bits.bit1());
  }

  @MethodSource("answers")
  @FuzzTest(maxDuration = "10m")
  void anyAnswerAboutAReceiptIsAnOutcome(byte[] data) {
    Answer.Reply reply = reply(data);
    Judged<Exchanged> judged = Bounds.shown(() -> new ReceiptAnswers().read(reply));
    requirePrintable(judged);
    if (judged.outcome() instanceof Exchanged.Refreshed(Bytes receipt)) {
      assertEquals(200, reply.status());
      assertEquals(0x30, receipt.at(0));
    }
  }

  private static void requirePrintable(Judged<?> judged) {
    assertEquals(judged.detail(), Printable.of(judged.detail()));
    String told = judged.outcome().toString();
    assertEquals(told, Printable.of(told));
  }
}
