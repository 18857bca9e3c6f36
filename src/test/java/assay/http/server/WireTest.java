package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.core.Verdict;
import assay.http.HttpObserver;
import assay.http.Listener;
import assay.service.Checked;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes over a connection that no decent client would send, or that takes too long. */
final class WireTest {
  private static final String ISSUE = "/v1/apps/demo/challenges";
  private static final String BODY = "{\"purpose\":\"assertion\"}";
  private static final Site SITE = new Site();

  /** One that waits neither for the rest of a request nor for the next. */
  private static final Site IMPATIENT =
      new Site(
          Site.Wish.USUAL.onBoth(
              its -> Site.timeouts(its, Duration.ofMillis(1200), Duration.ofMillis(400))));

  @AfterAll
  static void close() {
    SITE.close();
    IMPATIENT.close();
  }

  @BeforeEach
  void forget() {
    for (Site site : List.of(SITE, IMPATIENT)) {
      site.service.asked.clear();
      site.finished.clear();
      site.service.check(ProgrammedService::checked);
    }
  }

  private static Wired open() throws IOException {
    return new Wired(SITE, Listener.INTERNAL);
  }

  private static Wired hurried() throws IOException {
    return new Wired(IMPATIENT, Listener.INTERNAL);
  }

  private static String length(String body) {
    return "Content-Length: " + body.length() + "\r\n";
  }

  @Test
  void aConnectionServesOneRequestAfterTheOther() throws IOException {
    try (Wired wire = open()) {
      for (int i = 1; i <= 3; i++) {
        wire.post(ISSUE, length(BODY), BODY).untilCount("\"test\"}", i, 20_000);
        assertEquals(i, wire.count("201 Created"));
      }
      assertFalse(wire.ended());
    }
  }

  @Test
  void requestsInOnePacketAreAnsweredInTheirOrder() throws IOException {
    String two =
        "POST "
            + ISSUE
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
            + Site.TOKEN
            + "\r\n"
            + length(BODY)
            + "\r\n"
            + BODY
            + "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    try (Wired wire = open()) {
      wire.send(two).toTheEnd(20_000);

      assertTrue(wire.text().indexOf("201 Created") < wire.text().indexOf("200 OK"));
      assertTrue(wire.ended());
    }
  }

  @Test
  void aBodyInPiecesIsOneBody() throws IOException, InterruptedException {
    try (Wired wire = open()) {
      wire.post(ISSUE, "Transfer-Encoding: chunked\r\n", "");
      for (int i = 0; i < BODY.length(); i++) {
        wire.send("1\r\n" + BODY.charAt(i) + "\r\n");
      }
      wire.send("0\r\n\r\n").until("\r\n\r\n{", 20_000);

      assertEquals(1, wire.count("201 Created"));
    }
  }

  @Test
  void aBodyThatSaysItIsTooLargeIsRefusedUnread() throws IOException {
    try (Wired wire = hurried()) {
      wire.post(ISSUE, "Content-Length: 1025\r\n", "{").until("give-up", 20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 413 "), wire.text());
      assertTrue(wire.text().contains("\"too-large\""));
      assertTrue(wire.text().toLowerCase(java.util.Locale.ROOT).contains("connection: close"));
      assertTrue(wire.toTheEnd(20_000).ended());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999", "9223372036854775807"})
  void aLengthBeyondAllNumbersIsRefused(String length) throws IOException {
    try (Wired wire = hurried()) {
      wire.post(ISSUE, "Content-Length: " + length + "\r\n", "{").toTheEnd(20_000);

      assertTrue(wire.text().matches("(?s)HTTP/1.1 4(00|13) .*"), wire.text());
      assertTrue(wire.ended());
    }
  }

  @Test
  void aChunkedBodyThatGrowsTooLargeIsRefused() throws IOException {
    try (Wired wire = open()) {
      wire.post(ISSUE, "Transfer-Encoding: chunked\r\n", "");
      for (int i = 0; i < 9; i++) {
        wire.tryToSend("80\r\n" + "x".repeat(128) + "\r\n");
      }
      wire.until("give-up", 20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 413 "), wire.text());
      wire.tryToSend("0\r\n\r\n");
      assertTrue(wire.toTheEnd(20_000).ended());
      assertEquals(List.of(), SITE.service.asked);
    }
  }

  @Test
  void whoeverSendsALargeBodyAnywayStillReadsTheAnswer() throws IOException {
    try (Wired wire = open()) {
      String large = "x".repeat(700_000);
      wire.post(ISSUE, "Content-Length: 700000\r\n", large).toTheEnd(20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 413 "), wire.text());
      assertTrue(wire.ended());
    }
  }

  @Test
  void noBodyIsReadForEver() throws IOException {
    try (Wired wire = open()) {
      wire.post(ISSUE, "Content-Length: 1000000000\r\n", "");
      String piece = "x".repeat(100_000);
      int pieces = 0;
      while (pieces < 1000 && wire.tryToSend(piece)) {
        pieces++;
      }

      assertTrue(pieces < 1000, "the server read 100 MB");
    }
  }

  @Test
  void aRouteWithoutABodyTakesNone() throws IOException {
    try (Wired wire = open()) {
      wire.send("GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
          .until("give-up", 20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 413 "), wire.text());
      assertTrue(wire.text().contains("this route takes no body"));
    }
  }

  @Test
  void aLyingLengthIsWaitedForAndThenTooLate() throws IOException {
    try (Wired wire = hurried()) {
      wire.post(ISSUE, "Content-Length: 100\r\n", BODY).toTheEnd(20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 408 "), wire.text());
      assertTrue(wire.text().contains("\"request-timeout\""));
      assertTrue(wire.text().contains("\"action\":\"retry\""));
      assertTrue(wire.ended());
      assertEquals(List.of(), IMPATIENT.service.asked);
    }
  }

  @Test
  void whatComesBehindAShortLengthIsNoRequest() throws IOException {
    try (Wired wire = open()) {
      wire.post(ISSUE, length(BODY), BODY + "xyz\r\n\r\n").toTheEnd(20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 201 "), wire.text());
      assertTrue(wire.text().contains(" 400 "), wire.text());
      assertTrue(wire.ended());
    }
  }

  @Test
  void aBodyThatDripsIsTooLate() throws IOException {
    try (Wired wire = hurried()) {
      wire.post(ISSUE, "Content-Length: 1000\r\n", "");
      for (int i = 0; i < 300 && !wire.toTheEnd(60).ended(); i++) {
        wire.tryToSend(" ");
      }

      assertTrue(wire.text().startsWith("HTTP/1.1 408 "), wire.text());
      assertEquals(List.of(), IMPATIENT.service.asked);
    }
  }

  @Test
  void aHeadThatDripsIsCutOff() throws IOException {
    try (Wired wire = hurried()) {
      wire.send("GET /livez HTTP/1.1\r\nHost: x\r\n");
      drip(wire);

      assertTrue(wire.ended(), "the head took twenty seconds and was still read");
      assertEquals("", wire.text());
    }
  }

  @Test
  void aHeadThatDripsAfterAnotherRequestIsCutOff() throws IOException {
    try (Wired wire = hurried()) {
      wire.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").until("live", 20_000);
      wire.send("GET /livez HTTP/1.1\r\n");
      drip(wire);

      assertTrue(wire.ended(), "the head took twenty seconds and was still read");
    }
  }

  /** Sends header lines slowly, until the other side has enough of them. */
  private static void drip(Wired wire) throws IOException {
    for (int i = 0; i < 400 && !wire.toTheEnd(50).ended(); i++) {
      wire.tryToSend("X-" + i + ": y\r\n");
    }
  }

  @Test
  void aConnectionThatAsksNothingIsClosed() throws IOException {
    try (Wired wire = hurried()) {
      assertTrue(wire.toTheEnd(20_000).ended());
      assertEquals("", wire.text());
    }
  }

  @Test
  void aSlowDecisionIsWaitedFor() throws IOException {
    IMPATIENT.service.check(
        () -> IMPATIENT.vertx.timer(700).compose(_ -> ProgrammedService.checked()));
    try (Wired wire = hurried()) {
      wire.post("/v1/apps/demo/assertions/verify", length(Samples.ASSERTION), Samples.ASSERTION)
          .until("accepted", 20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 200 "), wire.text());
    }
  }

  /**
   * Connections go to the event loops in turn: each of the two has seen one end that came later.
   */
  @Test
  void aClientThatGoesAwayIsNoError() throws Exception {
    Promise<Verdict<Checked>> decision = Promise.promise();
    SITE.service.check(decision::future);
    try (Wired wire = open()) {
      wire.post("/v1/apps/demo/assertions/verify", length(Samples.ASSERTION), Samples.ASSERTION);
      Eventually.holds("the service is asked", () -> !SITE.service.asked.isEmpty());
    }
    for (int i = 1; i <= 4; i++) {
      try (Wired wire = open()) {
        wire.post(ISSUE, "Content-Length: 100\r\n", "{");
      }
      awaitFinished(i);
    }
    ProgrammedService.checked().onComplete(decision);
    awaitFinished(5);

    var unread =
        new Site.Finished(Listener.INTERNAL, "POST /v1/apps/{app}/challenges", HttpObserver.GONE);
    var undecided =
        new Site.Finished(
            Listener.INTERNAL, "POST /v1/apps/{app}/assertions/verify", HttpObserver.GONE);
    assertEquals(List.of(unread, unread, unread, unread, undecided), SITE.finished);
  }

  /** What is decided later is written to the socket at once. */
  @Test
  void anAnswerIsCountedBeforeAnybodyHasIt() throws Exception {
    Promise<Verdict<Checked>> decision = Promise.promise();
    SITE.service.check(decision::future);
    CountDownLatch gate = new CountDownLatch(1);
    SITE.beforeItIsTold = () -> Site.pass(gate);
    try (Wired wire = open()) {
      wire.post("/v1/apps/demo/assertions/verify", length(Samples.ASSERTION), Samples.ASSERTION);
      Eventually.holds("the service is asked", () -> !SITE.service.asked.isEmpty());
      ProgrammedService.checked().onComplete(decision);
      wire.until("accepted", 200);
      assertEquals("", wire.text());
      gate.countDown();
      wire.until("accepted", 20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 200 "), wire.text());
      assertEquals(1, SITE.finished.size());
    } finally {
      gate.countDown();
      SITE.beforeItIsTold = () -> {};
    }
  }

  @Test
  void whatBreaksInCountingTakesNobodysAnswer() throws IOException {
    SITE.beforeItIsTold =
        () -> {
          throw new IllegalStateException("a bug");
        };
    try (Wired wire = open()) {
      wire.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").until("live", 20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 200 "), wire.text());
    } finally {
      SITE.beforeItIsTold = () -> {};
    }
  }

  private static void awaitFinished(int count) throws Exception {
    Eventually.holds(count + " requests are finished", () -> SITE.finished.size() >= count);
  }

  @Test
  void whoStopsWritingInTheMiddleIsGone() throws Exception {
    try (Wired wire = open()) {
      wire.post(ISSUE, "Content-Length: 100\r\n", "{").halfClose().toTheEnd(20_000);

      assertEquals("", wire.text());
      assertTrue(wire.ended());
    }
    awaitFinished(1);
    assertEquals(HttpObserver.GONE, SITE.finished.getFirst().status());
  }

  @Test
  void aRefusalBeforeTheBodyKeepsTheConnection() throws IOException {
    try (Wired wire = open()) {
      wire.send(
              "POST "
                  + ISSUE
                  + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + length(BODY)
                  + "\r\n")
          .until("caller-unknown", 20_000);
      assertTrue(wire.text().startsWith("HTTP/1.1 401 "), wire.text());
      wire.send(BODY).post(ISSUE, length(BODY), BODY).until("201 Created", 20_000);

      assertEquals(1, wire.count("201 Created"));
    }
  }

  @Test
  void aRefusalBeforeABodyThatNeverComesEndsTheConnection() throws IOException {
    try (Wired wire = hurried()) {
      wire.send("POST " + ISSUE + " HTTP/1.1\r\nHost: x\r\n" + length(BODY) + "\r\n")
          .toTheEnd(20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 401 "), wire.text());
      assertEquals(1, wire.count("HTTP/1.1"));
      assertTrue(wire.ended());
    }
  }

  @Test
  void whoWaitsToBeAskedForTheBodyIsAsked() throws IOException {
    try (Wired wire = open()) {
      wire.post(ISSUE, "Expect: 100-continue\r\n" + length(BODY), "").until("100 Continue", 20_000);
      assertTrue(wire.text().startsWith("HTTP/1.1 100 Continue\r\n\r\n"), wire.text());
      wire.send(BODY).until("201 Created", 20_000);

      assertEquals(1, wire.count("201 Created"));
    }
  }

  @Test
  void whoWaitsToBeAskedForTooMuchIsNotAsked() throws IOException {
    try (Wired wire = open()) {
      wire.post(ISSUE, "Expect: 100-continue\r\nContent-Length: 2000\r\n", "").toTheEnd(20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 413 "), wire.text());
      assertEquals(0, wire.count("100 Continue"));
      assertTrue(wire.ended());
    }
  }

  @Test
  void whoMayNotIsNotAskedForTheBody() throws IOException {
    try (Wired wire = open()) {
      wire.send(
              "POST "
                  + ISSUE
                  + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                  + length(BODY)
                  + "\r\n")
          .toTheEnd(20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 401 "), wire.text());
      assertEquals(0, wire.count("100 Continue"));
      assertTrue(wire.ended());
    }
  }

  @Test
  void otherExpectationsAreNotMet() throws IOException {
    try (Wired wire = open()) {
      wire.post(ISSUE, "Expect: a-miracle\r\n" + length(BODY), BODY).until("give-up", 20_000);

      assertTrue(wire.text().startsWith("HTTP/1.1 400 "), wire.text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost x\r\n\r\n",
        "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n{}",
        "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: x\r\nX\0Y: z\r\n\r\n",
      })
  void whatIsNotHttpIsAProblem(String bytes) throws IOException {
    try (Wired wire = open()) {
      wire.send(bytes).toTheEnd(20_000);

      assertTrue(wire.text().matches("(?s)HTTP/1.. 400 .*"), wire.text());
      assertTrue(wire.text().contains("\"malformed-request\""), wire.text());
      assertTrue(wire.ended());
    }
  }

  @Test
  void headsAreBounded() throws IOException {
    try (Wired wire = open()) {
      wire.send("GET /livez HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(9000) + "\r\n\r\n")
          .toTheEnd(20_000);
      assertTrue(wire.text().startsWith("HTTP/1.1 431 "), wire.text());
      assertTrue(wire.text().contains("\"headers-too-large\""));
    }
    try (Wired wire = open()) {
      wire.send("GET /" + "y".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n").toTheEnd(20_000);
      assertTrue(wire.text().matches("(?s)HTTP/1.. 414 .*"), wire.text());
      assertTrue(wire.text().contains("\"target-too-long\""));
    }
  }

  @Test
  void aBadChunkEndsTheConnection() throws IOException {
    try (Wired wire = open()) {
      wire.post(ISSUE, "Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n").toTheEnd(20_000);

      assertFalse(wire.text().contains("HTTP/1.1 201"));
      assertTrue(wire.ended());
      assertEquals(List.of(), SITE.service.asked);
    }
  }

  @Test
  void oddTargetsAreAnswered() throws IOException {
    for (String target :
        List.of("*", "http://other.example/v1/x", "/%", "/v1/apps/%zz/keys", "/?%")) {
      try (Wired wire = open()) {
        wire.send(
                "GET "
                    + target
                    + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + Site.TOKEN
                    + "\r\nConnection: close\r\n\r\n")
            .toTheEnd(20_000);
        assertTrue(wire.text().matches("(?s)HTTP/1.1 40[04] .*\"code\".*"), target + wire.text());
      }
    }
  }
}
