package assay.apple.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Nobody;
import assay.apple.AppleHosts;
import assay.apple.DeviceChecked;
import assay.apple.ScriptedApple;
import assay.core.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two bits: protocol.md 4, row by row, over real sockets. */
final class DeviceCheckTest {
  private static final String TOKEN = Bytes.utf8("a device's token of 30 bytes..").base64();
  private static final Optional<Boolean> LEAVE = Optional.empty();

  private final Wired wired = new Wired();

  @AfterEach
  void stop() {
    wired.close();
  }

  private DeviceChecked query() {
    return wired.deviceCheck().query(Wired.TEAM, TOKEN).await();
  }

  private DeviceChecked query(int status, String body) {
    wired.apple.then(status, body);
    return query();
  }

  private DeviceChecked update(int status, String body) {
    wired.apple.then(status, body);
    return wired.deviceCheck().update(Wired.TEAM, TOKEN, Optional.of(true), LEAVE).await();
  }

  private DeviceChecked validate(int status, String body) {
    wired.apple.then(status, body);
    return wired.deviceCheck().validate(Wired.TEAM, TOKEN).await();
  }

  private static DeviceChecked.Down down(DeviceChecked outcome) {
    return assertInstanceOf(DeviceChecked.Down.class, outcome);
  }

  private static String misconfigured(DeviceChecked outcome) {
    return assertInstanceOf(DeviceChecked.Misconfigured.class, outcome).why();
  }

  private JsonNode sent(int index) {
    try {
      return new ObjectMapper().readTree(wired.apple.seen().get(index).body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> members(JsonNode json) {
    return json.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  @Test
  void aQueryIsAskedAsAppleWantsIt() {
    query(200, "{\"bit0\":true,\"bit1\":false}");
    ScriptedApple.Seen seen = wired.apple.last();
    assertEquals("POST /v1/query_two_bits", seen.line());
    assertTrue(seen.header("authorization").startsWith("Bearer eyJ"));
    assertEquals("application/json", seen.header("content-type"));
    assertEquals(List.of("device_token", "transaction_id", "timestamp"), members(sent(0)));
    assertEquals(TOKEN, sent(0).get("device_token").textValue());
    assertEquals(wired.times.instant().toEpochMilli(), sent(0).get("timestamp").longValue());
    assertTrue(
        sent(0)
            .get("transaction_id")
            .textValue()
            .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }

  @Test
  void everyCallHasATransactionOfItsOwn() {
    query(200, "");
    query(200, "");
    assertNotEquals(sent(0).get("transaction_id"), sent(1).get("transaction_id"));
  }

  @Test
  void bitsAreToldWithTheMonthOfTheLastChange() {
    assertEquals(
        new DeviceChecked.Bits(true, false, Optional.of(YearMonth.of(2026, 3))),
        query(200, "{\"bit0\":true,\"bit1\":false,\"last_update_time\":\"2026-03\"}"));
    assertEquals(
        new DeviceChecked.Bits(false, true, Optional.empty()),
        query(200, " {\"new\":[{}],\"bit1\":true,\"bit0\":false}\n"));
    assertEquals(List.of("query bits", "query bits"), wired.observed);
    assertEquals(List.of(), wired.logged());
  }

  @Test
  void aMonthInAnotherFormDoesNotVoidTheBits() {
    for (String month : List.of("\"March\"", "\"\"", "null", "202603", "{\"a\":[]}")) {
      assertEquals(
          new DeviceChecked.Bits(true, true, Optional.empty()),
          query(200, "{\"bit0\":true,\"last_update_time\":" + month + ",\"bit1\":true}"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200,Failed to find bit state",
    "200,' failed to find bit state.\n'",
    "200,Bit State Not Found",
    "200,{\"error\":\"BitStateNotFound\"}",
    "400,Failed to find bit state",
    "404,Bit State Not Found",
    "500,Failed to find bit state"
  })
  void bitsThatWereNeverSetAreToldByTheTextWhateverTheStatus(int status, String body) {
    assertEquals(new DeviceChecked.NeverSet(), query(status, body));
    assertEquals(List.of(), wired.logged());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "{}",
        "[]",
        "null",
        "true",
        "OK",
        "{\"bit0\":true}",
        "{\"bit1\":true}",
        "{\"bit0\":true,\"bit1\":null}",
        "{\"bit0\":1,\"bit1\":0}",
        "{\"bit0\":\"true\",\"bit1\":\"false\"}",
        "{\"bit0\":[true],\"bit1\":{\"bit1\":true}}",
        "{\"bit0\":true,\"bit1\":false,\"bit0\":false}",
        "{\"bit0\":true,\"bit1\":false",
        "{\"bit0\":true,\"bit1\":false}{\"bit0\":false,\"bit1\":false}",
        "{\"bit0\":true,\"bit1\":false} trailing",
        "{\"bits\":{\"bit0\":true,\"bit1\":false}}",
        "{\"BIT0\":true,\"BIT1\":false}",
        "<html><body>Failed to find bit state</body></html>"
      })
  void successWithoutBothBitsIsAnErrorAndNeverNoBits(String body) {
    down(query(200, body));
    assertEquals(List.of("query down"), wired.observed);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 204, 301, 400, 418, 500})
  void bitsWithAnotherStatusAreNone(int status) {
    DeviceChecked outcome = query(status, status == 204 ? "" : "{\"bit0\":true,\"bit1\":true}");
    assertFalse(outcome instanceof DeviceChecked.Bits, outcome::toString);
  }

  @Test
  void anUpdateSetsOneBitAndLeavesTheOther() {
    assertEquals(new DeviceChecked.Done(), update(200, ""));
    assertEquals("POST /v1/update_two_bits", wired.apple.last().line());
    assertEquals(List.of("device_token", "transaction_id", "timestamp", "bit0"), members(sent(0)));
    assertTrue(sent(0).get("bit0").booleanValue());
    wired.apple.then(200, "");
    wired.deviceCheck().update(Wired.TEAM, TOKEN, LEAVE, Optional.of(false)).await();
    assertEquals(List.of("device_token", "transaction_id", "timestamp", "bit1"), members(sent(1)));
    assertFalse(sent(1).get("bit1").booleanValue());
    assertEquals(List.of("update done", "update done"), wired.observed);
  }

  @Test
  void anUpdateOfNothingIsNotAsked() {
    assertThrows(
        IllegalArgumentException.class,
        () -> wired.deviceCheck().update(Wired.TEAM, TOKEN, LEAVE, LEAVE));
  }

  @Test
  void aValidationSucceeds() {
    assertEquals(new DeviceChecked.Done(), validate(200, ""));
    assertEquals("POST /v1/validate_device_token", wired.apple.last().line());
    assertEquals(List.of("device_token", "transaction_id", "timestamp"), members(sent(0)));
    assertEquals(List.of("validate done"), wired.observed);
  }

  @Test
  void whatElseASuccessSaysIsIgnored() {
    assertEquals(new DeviceChecked.Done(), update(200, "OK"));
    assertEquals(new DeviceChecked.Done(), validate(200, "{}"));
  }

  @Test
  void aPageIsNoSuccess() {
    down(update(200, "<!DOCTYPE html><title>Log in</title>"));
    down(validate(200, " \n<html>"));
  }

  @Test
  void anErrorThatIsToldWithSuccessIsAnError() {
    assertEquals(
        new DeviceChecked.BadDeviceToken(),
        validate(200, "Missing or incorrectly formatted device token payload"));
  }

  @Test
  void bitsThatAreNotFoundByAnUpdateAreNoOutcomeOfIt() {
    misconfigured(update(400, "Failed to find bit state"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Missing or incorrectly formatted device token payload",
        "Missing or incorrectly formatted device token",
        "Bad Device Token",
        "{\"reason\":\"BadDeviceToken\"}"
      })
  void aBadDeviceTokenIsTheCallersFault(String body) {
    assertEquals(new DeviceChecked.BadDeviceToken(), query(400, body));
    assertEquals(new DeviceChecked.BadDeviceToken(), update(400, body));
    assertEquals(new DeviceChecked.BadDeviceToken(), validate(400, body));
    assertEquals(List.of(), wired.logged());
  }

  @ParameterizedTest
  @CsvSource({
    "400,Missing or incorrectly formatted time stamp,check this machine's clock",
    "400,Bad Timestamp,check this machine's clock",
    "400,Missing or incorrectly formatted bits,does not take the bits",
    "400,Bad Bits,does not take the bits",
    "400,Missing or badly formatted authorization token,a proxy changes or drops the header",
    "400,Bad Authorization Token,a proxy changes or drops the header",
    "400,Invalid Authorization Token,the key id and the .p8 file belong together",
    "400,Something Else,does not say why (status 400: Something Else)",
    "400,,does not say why",
    "401,Unable to verify authorization token,the key id and the .p8 file belong together",
    "401,Authorization Token Expired,clock is right",
    "401,device token,the key id and the .p8 file belong together",
    "401,,the key id and the .p8 file belong together",
    "403,Forbidden,developer agreement",
    "403,<html>Blocked by policy</html>,a proxy forbids it",
    "404,Not Found,check the configured host",
    "405,Method Not Allowed,check the configured host"
  })
  void whatIsOurFaultIsToldWithWhatToFix(int status, String body, String advice) {
    String text = body == null ? "" : body;
    assertTrue(misconfigured(query(status, text)).contains(advice));
    assertTrue(misconfigured(update(status, text)).contains(advice));
    assertTrue(misconfigured(validate(status, text)).contains(advice));
    assertEquals(1, wired.logged().size());
    assertTrue(wired.logged().getFirst().startsWith("WARN "));
  }

  @Test
  void aPageThatRefusesIsNotApple() {
    down(query(400, "<html>Bad Request: device token</html>"));
  }

  @Test
  void anExpiredTokenIsReplaced() {
    query(200, "");
    wired.times.pass(Duration.ofMinutes(2));
    misconfigured(query(401, "Authorization Token Expired"));
    query(200, "");
    assertNotEquals(
        wired.apple.seen().get(1).header("authorization"),
        wired.apple.seen().get(2).header("authorization"));
  }

  @Test
  void throttlingIsToldWithItsTime() {
    wired.apple.then(ScriptedApple.with("retry-after", "9", ScriptedApple.text(429, "")));
    assertEquals(new DeviceChecked.Throttled(Optional.of(Duration.ofSeconds(9))), query());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 302, 418})
  void whatFitsNothingIsDown(int status) {
    assertTrue(down(query(status, "")).why().contains(Integer.toString(status)));
    down(update(status, ""));
    down(validate(status, "Missing or incorrectly formatted device token"));
  }

  @Test
  void halfTheBitsAreNone() {
    wired.apple.then(
        ScriptedApple.half("{\"bit0\":true,\"bit1\":false}                            "));
    down(query());
  }

  @Test
  void aConnectionThatBrokeBehindTheRequestIsNotTriedAgain() {
    wired.apple.then(ScriptedApple::hangUp).then(200, "{\"bit0\":true,\"bit1\":false}");
    assertTrue(down(query()).asked());
    assertEquals(1, wired.apple.seen().size());
  }

  @Test
  void whatSurelyDidNotLeaveIsTriedOnceMore() throws Exception {
    try (Nobody nobody = new Nobody()) {
      AppleClient client =
          wired.start(
              wired.vertx, new AppleHosts(nobody.uri(), nobody.uri()), 4, _ -> wired.signing());
      for (int call = 0; call < 2; call++) { // of two attempts each
        DeviceChecked.Down none = down(client.deviceCheck().query(Wired.TEAM, TOKEN).await());
        assertTrue(none.why().startsWith("no connection"), none.why());
        assertFalse(none.asked());
      }
      DeviceChecked.Down left = down(client.deviceCheck().query(Wired.TEAM, TOKEN).await());
      assertTrue(left.why().contains("left alone"), left.why());
      assertTrue(left.retryAfter().isPresent());
      assertFalse(left.asked());
      assertEquals(
          1,
          wired.logged().stream().filter(it -> it.contains("is left alone for a while")).count());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "=",
        "AAA",
        "AAAA\n",
        "AA\r\nAA",
        "AA AA==",
        "AAA-",
        "AAA_",
        "AAAA=",
        "=AAA",
        "ééé="
      })
  void aTokenThatIsNoBase64IsNotSent(String token) {
    assertEquals(
        new DeviceChecked.BadDeviceToken(), wired.deviceCheck().query(Wired.TEAM, token).await());
    assertEquals(List.of(), wired.apple.seen());
    assertEquals(List.of("query bad-device-token"), wired.observed);
  }

  @Test
  void aTokenOfTenKibibytesIsNotSentAndOneOfEightIs() {
    wired.apple.then(200, "");
    assertEquals(
        new DeviceChecked.BadDeviceToken(),
        wired.deviceCheck().validate(Wired.TEAM, "A".repeat(10 << 10)).await());
    assertEquals(
        new DeviceChecked.Done(),
        wired.deviceCheck().validate(Wired.TEAM, "A".repeat(8 << 10)).await());
  }

  @Test
  void aTeamWithoutKeyIsNotAskedFor() {
    assertEquals(
        new DeviceChecked.Misconfigured("team TEAMID9999 has no key", false),
        wired.deviceCheck().query("TEAMID9999", TOKEN).await());
    assertEquals(List.of(), wired.apple.seen());
  }

  @Test
  void noTokenIsEverLogged() {
    for (String echo : List.of(TOKEN, "bad " + TOKEN, "{\"device_token\":\"" + TOKEN + "\"}")) {
      for (int status : new int[] {200, 400, 401, 403, 429, 500}) {
        String told = query(status, echo).toString();
        assertFalse(told.contains(TOKEN), told);
        wired.times.pass(Duration.ofMinutes(10));
      }
    }
    String log = wired.logged().toString();
    assertFalse(log.contains(TOKEN), log);
    assertFalse(log.contains("eyJ"), log);
  }

  @Test
  void aSlowAppleHoldsUpNobodyBeyondItsTurn() {
    wired.apple.usually(ScriptedApple::never);
    Future<DeviceChecked> first = wired.deviceCheck().query(Wired.TEAM, TOKEN);
    wired.client.close().await();
    down(first.await());
  }
}
