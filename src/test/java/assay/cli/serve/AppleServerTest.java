package assay.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.simulate.CaFile;
import assay.cli.store.ConfigOption;
import assay.config.crypto.Providers;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.pki.Signatures;
import assay.http.Listener;
import assay.simulator.SimulatedApple;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.AppleSettings;
import assay.simulator.apple.FakeApple;
import assay.simulator.apple.Fault;
import assay.simulator.apple.receipt.Forgery;
import assay.simulator.apple.team.TeamKey;
import assay.simulator.maker.OperatingSystem;
import assay.store.postgres.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole server with Apple's servers, simulated, behind it: all on real sockets. */
final class AppleServerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TOKEN = "assay_a-token-for-tests-only";
  private static final String TEAM = "TEAMID1234";
  private static final String APP_ID = TEAM + ".com.example.shop";
  private static final InstantSource CLOCK = InstantSource.system();

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Serving> running = new ArrayList<>();
  private final Random random = new Random(7);
  private final Vertx vertx = Vertx.vertx();
  private final TeamKey key = TeamKey.generate(TEAM, "KEYID12345", random);
  private SimulatedApple authorities;
  private FakeApple apple;

  @TempDir private Path folder;

  @BeforeEach
  void makeApple() throws Exception {
    CaFile ca = CaFile.openOrMake(folder.resolve("simulator.ca"), random, CLOCK.instant());
    authorities = ca.apple();
    Files.writeString(folder.resolve("root.pem"), ca.rootsPem());
    Files.writeString(folder.resolve("AuthKey.p8"), key.p8());
    apple =
        FakeApple.start(vertx, AppleSettings.of(authorities, key.team()), CLOCK, random).await();
  }

  @AfterEach
  void stop() {
    running.forEach(Serving::stop);
    apple.close().await();
    vertx.close().await();
  }

  private static String database(String engine, Path folder) throws Exception {
    return engine.equals("postgres")
        ? TestDatabase.empty().uri()
        : "sqlite:" + folder.resolve("assay.db");
  }

  private Serving serve(String store) throws Exception {
    return serve(store, "{}");
  }

  private Serving serve(String store, String policy) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("assay.yaml"),
            """
            store: '%s'
            public: { host: 127.0.0.1, port: 0 }
            internal: { host: 127.0.0.1, port: 0 }
            apps:
              shop:
                appIds: [ %s ]
                environment: test
                trust: root.pem
                policy: %s
            apple:
              test: { attestationData: '%s', deviceCheck: '%s' }
            teams:
              %s: { keyId: %s, privateKeyFile: AuthKey.p8 }
            callers:
              backend:
                tokenSha256: %s
                apps: [ shop ]
                allow: [ challenges, attestations, verify, keys, refresh, devicecheck ]
            """
                .formatted(
                    store,
                    APP_ID,
                    policy,
                    apple.uri(Environment.DEVELOPMENT),
                    apple.uri(Environment.DEVELOPMENT),
                    TEAM,
                    key.keyId(),
                    Bytes.sha256(Bytes.utf8(TOKEN)).hex()));
    Serving serving =
        Serving.start(Serving.vertx(), ConfigOption.read(config), new Signatures(Providers.best()));
    running.add(serving);
    return serving;
  }

  private Serving serve() throws Exception {
    return serve(database("sqlite", folder));
  }

  // what a device and a backend do

  private SimulatedDevice device() {
    return authorities.device(
        new SimulatedDevice.Model(APP_ID, Environment.DEVELOPMENT, OperatingSystem.IOS_26),
        random,
        Providers.best());
  }

  private String challenge(Serving serving, String purpose) throws Exception {
    return post(serving, "challenges", "{\"purpose\":\"" + purpose + "\"}")
        .json()
        .path("challenge")
        .asText();
  }

  private SimulatedDevice attested(Serving serving) throws Exception {
    return attested(serving, device());
  }

  private SimulatedDevice attested(Serving serving, SimulatedDevice device) throws Exception {
    String challenge = challenge(serving, "attestation");
    Bytes object = device.attest(Bytes.sha256(Bytes.utf8(challenge)), CLOCK.instant());
    ObjectNode body =
        MAPPER
            .createObjectNode()
            .put("keyId", device.keyId().base64())
            .put("attestationObject", object.base64())
            .put("challenge", challenge);
    Got got = post(serving, "attestations", body.toString());
    assertEquals(201, got.status(), got.toString());
    return device;
  }

  private Got check(Serving serving, SimulatedDevice device) throws Exception {
    Bytes clientData = Bytes.utf8(challenge(serving, "assertion"));
    ObjectNode body =
        MAPPER
            .createObjectNode()
            .put("keyId", device.keyId().base64())
            .put("assertionObject", device.sign(Bytes.sha256(clientData)).base64())
            .put("clientData", clientData.base64());
    return post(serving, "assertions/verify", body.toString());
  }

  private static String path(SimulatedDevice device) {
    return "keys/"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(device.keyId().toArray());
  }

  private Got refresh(Serving serving, SimulatedDevice device) throws Exception {
    return post(serving, path(device) + "/receipt/refresh", "");
  }

  private Got bits(Serving serving, String operation, String token, String bits) throws Exception {
    return post(
        serving, "devicecheck/" + operation, "{\"deviceToken\":\"" + token + "\"" + bits + "}");
  }

  private Got query(Serving serving, String token) throws Exception {
    return bits(serving, "query", token, "");
  }

  private static String token(SimulatedDevice device) {
    return device.deviceToken(CLOCK.instant());
  }

  /** An answer: of a problem, status, code and action. */
  private record Got(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    JsonNode json() {
      try {
        return MAPPER.readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError(response.body(), e);
      }
    }

    String problem() {
      JsonNode json = json();
      return status() + " " + json.path("code").asText() + " " + json.path("action").asText();
    }

    int metric() {
      return json().path("risk").path("metric").asInt(-1);
    }

    @Override
    public String toString() {
      return status() + " " + response.body();
    }
  }

  private Got post(Serving serving, String path, String body) throws Exception {
    return send(
        request(serving, "/v1/apps/shop/" + path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private Got get(Serving serving, String path) throws Exception {
    return send(request(serving, path).GET());
  }

  private Got send(HttpRequest.Builder request) throws Exception {
    return new Got(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  private static HttpRequest.Builder request(Serving serving, String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + serving.port(Listener.INTERNAL) + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + TOKEN)
        .header("Content-Type", "application/json");
  }

  // receipts

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void aRefreshBringsTheMetricToTheKeyAndToDecisions(String engine) throws Exception {
    Serving serving = serve(database(engine, folder));
    SimulatedDevice device = attested(serving);
    assertEquals(-1, check(serving, device).metric());
    assertEquals(-1, get(serving, "/v1/apps/shop/" + path(device)).metric());

    Got refreshed = refresh(serving, device);
    assertEquals(200, refreshed.status(), refreshed.toString());
    assertEquals(1, refreshed.metric());
    assertEquals(refreshed.json(), get(serving, "/v1/apps/shop/" + path(device)).json());
    assertEquals(1, check(serving, device).metric());

    Got again = refresh(serving, device);
    assertEquals("409 receipt-not-yet retry", again.problem());
    long wait = Long.parseLong(again.response().headers().firstValue("Retry-After").orElseThrow());
    assertTrue(wait > 86_000 && wait <= 86_400, () -> "Apple's day, and not " + wait);
  }

  @Test
  void aMetricAboveTheMaximumMarksDecisionsAndIsCounted() throws Exception {
    Serving serving = serve(database("sqlite", folder), "{ maximumRiskMetric: 1 }");
    SimulatedDevice first = attested(serving);
    assertEquals(1, refresh(serving, first).metric());
    assertFalse(check(serving, first).json().has("warnings"));

    SimulatedDevice second = attested(serving, first.reinstalled(random));
    assertEquals(2, refresh(serving, second).metric());
    Got decision = check(serving, second);
    assertEquals(200, decision.status());
    assertEquals("[\"risk\"]", decision.json().path("warnings").toString());

    String metrics = get(serving, "/metrics").response().body();
    for (String line :
        List.of(
            "assay_receipt_refreshes_total{app=\"shop\",code=\"refreshed\"} 2",
            "assay_receipt_metric_above_maximum_total{app=\"shop\"} 1",
            "assay_receipt_metric_count{app=\"shop\"} 2",
            "assay_apple_seconds_count{operation=\"receipt\",outcome=\"refreshed\"} 2")) {
      assertTrue(metrics.contains(line), line);
    }
  }

  @Test
  void aPolicyMayRefuseByTheMetric() throws Exception {
    Serving serving =
        serve(database("sqlite", folder), "{ maximumRiskMetric: 0, riskAction: refuse }");
    SimulatedDevice device = attested(serving);
    assertEquals(200, check(serving, device).status());
    assertEquals(1, refresh(serving, device).metric());
    assertEquals("403 risk give-up", check(serving, device).problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void whateverAppleAnswersIsAProblemAndTheOldReceiptStays(String engine) throws Exception {
    Serving serving = serve(database(engine, folder));
    SimulatedDevice device = attested(serving);
    JsonNode before = get(serving, "/v1/apps/shop/" + path(device)).json();
    failing(serving, device, Fault.status(500), "503 apple-unavailable retry");
    failing(serving, device, Fault.html(), "503 apple-unavailable retry");
    failing(serving, device, new Fault.Cut(), "503 apple-unavailable retry");
    failing(serving, device, Fault.empty(), "503 apple-unavailable retry");
    failing(serving, device, Fault.status(404), "404 receipt-no-data re-attest");
    assertTrue(
        failing(
                serving,
                device,
                new Fault.Forged(Forgery.OTHER_KEY),
                "503 apple-receipt-refused retry")
            .contains("(public-key)"));
    assertTrue(
        failing(
                serving,
                device,
                new Fault.Forged(Forgery.OTHER_ROOT),
                "503 apple-receipt-refused retry")
            .contains("(receipt-chain)"));
    assertEquals(before, get(serving, "/v1/apps/shop/" + path(device)).json());
    failing(
        serving, device, Fault.status(429, Duration.ofSeconds(40)), "503 apple-throttled retry");

    Got waiting = refresh(serving, device);
    assertEquals("503 apple-throttled retry", waiting.problem(), "Apple is left alone");
    long wait =
        Long.parseLong(waiting.response().headers().firstValue("Retry-After").orElseThrow());
    assertTrue(wait > 10 && wait <= 40, () -> "what is left of 40, and not " + wait);
    assertEquals(200, check(serving, device).status());
  }

  /** The detail of the problem. */
  private String failing(Serving serving, SimulatedDevice device, Fault fault, String problem)
      throws Exception {
    apple.script().next(1, fault);
    Got got = refresh(serving, device);
    assertEquals(problem, got.problem(), fault.toString());
    return got.json().path("detail").asText();
  }

  @Test
  void aTeamThatAppleDoesNotKnowIsForTheOperatorToMend() throws Exception {
    Serving serving = serve();
    SimulatedDevice device = attested(serving);
    apple.revoke(key.team());
    assertEquals("503 apple-misconfigured retry", refresh(serving, device).problem());
    String token = token(device);
    assertEquals("503 apple-misconfigured new-device-token", query(serving, token).problem());
    assertEquals("409 device-token-used new-device-token", query(serving, token).problem());
    assertEquals(200, check(serving, device).status());
  }

  @Test
  void keysThatAreNotThereAreNotAskedAbout() throws Exception {
    Serving serving = serve();
    assertEquals("404 unknown-key re-attest", refresh(serving, device()).problem());
    String metrics = get(serving, "/metrics").response().body();
    assertFalse(metrics.contains("assay_apple_seconds_count"), metrics);
  }

  // bits

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void bitsSurviveAReinstall(String engine) throws Exception {
    Serving serving = serve(database(engine, folder));
    SimulatedDevice device = device();
    assertEquals("never-set", query(serving, token(device)).json().path("state").asText());
    assertEquals(
        "updated",
        bits(serving, "update", token(device), ",\"bit0\":true").json().path("state").asText());
    assertEquals(
        "valid", bits(serving, "validate", token(device), "").json().path("state").asText());

    SimulatedDevice reinstalled = device.reinstalled(random);
    JsonNode read = query(serving, token(reinstalled)).json();
    assertEquals("set", read.path("state").asText(), read.toString());
    assertTrue(read.path("bit0").asBoolean(false));
    assertFalse(read.path("bit1").asBoolean(true));
    assertEquals(YearMonth.now(ZoneOffset.UTC).toString(), read.path("lastUpdated").asText());

    bits(serving, "update", token(reinstalled), ",\"bit1\":true");
    JsonNode both = query(serving, token(device)).json();
    assertTrue(both.path("bit0").asBoolean(false) && both.path("bit1").asBoolean(false));
    assertEquals("never-set", query(serving, token(device())).json().path("state").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void aTokenIsUsedOnceInAnySpelling(String engine) throws Exception {
    Serving serving = serve(database(engine, folder));
    String token = token(device());
    assertEquals(200, query(serving, token).status());
    String urlSafe = token.replace('+', '-').replace('/', '_').replace("=", "");
    for (String again : List.of(token, urlSafe)) {
      assertEquals("409 device-token-used new-device-token", query(serving, again).problem());
      assertEquals(
          "409 device-token-used new-device-token",
          bits(serving, "update", again, ",\"bit1\":false").problem());
    }
    String metrics = get(serving, "/metrics").response().body();
    String series = "assay_devicecheck_total{app=\"shop\",operation=\"%s\",outcome=\"%s\"} %d";
    assertTrue(metrics.contains(series.formatted("query", "never-set", 1)), metrics);
    assertTrue(metrics.contains(series.formatted("query", "used-device-token", 2)), metrics);
    assertTrue(metrics.contains(series.formatted("update", "used-device-token", 2)), metrics);
  }

  @Test
  void ofTwoInstancesOneAsksWithAToken() throws Exception {
    String store = TestDatabase.empty().uri();
    List<Serving> both = List.of(serve(store), serve(store));
    for (int round = 0; round < 5; round++) {
      String token = token(device());
      List<CompletableFuture<HttpResponse<String>>> answers =
          IntStream.range(0, 10)
              .mapToObj(i ->
                  http.sendAsync(
                      request(both.get(i % 2), "/v1/apps/shop/devicecheck/query")
                          .POST(
                              HttpRequest.BodyPublishers.ofString(
                                  "{\"deviceToken\":\"" + token + "\"}"))
                          .build(),
                      HttpResponse.BodyHandlers.ofString()))
              .toList();
      List<Integer> statuses =
          answers.stream().map(answer -> answer.join().statusCode()).sorted().toList();
      assertEquals(List.of(200, 409, 409, 409, 409, 409, 409, 409, 409, 409), statuses);
    }
  }

  @Test
  void aTokenThatAppleDoesNotTakeIsRefused() throws Exception {
    Serving serving = serve();
    String old = device().deviceToken(CLOCK.instant().minus(Duration.ofHours(1)));
    assertEquals("403 device-token new-device-token", query(serving, old).problem());
    String production =
        authorities
            .device(
                new SimulatedDevice.Model(APP_ID, Environment.PRODUCTION, OperatingSystem.IOS_26),
                random,
                Providers.best())
            .deviceToken(CLOCK.instant());
    assertEquals("403 device-token new-device-token", query(serving, production).problem());
    assertEquals("403 device-token new-device-token", query(serving, "AAAA").problem());
  }

  @Test
  void whateverAppleAnswersInsteadOfBitsIsNeverNoBits() throws Exception {
    Serving serving = serve();
    SimulatedDevice device = device();
    bits(serving, "update", token(device), ",\"bit0\":true");
    for (Fault fault : List.of(Fault.status(500), Fault.html(), new Fault.Cut(), Fault.empty())) {
      apple.script().next(1, fault);
      assertEquals(
          "503 apple-unavailable new-device-token",
          query(serving, token(device)).problem(),
          fault.toString());
    }
    apple.script().next(1, Fault.status(429, Duration.ofSeconds(40)));
    Got throttled = query(serving, token(device));
    assertEquals("503 apple-throttled new-device-token", throttled.problem());
    assertEquals("40", throttled.response().headers().firstValue("Retry-After").orElseThrow());
  }

  // Apple is down

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void whileAppleIsDownAssertionsAreAnsweredAndTokensStayFresh(String engine) throws Exception {
    Serving serving = serve(database(engine, folder));
    SimulatedDevice device = attested(serving);
    URI address = apple.uri(Environment.DEVELOPMENT);
    apple.close().await();

    String token = token(device);
    for (int i = 0; i < 4; i++) { // before and after the circuit opens
      assertEquals("503 apple-unavailable retry", query(serving, token).problem());
      assertEquals(200, check(serving, device).status());
    }
    assertEquals("503 apple-unavailable retry", refresh(serving, device).problem());
    assertEquals(200, attestedStatus(serving));
    String metrics = get(serving, "/metrics").response().body();
    assertTrue(metrics.contains("assay_apple_circuit_open{host=\"" + address.getHost()), metrics);
  }

  private int attestedStatus(Serving serving) throws Exception {
    SimulatedDevice another = attested(serving);
    return check(serving, another).status();
  }

  @Test
  void aServerWhoseAppleNeverAnswersStopsAllTheSame() throws Exception {
    Serving serving = serve();
    SimulatedDevice device = attested(serving);
    apple.script().always(new Fault.Slow(Duration.ofMinutes(5)));
    CompletableFuture<HttpResponse<String>> asked =
        http.sendAsync(
            request(serving, "/v1/apps/shop/devicecheck/query")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"deviceToken\":\"" + token(device) + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, check(serving, device).status());
    Instant before = CLOCK.instant();
    serving.stop();
    running.clear();
    assertTrue(Duration.between(before, CLOCK.instant()).compareTo(Duration.ofMinutes(3)) < 0);
    assertEquals(503, asked.join().statusCode());
  }
}
