package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.authenticator.LaunchInfo;
import assay.core.diagnosis.mistake.AppleAnswer;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.service.Checked;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.apple.Refresh;
import assay.service.keys.KeyFacts;
import assay.store.Risk;
import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes behind which Apple is asked. */
final class AppleTest {
  private static final Site SITE = new Site();
  private static final ProgrammedService SERVICE = SITE.service;
  private static final Bytes TOKEN = Bytes.sha256(Bytes.utf8("a device token"));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @AfterAll
  static void close() {
    SITE.close();
  }

  @BeforeEach
  void forget() {
    SERVICE.asked.clear();
    SERVICE.deviceCheck(() -> Future.succeededFuture(new DeviceAnswer.NeverSet()));
  }

  private static Got refresh() {
    String keyId =
        Base64.getUrlEncoder().withoutPadding().encodeToString(ProgrammedService.KEY_ID.toArray());
    return SITE.services("POST", Samples.DEV + "/keys/" + keyId + "/receipt/refresh").send();
  }

  private static Got ask(String operation, String body) {
    return SITE.services("POST", Samples.DEV + "/devicecheck/" + operation).json(body).send();
  }

  private static String body(String token) {
    return "{\"deviceToken\":\"" + token + "\"}";
  }

  // receipts

  @Test
  void aRefreshedReceiptIsAnsweredWithTheKey() {
    SERVICE.refresh(() ->
        Future.succeededFuture(
            new Refresh.Refreshed(ProgrammedService.key(ProgrammedService.KEY_ID))));
    Got got = refresh();

    assertEquals(200, got.status());
    assertEquals(2, got.json().path("risk").path("metric").intValue());
    assertEquals(ProgrammedService.KEY_ID.base64(), got.text("keyId"));
    assertEquals("no-store", got.header("Cache-Control").orElse(""));
    assertEquals(List.of(ProgrammedService.KEY_ID), SERVICE.asked);
  }

  /** Status, code, action, and after how many seconds. */
  private record Row(Refresh refresh, String problem) {}

  private static Row row(String problem, Refresh refresh) {
    return new Row(refresh, problem);
  }

  @TestFactory
  Stream<DynamicTest> whateverElseBecomesOfARefreshIsAProblem() {
    Optional<Instant> inAMinute = Optional.of(Site.NOW.plus(MINUTE));
    List<Row> rows =
        List.of(
            row("409 receipt-not-yet retry 60", new Refresh.NotYet(inAMinute)),
            row("409 receipt-not-yet retry 3600", new Refresh.NotYet(Optional.empty())),
            row("409 receipt-not-yet retry 3600", new Refresh.NotYet(Optional.of(Instant.EPOCH))),
            row("404 receipt-no-data re-attest -", new Refresh.NoData()),
            row("404 no-receipt re-attest -", new Refresh.NoReceipt()),
            row("404 unknown-key re-attest -", new Refresh.UnknownKey()),
            row("403 revoked-key re-attest -", new Refresh.RevokedKey()),
            row("409 refresh-under-way retry 5", new Refresh.UnderWay()),
            row("503 apple-throttled retry 60", new Refresh.Throttled(Optional.of(MINUTE))),
            row("503 apple-throttled retry 5", new Refresh.Throttled(Optional.empty())),
            row("503 apple-unavailable retry 60", new Refresh.Down("x", Optional.of(MINUTE))),
            row("503 apple-unavailable retry 5", new Refresh.Down("x", Optional.empty())),
            row("503 apple-wrong-environment retry 300", new Refresh.WrongEnvironment()),
            row("503 apple-bad-payload retry 300", new Refresh.BadPayload()),
            row("503 apple-misconfigured retry 300", new Refresh.Unauthorized()),
            row("503 apple-not-configured retry 300", new Refresh.NotConfigured("x")),
            row(
                "503 apple-receipt-refused retry 300",
                new Refresh.Refused(Step.Receipt.PUBLIC_KEY, "one is not the other")));
    return rows.stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.problem(),
                () -> {
                  SERVICE.refresh(() -> Future.succeededFuture(row.refresh()));
                  Got got = refresh();
                  assertEquals(
                      row.problem(), got.problem() + " " + got.header("Retry-After").orElse("-"));
                  assertFalse(got.detail().isEmpty());
                }));
  }

  @Test
  void aReceiptThatIsRefusedTellsItsStep() {
    SERVICE.refresh(() ->
        Future.succeededFuture(
            new Refresh.Refused(Step.Receipt.PUBLIC_KEY, "one is not the other")));

    assertTrue(refresh().detail().contains("(public-key): one is not the other"));
  }

  @Test
  void aProblemTellsWhatIsBehindItAndTheJournalLearnsOfItUnderTheSameId() {
    Diagnosis found = AppleAnswer.RECEIPT_NO_DATA.diagnosis();
    SITE.journal.ofApple.clear();
    SITE.journal.diagnose(() -> Future.succeededFuture(Optional.of(found)));
    SERVICE.refresh(() -> Future.succeededFuture(new Refresh.NoData()));
    SERVICE.deviceCheck(() -> Future.succeededFuture(new DeviceAnswer.BadDeviceToken()));
    Got receipt = refresh();
    Got bits = ask("query", body(TOKEN.base64()));
    SITE.journal.diagnose(() -> Future.succeededFuture(Optional.empty()));

    assertEquals(found.code(), receipt.json().at("/diagnosis/code").asText());
    assertEquals(found.action(), bits.json().at("/diagnosis/action").asText());
    assertEquals(
        List.of(
            receipt.text("instance").substring("/v1/decisions/".length()) + " no-data",
            bits.text("instance").substring("/v1/decisions/".length()) + " bad-device-token"),
        SITE.journal.ofApple);
    assertFalse(refresh().json().has("diagnosis"));
  }

  @Test
  void whatIsForTheLogIsNotAnswered() {
    String secret = "proxy.internal:3128 said no";
    for (Refresh refresh :
        List.of(new Refresh.Down(secret, Optional.empty()), new Refresh.NotConfigured(secret))) {
      SERVICE.refresh(() -> Future.succeededFuture(refresh));
      assertFalse(refresh().body().text().contains("proxy.internal"));
    }
  }

  @Test
  void aStoreThatFailsMeanwhileIsUnavailable() {
    SERVICE.refresh(
        () -> Future.failedFuture(new StoreUnavailable(StoreUnavailable.Cause.LOST, "gone")));
    assertEquals("503 store-unavailable retry", refresh().problem());
    SERVICE.deviceCheck(
        () -> Future.failedFuture(new StoreUnavailable(StoreUnavailable.Cause.LOST, "gone")));
    assertEquals("503 store-unavailable retry", ask("query", body(TOKEN.base64())).problem());
  }

  @Test
  void aRefreshTakesNoBody() {
    Got got =
        SITE.services("POST", Samples.DEV + "/keys/" + "A".repeat(43) + "/receipt/refresh")
            .json("{}")
            .send();
    assertEquals("413 too-large give-up", got.problem());
  }

  // bits

  @Test
  void bitsAreAnswered() {
    SERVICE.deviceCheck(() ->
        Future.succeededFuture(
            new DeviceAnswer.Bits(true, false, Optional.of(YearMonth.of(2026, 3)))));
    assertEquals(
        "{\"app\":\"shop-dev\",\"environment\":\"development\",\"state\":\"set\",\"bit0\":true,"
            + "\"bit1\":false,\"lastUpdated\":\"2026-03\"}",
        ask("query", body(TOKEN.base64())).body().text());
    SERVICE.deviceCheck(
        () -> Future.succeededFuture(new DeviceAnswer.Bits(false, true, Optional.empty())));
    assertEquals(
        "{\"app\":\"shop-dev\",\"environment\":\"development\",\"state\":\"set\",\"bit0\":false,"
            + "\"bit1\":true}",
        ask("query", body(TOKEN.base64())).body().text());
    assertEquals(
        List.of(new DeviceRequest.Query(TOKEN), new DeviceRequest.Query(TOKEN)), SERVICE.asked);
  }

  @Test
  void bitsThatWereNeverSetAreNotZero() {
    assertEquals(
        "{\"app\":\"shop-dev\",\"environment\":\"development\",\"state\":\"never-set\"}",
        ask("query", body(TOKEN.base64())).body().text());
  }

  @Test
  void anUpdateSetsTheBitsThatAreThere() {
    SERVICE.deviceCheck(() -> Future.succeededFuture(new DeviceAnswer.Done()));
    String body = body(TOKEN.base64());
    assertEquals("updated", ask("update", Samples.with(body, "bit0", "false")).text("state"));
    assertEquals("updated", ask("update", Samples.with(body, "bit1", "true")).text("state"));
    ask("update", Samples.with(Samples.with(body, "bit0", "true"), "bit1", "false"));
    assertEquals(
        List.of(
            new DeviceRequest.Update(TOKEN, Optional.of(false), Optional.empty()),
            new DeviceRequest.Update(TOKEN, Optional.empty(), Optional.of(true)),
            new DeviceRequest.Update(TOKEN, Optional.of(true), Optional.of(false))),
        SERVICE.asked);
  }

  @Test
  void aValidationSaysValid() {
    SERVICE.deviceCheck(() -> Future.succeededFuture(new DeviceAnswer.Done()));
    assertEquals("valid", ask("validate", body(TOKEN.base64())).text("state"));
    assertEquals(List.of(new DeviceRequest.Validate(TOKEN)), SERVICE.asked);
  }

  private record DeviceRow(DeviceAnswer answer, String problem) {}

  @TestFactory
  Stream<DynamicTest> whateverElseBecomesOfADeviceIsAProblem() {
    Optional<Duration> minute = Optional.of(MINUTE);
    return Stream.of(
            new DeviceRow(new DeviceAnswer.BadDeviceToken(), "403 device-token new-device-token -"),
            new DeviceRow(
                new DeviceAnswer.UsedDeviceToken(), "409 device-token-used new-device-token -"),
            new DeviceRow(
                new DeviceAnswer.NotConfigured(false), "503 apple-not-configured retry 300"),
            new DeviceRow(
                new DeviceAnswer.NotConfigured(true),
                "503 apple-not-configured new-device-token 300"),
            new DeviceRow(
                new DeviceAnswer.Misconfigured(), "503 apple-misconfigured new-device-token 300"),
            new DeviceRow(
                new DeviceAnswer.Throttled(minute), "503 apple-throttled new-device-token 60"),
            new DeviceRow(
                new DeviceAnswer.Throttled(Optional.empty()),
                "503 apple-throttled new-device-token 5"),
            new DeviceRow(
                new DeviceAnswer.Down(true, minute), "503 apple-unavailable new-device-token 60"),
            new DeviceRow(
                new DeviceAnswer.Down(false, Optional.empty()), "503 apple-unavailable retry 5"))
        .map(row ->
            DynamicTest.dynamicTest(
                row.problem(),
                () -> {
                  SERVICE.deviceCheck(() -> Future.succeededFuture(row.answer()));
                  Got got = ask("query", body(TOKEN.base64()));
                  assertEquals(
                      row.problem(), got.problem() + " " + got.header("Retry-After").orElse("-"));
                  assertEquals(
                      got.text("action").equals("retry"),
                      got.detail().contains("the device token was not used"));
                }));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|deviceToken is missing",
        "{\"deviceToken\":\"\"}|deviceToken is empty",
        "{\"deviceToken\":null}|deviceToken must be a string, not null; leave out what is absent",
        "{\"deviceToken\":\"AAAA\\nAAAA\"}|deviceToken has a line break or tab",
        "{\"deviceToken\":\"AAAA\\r\\nAAAA\"}|deviceToken has a line break or tab",
        "{\"deviceToken\":\"AAAA\\n\"}|deviceToken has a line break or tab",
        "{\"deviceToken\":\"AA AA\"}|deviceToken has a space at 2",
        "{\"deviceToken\":\"A!==\"}|deviceToken is not base64",
        "{\"deviceToken\":\"AAA=\",\"bit0\":true}|unknown member bit0; known are [deviceToken]",
        "{\"deviceToken\":\"AAA=\",\"team\":\"x\"}|unknown member team; known are [deviceToken]",
      })
  void aTokenThatIsNoneIsNotAskedAbout(String body, String detail) {
    Got got = ask("query", body);
    assertEquals("400 malformed-request give-up", got.problem());
    assertTrue(got.detail().startsWith(detail), got.detail());
    assertEquals(List.of(), SERVICE.asked);
  }

  @Test
  void aTokenOfTenKibibytesIsTooLongWhoeverCounts() {
    for (String token : List.of("A".repeat(10 << 10), Bytes.of(new byte[10 << 10]).base64())) {
      Got got = ask("validate", body(token));
      assertEquals("400 malformed-request give-up", got.problem());
      assertTrue(got.detail().contains("bytes; up to 6144 are taken"), got.detail());
    }
    assertEquals(200, ask("query", body(Bytes.of(new byte[6 << 10]).base64())).status());
    assertEquals("413 too-large give-up", ask("query", body("A".repeat(20 << 10))).problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"bit0\":1", "\"bit1\":\"true\"", "\"bit0\":null"})
  void aBitIsTrueOrFalse(String bit) {
    Got got = ask("update", "{\"deviceToken\":\"AAA=\"," + bit + "}");
    assertEquals("400 malformed-request give-up", got.problem());
    assertTrue(got.detail().contains("must be true or false"), got.detail());
  }

  @Test
  void anUpdateWithoutABitSaysWhatIsMissing() {
    Got got = ask("update", body(TOKEN.base64()));
    assertEquals("400 malformed-request give-up", got.problem());
    assertTrue(got.detail().startsWith("bit0 or bit1 is missing"), got.detail());
  }

  @Test
  void allSpellingsOfATokenAreOneToken() {
    Bytes token = Bytes.of(new byte[] {-5, -1, -66, 7});
    for (String spelling : List.of("+/++Bw==", "+/++Bw", "-_--Bw", "-_--Bw==")) {
      assertEquals(200, ask("query", body(spelling)).status());
    }
    assertEquals(
        List.of(new DeviceRequest.Query(token)), SERVICE.asked.stream().distinct().toList());
  }

  @Test
  void noRequestShowsItsTokenInText() {
    for (DeviceRequest request :
        List.of(
            new DeviceRequest.Query(TOKEN),
            new DeviceRequest.Update(TOKEN, Optional.of(true), Optional.empty()),
            new DeviceRequest.Validate(TOKEN))) {
      assertFalse(request.toString().contains(TOKEN.base64().substring(0, 8)));
    }
  }

  // decisions

  @Test
  void aMetricAboveTheMaximumIsAWarning() {
    SERVICE.check(() -> checked(true));
    assertEquals("[\"risk\"]", Samples.verify(SITE, "shop-dev").json().path("warnings").toString());
    SERVICE.check(() -> checked(false));
    assertFalse(Samples.verify(SITE, "shop-dev").json().has("warnings"));
  }

  private static Future<Verdict<Checked>> checked(boolean above) {
    return Future.succeededFuture(
        new Verdict.Accepted<>(
            new Checked(
                7,
                new LaunchInfo(Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.of(new Risk(9, ProgrammedService.LATER)),
                above,
                new KeyFacts(
                    ProgrammedService.KEY_ID,
                    Bytes.EMPTY,
                    "TEAMID1234.com.example.shop",
                    Optional.empty(),
                    ProgrammedService.REGISTERED,
                    Optional.empty()))));
  }
}
