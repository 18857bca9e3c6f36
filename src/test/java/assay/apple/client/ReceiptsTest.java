package assay.apple.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Nobody;
import assay.apple.AppleHosts;
import assay.apple.Exchanged;
import assay.apple.ScriptedApple;
import assay.core.Bytes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange of receipts: protocol.md 3.4, row by row, over real sockets. */
final class ReceiptsTest {
  private static final Bytes OLD = Bytes.hex("308000fbff3e3f");
  private static final Bytes NEW = Bytes.hex("30800102fbff");

  private final Wired wired = new Wired();

  @AfterEach
  void stop() {
    wired.close();
  }

  private Exchanged exchange() {
    return wired.receipts().exchange(Wired.TEAM, OLD).await();
  }

  private Exchanged exchange(int status, String body) {
    wired.apple.then(status, body);
    return exchange();
  }

  private static Exchanged.Down down(Exchanged outcome) {
    return assertInstanceOf(Exchanged.Down.class, outcome);
  }

  private String warning() {
    List<String> warnings =
        wired.logged().stream().filter(line -> line.startsWith("WARN")).toList();
    assertEquals(1, warnings.size(), warnings::toString);
    return warnings.getFirst();
  }

  @Test
  void theRequestIsTheReceiptInBase64UnderABareToken() {
    assertEquals(new Exchanged.Refreshed(NEW), exchange(200, NEW.base64()));
    ScriptedApple.Seen seen = wired.apple.last();
    assertEquals("POST /v1/attestationData", seen.line());
    assertEquals("MIAA+/8+Pw==", seen.body());
    assertTrue(
        seen.header("authorization")
            .matches("eyJ[A-Za-z0-9_-]+\\.eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{86}"));
    assertEquals(List.of("receipt refreshed"), wired.observed);
    assertEquals(List.of(), wired.logged());
  }

  @Test
  void aLineBreakBehindTheReceiptIsNothing() {
    assertEquals(new Exchanged.Refreshed(NEW), exchange(200, NEW.base64() + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "OK==",
        "AQID", // base64 of something else
        "MIAA-_8-Pw==", // URL-safe
        "MIAA+/8+\r\nPw==",
        "MIAA+/8+P", // half of it
        "MIAA+/8+Pw==MIAA+/8+Pw==",
        "{\"receipt\":\"MIAA+/8+Pw==\"}",
        "\"MIAA+/8+Pw==\"",
        "<html><body>Welcome to the network</body></html>",
        "\u0000\u0001"
      })
  void successWithWhatIsNoReceiptIsNoSuccess(String body) {
    down(exchange(200, body));
    assertEquals(List.of("receipt down"), wired.observed);
  }

  @Test
  void notModifiedIsNotYet() {
    assertEquals(new Exchanged.NotYet(), exchange(304, ""));
    assertEquals(List.of(), wired.logged());
  }

  @Test
  void anAnswerBehindNotYetIsItsOwn() {
    assertEquals(new Exchanged.NotYet(), exchange(304, ""));
    assertEquals(new Exchanged.Refreshed(NEW), exchange(200, NEW.base64()));
  }

  @Test
  void notFoundIsNoDataAndNormal() {
    assertEquals(new Exchanged.NoData(), exchange(404, ""));
    assertEquals(new Exchanged.NoData(), exchange(404, "Not Found"));
    assertEquals(List.of(), wired.logged());
  }

  @Test
  void aPageThatIsNotFoundIsSomethingElse() {
    assertEquals("status 404 with a page", down(exchange(404, "<html>nginx</html>")).why());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Incorrect Environment", " incorrect environment.\n", "\"IncorrectEnvironment\""})
  void aReceiptOfTheOtherEnvironmentIsTold(String body) {
    assertEquals(new Exchanged.WrongEnvironment(), exchange(400, body));
    assertTrue(warning().contains("check the app's environment"), this::warning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bad Payload", "bad payload", "{\"reason\":\"BadPayload\"}"})
  void aReceiptThatAppleCannotReadIsTold(String body) {
    assertEquals(new Exchanged.BadPayload(), exchange(400, body));
  }

  @Test
  void anotherBadRequestIsNeither() {
    assertEquals("status 400: Strange Thing", down(exchange(400, "Strange Thing")).why());
    assertEquals("status 400 with nothing", down(exchange(400, "")).why());
  }

  @Test
  void anAuthorizationThatCannotBeReadIsOurs() {
    assertEquals(
        new Exchanged.Unauthorized(),
        exchange(400, "Missing or badly formatted authorization token"));
    assertTrue(warning().contains("proxy"), this::warning);
  }

  @Test
  void aRefusedTokenIsToldWithWhatToCheck() {
    assertEquals(new Exchanged.Unauthorized(), exchange(401, ""));
    String warning = warning();
    assertTrue(warning.contains("the receipt's app is this team's"), warning);
    assertTrue(warning.contains("ABC123DEFG"), warning);
    assertTrue(warning.contains(Wired.TEAM), warning);
    assertFalse(warning.contains("s behind"), warning);
  }

  @Test
  void aClockThatIsMinutesOffIsMeasuredAgainstApples() {
    wired.apple.then(
        ScriptedApple.with("date", "Sun, 22 Nov 2026 10:05:00 GMT", ScriptedApple.text(401, "")));
    exchange();
    assertTrue(warning().contains("this machine's clock is 299 s behind Apple's"), this::warning);
  }

  @Test
  void aRefusedTokenIsReplacedOnceAMinute() {
    exchange(401, "");
    exchange(401, "");
    assertEquals(token(0), token(1));
    wired.times.pass(Duration.ofMinutes(1));
    exchange(401, "");
    exchange(401, "");
    exchange(401, "");
    assertEquals(token(0), token(2));
    assertNotEquals(token(2), token(3));
    assertEquals(token(3), token(4));
  }

  private String token(int index) {
    return wired.apple.seen().get(index).header("authorization");
  }

  @Test
  void throttlingIsToldWithItsTime() {
    wired.apple.then(ScriptedApple.with("retry-after", "120", ScriptedApple.text(429, "")));
    assertEquals(new Exchanged.Throttled(Optional.of(Duration.ofMinutes(2))), exchange());
    assertEquals(
        new Exchanged.Throttled(Optional.empty()), exchange(429, "<html>slow down</html>"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 599})
  void aFailingAppleIsDown(int status) {
    wired.apple.then(ScriptedApple.with("retry-after", "7", ScriptedApple.text(status, "")));
    assertEquals(Optional.of(Duration.ofSeconds(7)), down(exchange()).retryAfter());
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 206, 302, 403, 405, 410, 413, 418})
  void aStatusThatIsNotKnownIsNoOutcome(int status) {
    down(exchange(status, status == 204 ? "" : NEW.base64()));
  }

  @Test
  void halfAReceiptIsNoAnswer() {
    wired.apple.then(ScriptedApple.half(NEW.base64().repeat(10)));
    down(exchange());
  }

  @Test
  void aReceiptThatDidNotGoThroughIsNotSentAgainByItself() {
    wired.apple.then(ScriptedApple::hangUp);
    down(exchange());
    assertEquals(1, wired.apple.seen().size());
  }

  @Test
  void aTeamWithoutKeyIsNotAskedFor() {
    assertEquals(
        new Exchanged.NotConfigured("team TEAMID9999 has no key"),
        wired.receipts().exchange("TEAMID9999", OLD).await());
    assertEquals(List.of(), wired.apple.seen());
    assertTrue(warning().contains("for want of a private key; team TEAMID9999"), this::warning);
  }

  @Test
  void oneTokenServesManyExchanges() {
    wired.apple.usually(ScriptedApple.text(304, ""));
    Future.all(
            java.util.stream.Stream.generate(() -> wired.receipts().exchange(Wired.TEAM, OLD))
                .limit(50)
                .toList())
        .await();
    assertEquals(50, wired.apple.seen().size());
    assertEquals(
        1, wired.apple.seen().stream().map(it -> it.header("authorization")).distinct().count());
  }

  @Test
  void aTokenOfFortyMinutesIsReplaced() {
    exchange(304, "");
    wired.times.pass(Duration.ofMinutes(39));
    exchange(304, "");
    wired.times.pass(Duration.ofMinutes(1));
    exchange(304, "");
    assertEquals(token(0), token(1));
    assertNotEquals(token(1), token(2));
  }

  @Test
  void eachThingIsWarnedOfOnceInFiveMinutes() {
    exchange(401, "");
    exchange(401, "");
    warning();
    exchange(400, "Bad Payload");
    assertEquals(2, wired.logged().size());
    wired.times.pass(Duration.ofMinutes(5));
    exchange(401, "");
    assertEquals(3, wired.logged().size());
  }

  @Test
  void nothingSecretIsLoggedOrPrinted() {
    String receipt = NEW.base64();
    assertEquals("Refreshed[6 bytes]", exchange(200, receipt).toString());
    exchange(401, "");
    String token = token(1);
    for (String echo : List.of(token, "Authorization: " + token, OLD.base64(), "<p>" + token)) {
      assertFalse(down(exchange(400, echo)).why().contains("MIAA"));
      wired.times.pass(Duration.ofMinutes(5));
    }
    String log = wired.logged().toString();
    assertFalse(log.contains(token.substring(0, 20)), log);
    assertFalse(log.contains("MIAA"), log);
  }

  @Test
  void anOutcomeIsToldWhereItWasAskedFor() {
    wired.apple.usually(ScriptedApple.text(304, ""));
    Context context = wired.vertx.getOrCreateContext();
    var told = new CompletableFuture<Context>();
    context.runOnContext(_ ->
        wired
            .receipts()
            .exchange(Wired.TEAM, OLD)
            .onComplete(_ -> told.complete(Vertx.currentContext())));
    assertSame(context, told.join());
  }

  @Test
  void aClosedClientIsDown() {
    wired.client.close().await();
    assertEquals("the server is stopping", down(exchange()).why());
  }

  @Test
  void aStoppedVertxIsDownToo() {
    Vertx stopped = Vertx.vertx();
    AppleClient client = wired.start(stopped, wired.apple.hosts(), 3, _ -> wired.signing());
    stopped.close().await();
    down(client.receipts().exchange(Wired.TEAM, OLD).await());
  }

  @Test
  void anAppleThatCannotBeReachedIsDown() throws Exception {
    try (Nobody nobody = new Nobody()) {
      AppleClient client =
          wired.start(
              wired.vertx, new AppleHosts(nobody.uri(), nobody.uri()), 3, _ -> wired.signing());
      assertTrue(
          down(client.receipts().exchange(Wired.TEAM, OLD).await())
              .why()
              .startsWith("no connection: "));
    }
  }

  @Test
  void keysThatFailThoughTheyMustNotAreNoKeys() {
    AppleClient client =
        wired.start(wired.vertx, wired.apple.hosts(), 3, _ -> Future.failedFuture("broken"));
    assertEquals(
        new Exchanged.NotConfigured("no token can be signed: broken"),
        client.receipts().exchange(Wired.TEAM, OLD).await());
  }
}
