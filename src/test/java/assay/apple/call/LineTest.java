package assay.apple.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.Nobody;
import assay.apple.AppleObserver;
import assay.apple.Backoff;
import assay.apple.ScriptedApple;
import assay.apple.TestKeys;
import assay.apple.Times;
import assay.core.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One line to one host, over real sockets. */
final class LineTest {
  private static final Post POST =
      new Post("/v1/it", "text/plain", "secret-token", Bytes.utf8("question"));

  private final Vertx vertx = Vertx.vertx();
  private final Times times = new Times();
  private final List<String> circuits = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Limits limits(int inFlight, int waiting, int failures) {
    return limits(Duration.ofSeconds(60), Duration.ofSeconds(60), inFlight, waiting, failures);
  }

  private static Limits limits(
      Duration answer, Duration turn, int inFlight, int waiting, int failures) {
    return new Limits(
        Duration.ofSeconds(60), // where packets to the name server are lost, a name takes long
        answer,
        inFlight,
        waiting,
        turn,
        failures,
        new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(60)));
  }

  private Line line(URI uri, Limits limits) {
    return line(uri, limits, UnaryOperator.identity());
  }

  private Line line(URI uri, Limits limits, UnaryOperator<WebClientOptions> change) {
    Host host = new Host(uri);
    AppleObserver observer =
        new AppleObserver() {
          @Override
          public void ended(String operation, String outcome, long nanos) {}

          @Override
          public void circuit(String name, boolean open) {
            circuits.add(name + (open ? " opened" : " closed"));
          }
        };
    return Future.<Line>future(made ->
            vertx.runOnContext(_ ->
                made.complete(
                    new Line(
                        vertx,
                        host,
                        change.apply(host.options(limits)),
                        limits,
                        new Sources(times, times, () -> 0),
                        observer))))
        .await();
  }

  private static Answer.Reply reply(Answer answer) {
    return assertInstanceOf(Answer.Reply.class, answer, answer::toString);
  }

  private static Answer.None none(Answer answer) {
    return assertInstanceOf(Answer.None.class, answer, answer::toString);
  }

  private static Answer ask(Line line) {
    return line.post(POST).await();
  }

  @Test
  void aRequestIsMadeAsItIsGivenAndItsAnswerTold() {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.then(
          ScriptedApple.with(
              "date", "Sun, 22 Nov 2026 09:55:00 GMT", ScriptedApple.text(418, "tea")));
      Answer.Reply reply = reply(ask(line(URI.create(apple.uri() + "/apple"), limits(1, 0, 1))));
      assertEquals(418, reply.status());
      assertEquals("tea", reply.body().text());
      assertEquals(Optional.of(Instant.parse("2026-11-22T09:55:00Z")), reply.date());
      assertEquals("POST /apple/v1/it", apple.last().line());
      assertEquals("question", apple.last().body());
      assertEquals("secret-token", apple.last().header("authorization"));
      assertEquals("text/plain", apple.last().header("content-type"));
      assertEquals("assay", apple.last().header("user-agent"));
    }
  }

  @Test
  void aRedirectIsToldAndNotFollowed() {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        apple.then(
            ScriptedApple.with("location", apple.uri() + "/x", ScriptedApple.text(status, "")));
        assertEquals(status, reply(ask(line(apple.uri(), limits(1, 0, 1)))).status());
      }
      assertEquals(5, apple.seen().size());
    }
  }

  @Test
  void retryAfterIsRead() {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.then(ScriptedApple.with("retry-after", "17", ScriptedApple.text(429, "")));
      assertEquals(
          Optional.of(Duration.ofSeconds(17)),
          reply(ask(line(apple.uri(), limits(1, 0, 1)))).retryAfter());
    }
  }

  @Test
  void halfABodyIsNoAnswer() {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.then(ScriptedApple.half("a body of which half is sent"));
      Answer.None none = none(ask(line(apple.uri(), limits(1, 0, 9))));
      assertTrue(none.asked());
      assertFalse(none.isUnconnected());
    }
  }

  @Test
  void aConnectionThatBreaksMayHaveBrokenBehindTheRequest() {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.then(ScriptedApple::hangUp);
      assertTrue(none(ask(line(apple.uri(), limits(1, 0, 9)))).asked());
    }
  }

  @Test
  void whereNobodyListensNothingIsAsked() throws Exception {
    try (Nobody nobody = new Nobody()) {
      Answer.None none = none(ask(line(nobody.uri(), limits(1, 0, 9))));
      assertTrue(none.isUnconnected());
      assertTrue(none.why().startsWith("no connection: "), none.why());
    }
  }

  @Test
  void aNameThatDoesNotResolveIsTold() {
    Answer.None none = none(ask(line(URI.create("https://nobody.invalid"), limits(1, 0, 9))));
    assertTrue(none.isUnconnected());
    assertTrue(none.why().startsWith("its name does not resolve"), none.why());
  }

  /** A line that waits a second for an answer, and has a connection, as making one takes time. */
  private Line impatient(ScriptedApple apple, UnaryOperator<WebClientOptions> change)
      throws Exception {
    apple.then(200, "first");
    Line line =
        line(apple.uri(), limits(Duration.ofSeconds(1), Duration.ofSeconds(20), 1, 0, 9), change);
    Eventually.holds("a connection", () -> ask(line) instanceof Answer.Reply);
    return line;
  }

  @Test
  void silenceIsNoAnswer() throws Exception {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      Line line = impatient(apple, UnaryOperator.identity());
      apple.usually(ScriptedApple::never);
      Answer.None none = none(ask(line));
      assertEquals("no whole answer within 1000 ms", none.why());
      assertTrue(none.asked());
    }
  }

  /** Byte after byte keeps a connection from being idle; the deadline is one for the whole. */
  @Test
  void anAnswerThatTricklesIsGivenUpAndItsConnectionClosed() throws Exception {
    var closed = new LinkedBlockingQueue<String>();
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      Line line = impatient(apple, UnaryOperator.identity());
      apple.usually(response -> trickle(response, closed));
      assertEquals("no whole answer within 1000 ms", none(ask(line)).why());
      assertEquals("closed", closed.poll(60, TimeUnit.SECONDS));
    }
  }

  private void trickle(HttpServerResponse response, LinkedBlockingQueue<String> closed) {
    response.setChunked(true);
    long timer = vertx.setPeriodic(10, _ -> response.write("x"));
    response.closeHandler(_ -> {
      vertx.cancelTimer(timer);
      closed.add("closed");
    });
  }

  @Test
  void anAnswerThatDoesNotEndIsGivenUpAndItsConnectionClosed() throws InterruptedException {
    var closed = new LinkedBlockingQueue<String>();
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.then(response -> {
        response.setChunked(true).closeHandler(_ -> closed.add("closed"));
        response.write(Buffer.buffer(new byte[BoundedBody.MOST_BYTES + 1]));
      });
      Answer.None none = none(ask(line(apple.uri(), limits(1, 0, 9))));
      assertEquals("the answer is longer than 65536 bytes", none.why());
      assertEquals("closed", closed.poll(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void theLongestAnswerIsTaken() {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.then(200, "x".repeat(BoundedBody.MOST_BYTES));
      assertEquals(
          BoundedBody.MOST_BYTES, reply(ask(line(apple.uri(), limits(1, 0, 1)))).body().length());
    }
  }

  @Test
  void noMoreAreInFlightThanAllowedAndThoseBeyondTheQueueFailAtOnce() {
    var held = new LinkedBlockingQueue<HttpServerResponse>();
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.usually(held::add);
      Line line = line(apple.uri(), limits(2, 3, 9));
      List<Future<Answer>> asked = IntStream.range(0, 6).mapToObj(_ -> line.post(POST)).toList();
      Answer.None refused = none(asked.get(5).await());
      assertTrue(refused.why().startsWith("too many waiting"), refused.why());
      assertFalse(refused.isUnconnected());
      assertEquals(
          List.of(false, false), List.of(asked.get(1).isComplete(), asked.get(4).isComplete()));
      for (int i = 0; i < 5; i++) {
        take(held).end("done");
        assertTrue(apple.seen().size() <= i + 3, () -> apple.seen().size() + " in flight");
      }
      for (Future<Answer> future : asked.subList(0, 5)) {
        assertEquals("done", reply(future.await()).body().text());
      }
      assertEquals(5, apple.seen().size());
      assertEquals(2, apple.connections());
    }
  }

  private static HttpServerResponse take(LinkedBlockingQueue<HttpServerResponse> held) {
    try {
      HttpServerResponse response = held.poll(60, TimeUnit.SECONDS);
      if (response == null) {
        throw new AssertionError("nobody asked");
      }
      return response;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoWaitsTooLongForATurnIsToldSo() throws Exception {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.usually(ScriptedApple::never);
      Line line = line(apple.uri(), limits(Duration.ofSeconds(60), Duration.ofMillis(50), 1, 1, 9));
      line.post(POST);
      Eventually.holds("the first is under way", () -> apple.seen().size() == 1);
      assertEquals("waited 50 ms for its turn", none(ask(line)).why());
      assertEquals(1, apple.seen().size());
    }
  }

  @Test
  void aHostThatIsDownIsLeftAloneAndAskedByOneLater() {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.then(503, "").then(500, "").then(200, "up");
      Line line = line(apple.uri(), limits(1, 9, 2));
      assertEquals(503, reply(ask(line)).status());
      assertEquals(500, reply(ask(line)).status());
      Answer.None left = none(ask(line));
      assertEquals(Optional.of(Duration.ofSeconds(5)), left.retryAfter());
      assertFalse(left.asked());
      assertEquals(2, apple.seen().size());
      times.pass(Duration.ofSeconds(5));
      assertEquals("up", reply(ask(line)).body().text());
      assertEquals(List.of("127.0.0.1 opened", "127.0.0.1 closed"), circuits);
    }
  }

  @Test
  void whoWaitedWhileTheCircuitOpenedIsNotSent() {
    var held = new LinkedBlockingQueue<HttpServerResponse>();
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.usually(held::add);
      Line line = line(apple.uri(), limits(1, 9, 1));
      Future<Answer> first = line.post(POST);
      Future<Answer> second = line.post(POST);
      take(held).setStatusCode(503).end();
      assertEquals(503, reply(first.await()).status());
      assertTrue(none(second.await()).why().contains("left alone"));
      assertEquals(1, apple.seen().size());
    }
  }

  @Test
  void refusalsOfARequestAreNoFailuresOfTheHost() {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      Line line = line(apple.uri(), limits(1, 9, 1));
      for (int status : new int[] {400, 401, 403, 404, 429, 304}) {
        apple.then(status, "");
        assertEquals(status, reply(ask(line)).status());
      }
      assertEquals(List.of(), circuits);
    }
  }

  @Test
  void aClosedLineAnswersThatItIsClosed() {
    try (ScriptedApple apple = new ScriptedApple(vertx)) {
      apple.usually(ScriptedApple::never);
      Line line = line(apple.uri(), limits(1, 9, 9));
      Future<Answer> flying = line.post(POST);
      Future<Answer> waiting = line.post(POST);
      vertx.runOnContext(_ -> line.close());
      none(flying.await());
      assertEquals("the server is stopping", none(waiting.await()).why());
      assertEquals("the server is stopping", none(ask(line)).why());
    }
  }

  private static String certificate(KeyPair pair) throws Exception {
    return TestKeys.pem("CERTIFICATE", TestKeys.certificate(pair).getEncoded());
  }

  private static HttpServerOptions tls(KeyPair pair, String certificate, HttpVersion version) {
    return new HttpServerOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(version))
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setKeyValue(Buffer.buffer(TestKeys.p8(pair)))
                .setCertValue(Buffer.buffer(certificate)));
  }

  @Test
  void http2IsSpokenWhereTheHostSpeaksItAndHttp1WhereNot() throws Exception {
    KeyPair pair = TestKeys.p256();
    String certificate = certificate(pair);
    for (HttpVersion version : List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)) {
      try (ScriptedApple apple = new ScriptedApple(vertx, tls(pair, certificate, version))) {
        apple.usually(ScriptedApple.text(200, "hello"));
        Line line =
            line(
                apple.uri(),
                limits(8, 8, 1),
                options -> {
                  options.setTrustOptions(
                      new PemTrustOptions().addCertValue(Buffer.buffer(certificate)));
                  return options;
                });
        Future.all(IntStream.range(0, 8).mapToObj(_ -> line.post(POST)).toList()).await();
        assertEquals("hello", reply(ask(line)).body().text());
        assertEquals(version.alpnName(), apple.last().protocol());
      }
    }
  }

  @Test
  void aStreamThatTricklesIsResetAndItsConnectionServesOthers() throws Exception {
    var closed = new LinkedBlockingQueue<String>();
    KeyPair pair = TestKeys.p256();
    String certificate = certificate(pair);
    try (ScriptedApple apple =
        new ScriptedApple(vertx, tls(pair, certificate, HttpVersion.HTTP_2))) {
      Line line =
          impatient(
              apple,
              options -> {
                options.setTrustOptions(
                    new PemTrustOptions().addCertValue(Buffer.buffer(certificate)));
                return options;
              });
      apple.then(response -> {
        long timer = vertx.setPeriodic(10, _ -> response.write("x"));
        response.exceptionHandler(_ -> {
          vertx.cancelTimer(timer);
          closed.add("reset");
        });
      });
      apple.then(200, "next");
      assertEquals("no whole answer within 1000 ms", none(ask(line)).why());
      assertEquals("reset", closed.poll(60, TimeUnit.SECONDS));
      assertEquals("next", reply(ask(line)).body().text());
      assertEquals(1, apple.connections());
    }
  }

  @Test
  void aCertificateThatThePlatformDoesNotTrustIsRefusedAndNothingSent() throws Exception {
    KeyPair pair = TestKeys.p256();
    try (ScriptedApple apple =
        new ScriptedApple(vertx, tls(pair, certificate(pair), HttpVersion.HTTP_2))) {
      Answer.None none = none(ask(line(apple.uri(), limits(1, 0, 9))));
      assertTrue(none.why().startsWith("TLS fails"), none.why());
      assertTrue(none.isUnconnected());
      assertEquals(List.of(), apple.seen());
    }
  }

  @Test
  void printedNothingShowsATokenOrABody() {
    assertEquals("Post[/v1/it]", POST.toString());
    assertEquals(
        "Reply[200, 3 bytes]",
        new Answer.Reply(200, Bytes.utf8("abc"), Optional.empty(), Optional.empty()).toString());
  }
}
