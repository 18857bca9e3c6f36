package assay.cli.serve;

import static assay.cli.serve.DecidedServer.APPLE;
import static assay.cli.serve.DecidedServer.APP_ID;
import static assay.cli.serve.DecidedServer.OTHER_APP_ID;
import static assay.cli.serve.DecidedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.cli.serve.DecidedServer.Answer;
import assay.cli.serve.DecidedServer.Printed;
import assay.cli.simulate.CaFile;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Step;
import assay.http.Listener;
import assay.simulator.apple.AppleSettings;
import assay.simulator.apple.FakeApple;
import assay.simulator.apple.Fault;
import assay.simulator.apple.team.TeamKey;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import assay.store.AppKey;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Recorded;
import assay.store.DecisionLog.Refused;
import assay.store.sqlite.SqliteStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes of asking Apple is recorded as what comes of evidence is: opened by its id, listed by
 * its step, explained, and replayed where a receipt was judged here.
 */
final class AppleDecisionsTest {
  private static final String TEAM = "TEAMID1234";

  private final Random random = new Random(11);
  private final Vertx vertx = Vertx.vertx();
  private final TeamKey key = TeamKey.generate(TEAM, "KEYID12345", random);
  private final Set<Step.Receipt> seen = EnumSet.noneOf(Step.Receipt.class);
  private FakeApple apple;
  private DecidedServer server;
  private int devices;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    InstantSource clock = InstantSource.system();
    Files.writeString(folder.resolve("AuthKey.p8"), key.p8());
    apple =
        FakeApple.start(
                vertx,
                AppleSettings.of(
                    CaFile.openOrMake(folder.resolve("ca"), random, clock.instant()).apple(),
                    key.team()),
                clock,
                random)
            .await();
    server =
        new DecidedServer(
            folder,
            """
              narrow: { tokenSha256: %s, apps: [ shop ], allow: [ refresh, decisions ] }
            apple:
              test: { attestationData: '%s', deviceCheck: '%s' }
            teams:
              %s: { keyId: %s, privateKeyFile: AuthKey.p8 }
            """
                .formatted(
                    Bytes.sha256(Bytes.utf8(DecidedServer.NARROW_TOKEN)).hex(),
                    apple.uri(Environment.DEVELOPMENT),
                    apple.uri(Environment.DEVELOPMENT),
                    TEAM,
                    key.keyId()));
  }

  @AfterEach
  void stop() {
    server.close();
    apple.close().await();
    vertx.close().await();
  }

  // what devices, callers and Apple do

  /** A key that is registered, and what it was registered with. */
  private record Registered(SoftwareDevice device, AttestationMaker.Made attestation) {
    ReceiptMaker refreshed(Instant created) {
      return device.refreshedReceipt(attestation, 3, created.truncatedTo(ChronoUnit.MILLIS));
    }

    ReceiptMaker refreshed() {
      return refreshed(Instant.now().plusSeconds(1));
    }

    String path() {
      return "keys/"
          + attestation.keyId().base64().replace('+', '-').replace('/', '_').replace("=", "");
    }
  }

  private SoftwareDevice device() {
    return SoftwareDevice.of(APPLE, "asked about " + ++devices, APP_ID)
        .with(Environment.DEVELOPMENT);
  }

  private Registered registered() {
    return registered(device(), true);
  }

  private Registered registered(SoftwareDevice device, boolean withReceipt) {
    String challenge = server.challenge("shop", "attestation");
    AttestationMaker made = device.attestation(Bytes.sha256(Bytes.utf8(challenge)), Instant.now());
    AttestationMaker.Made attestation = (withReceipt ? made : made.withoutReceipt()).make();
    Answer answer =
        post(
            "attestations",
            json()
                .put("keyId", attestation.keyId().base64())
                .put("attestationObject", attestation.object().base64())
                .put("challenge", challenge));
    assertEquals(201, answer.status(), answer.toString());
    return new Registered(device, attestation);
  }

  private Answer post(String path, ObjectNode body) {
    return server.post(Listener.INTERNAL, "/v1/apps/shop/" + path, body);
  }

  private Answer refresh(Registered of) {
    return server.post(Listener.INTERNAL, "/v1/apps/shop/" + of.path() + "/receipt/refresh");
  }

  private void says(int status, String text) {
    apple
        .script()
        .next(
            1,
            new Fault.Instead(
                assay.simulator.apple.answer.Answer.text(status, text, "as asked to")));
  }

  private void brings(Bytes receipt) {
    says(200, receipt.base64());
  }

  private Answer refresh(Registered of, Bytes brought) {
    brings(brought);
    return refresh(of);
  }

  /** An id may begin as -h, which would be help where nothing says that options are over. */
  private Printed decision(String id, String... more) {
    return DecidedServer.run(
        Stream.of(
                Stream.of("decision", "--config", server.config().toString()),
                Arrays.stream(more),
                Stream.of("--", id))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  /** The answer, the record, the list and the command say the same. */
  private JsonNode recorded(String kind, String code, Answer answer) throws Exception {
    JsonNode record = server.record(answer.id());
    assertEquals(kind, record.path("kind").asText());
    assertEquals(code, record.path("code").asText(), answer.toString());
    assertEquals("refused", record.path("verdict").asText());
    assertEquals("internal", record.path("listener").asText());
    assertTrue(record.path("policy").has("appIds"));
    assertEquals(answer.body().path("diagnosis"), record.path("diagnosis"), answer.toString());
    JsonNode listed = server.get("/v1/decisions?app=shop&kind=" + kind + "&step=" + code).body();
    assertTrue(listed.findValuesAsText("id").contains(answer.id()), listed.toString());
    Printed told = decision(answer.id());
    assertEquals(0, told.code(), told.err());
    assertTrue(told.out().contains(kind + " refused: " + code), told.out());
    assertTrue(told.out().contains(record.path("detail").asText()), told.out());
    assertFalse(told.out().contains("otherwise"), told.out());
    return record;
  }

  // receipts that are refused here

  private JsonNode same(Step.Receipt step, Registered of, Bytes brought) throws Exception {
    seen.add(step);
    Answer answer = server.explained(() -> refresh(of, brought));
    assertEquals("apple-receipt-refused", answer.body().path("code").asText());
    JsonNode record = recorded("receipt", step.code(), answer);
    assertEquals(step.number(), record.path("step").asText());
    assertEquals("exchanged", record.path("evidence").path("origin").asText());
    assertEquals(brought.base64(), record.path("evidence").path("object").asText());
    String detail = record.path("detail").asText();
    assertTrue(answer.body().path("detail").asText().contains(detail), answer.toString());
    JsonNode again = server.replayed(answer.id()).getLast();
    assertEquals("refused", again.path("verdict").asText(), again.toString());
    assertEquals(step.code(), again.path("step").asText());
    assertEquals(detail, again.path("detail").asText());
    assertEquals(
        server.get("/v1/decisions/" + answer.id() + "/vector").body(),
        DecidedServer.parse(decision(answer.id(), "--vector").out()));
    return record;
  }

  private static String diagnosis(JsonNode record) {
    return record.path("diagnosis").path("code").asText();
  }

  private static Bytes flipped(Bytes bytes) {
    byte[] changed = bytes.toArray();
    changed[changed.length - 1] ^= 1;
    return Bytes.of(changed);
  }

  @Test
  void everyStepOfAReceiptIsReplayedAsItWasRefused() throws Exception {
    Registered of = registered();
    same(Step.Receipt.FORMAT, of, of.refreshed().make().slice(0, 300));
    same(
        Step.Receipt.RECEIPT_SIGNATURE,
        of,
        of.refreshed().signature(AppleDecisionsTest::flipped).make());
    SoftwareDevice nobodys = of.device().with(TestApple.of("nobody"));
    same(
        Step.Receipt.RECEIPT_CHAIN,
        of,
        nobodys.refreshedReceipt(of.attestation(), 1, Instant.now()).make());
    JsonNode ofAnother =
        same(
            Step.Receipt.APP_ID,
            of,
            of.refreshed().field(ReceiptMaker.APP_ID, TEAM + ".com.example.other").make());
    assertTrue(diagnosis(ofAnother).startsWith("app-id-"), ofAnother.toString());
    JsonNode ofSibling =
        same(
            Step.Receipt.APP_ID,
            of,
            of.refreshed().field(ReceiptMaker.APP_ID, OTHER_APP_ID).make());
    assertTrue(ofSibling.path("detail").asText().contains("another App ID of the app"));
    JsonNode old =
        same(Step.Receipt.RECEIPT_AGE, of, of.refreshed(Instant.now().minusSeconds(300)).make());
    assertEquals("receipt-not-newer", diagnosis(old));
    assertTrue(old.path("state").path("receipt").has("createdAt"));
    JsonNode early =
        same(
            Step.Receipt.RECEIPT_AGE,
            of,
            of.refreshed(Instant.now().plus(Duration.ofMinutes(20))).make());
    assertEquals("receipt-from-the-future", diagnosis(early));
    assertEquals(
        "receipt-of-another-key",
        diagnosis(same(Step.Receipt.PUBLIC_KEY, of, registered().refreshed().make())));
    Bytes attests = of.attestation().receipt().orElseThrow();
    assertEquals("receipt-not-exchanged", diagnosis(same(Step.Receipt.RECEIPT_TYPE, of, attests)));
    assertEquals(
        "receipt-kept-too-long",
        diagnosis(
            same(
                Step.Receipt.RECEIPT_EXPIRED,
                of,
                of.refreshed()
                    .field(ReceiptMaker.EXPIRES, Instant.now().minusSeconds(60).toString())
                    .make())));
    same(
        Step.Receipt.ENVIRONMENT,
        of,
        of.refreshed().field(ReceiptMaker.ENVIRONMENT, "production").make());
    // the other two are of receipts without a key, and of those that come with an attestation
    assertEquals(
        EnumSet.complementOf(EnumSet.of(Step.Receipt.UNKNOWN_KEY, Step.Receipt.CLIENT_DATA_HASH)),
        seen);
  }

  @Test
  void aReceiptOfAnotherAppTellsOfItOnlyToWhomThatAppExists() throws Exception {
    Registered of = registered();
    Bytes ofLive = of.refreshed().field(ReceiptMaker.APP_ID, TEAM + ".com.example.live").make();
    AtomicReference<Answer> narrow = new AtomicReference<>();
    Eventually.holds(
        "a diagnosis in time",
        () -> {
          brings(ofLive);
          narrow.set(server.postNarrow("/v1/apps/shop/" + of.path() + "/receipt/refresh"));
          return narrow.get().body().has("diagnosis");
        });
    JsonNode told = narrow.get().body().path("diagnosis");
    assertEquals("app-id-unknown", told.path("code").asText());
    JsonNode whole = server.record(narrow.get().id());
    assertEquals("app-id-of-another-app", diagnosis(whole));
    assertEquals("live", whole.path("restsOn").path(0).asText());
    assertEquals(told, whole.path("diagnosisAlone"));
    JsonNode read = server.getNarrow("/v1/decisions/" + narrow.get().id()).body();
    assertEquals(told, read.path("diagnosis"));
    assertEquals(0, read.path("restsOn").size());
    assertFalse(read.has("diagnosisAlone") || read.has("context"), read.toString());
  }

  @Test
  void anAcceptedRefreshIsRecordedWhereTheConfigurationSaysSo() throws Exception {
    Registered of = registered();
    Bytes newer = of.refreshed().make();
    assertEquals(200, refresh(of, newer).status());
    JsonNode listed = listed("receipt");
    assertEquals("accepted", listed.path("verdict").asText(), listed.toString());
    JsonNode record = server.record(listed.path("id").asText());
    assertEquals(newer.base64(), record.path("evidence").path("object").asText());
    JsonNode again = server.replayed(record.path("id").asText()).getLast();
    assertEquals("accepted", again.path("verdict").asText());
    assertEquals(3, again.path("riskMetric").asInt());
    Printed told = decision(record.path("id").asText());
    assertTrue(told.out().contains("receipt accepted"), told.out());

    JsonNode early = recorded("receipt", "not-yet", refresh(of));
    assertEquals("receipt-not-yet", diagnosis(early));
    assertFalse(early.path("evidence").has("object"), "Apple was not asked with it");
    assertTrue(early.path("state").path("receipt").has("notBefore"));
  }

  private JsonNode listed(String kind) throws Exception {
    String path = "/v1/decisions?app=shop&kind=" + kind;
    Eventually.holds(
        "a record of " + kind, () -> server.get(path).body().path("decisions").size() > 0);
    return server.get(path).body().path("decisions").path(0);
  }

  // what Apple says to receipts

  private JsonNode ofApple(Registered of, int status, String text, String code) throws Exception {
    says(status, text);
    JsonNode record = unreplayed("receipt", code, refresh(of));
    assertEquals("kept", record.path("evidence").path("origin").asText());
    assertEquals(
        of.attestation().receipt().orElseThrow().base64(),
        record.path("evidence").path("object").asText());
    return record;
  }

  /** What no evidence says: exporting it tells why. */
  private JsonNode unreplayed(String kind, String code, Answer answer) throws Exception {
    JsonNode record = recorded(kind, code, answer);
    assertFalse(record.has("step"), record.toString());
    Answer vector = server.get("/v1/decisions/" + answer.id() + "/vector");
    assertEquals(404, vector.status());
    assertEquals("nothing-to-replay", vector.body().path("code").asText());
    assertTrue(vector.body().path("detail").asText().contains("there is nothing to replay"));
    Printed exported = decision(answer.id(), "--vector");
    assertEquals(2, exported.code());
    assertTrue(exported.err().contains("there is nothing to replay"), exported.err());
    return record;
  }

  @Test
  void eachDefiniteAnswerOfApplesToAReceiptIsRecordedAndExplained() throws Exception {
    Registered of = registered();
    assertEquals("receipt-no-data", diagnosis(ofApple(of, 404, "", "no-data")));
    assertEquals(
        "receipt-wrong-environment",
        diagnosis(ofApple(of, 400, "Incorrect Environment", "wrong-environment")));
    assertEquals("receipt-bad-payload", diagnosis(ofApple(of, 400, "Bad Payload", "bad-payload")));
    assertEquals("receipt-unauthorized", diagnosis(ofApple(of, 401, "", "unauthorized")));
  }

  @Test
  void whatWasKnownWithoutAskingAppleIsRecordedToo() throws Exception {
    Registered stranger =
        new Registered(
            device(), device().attestation(Bytes.sha256(Bytes.EMPTY), Instant.now()).make());
    unreplayed("receipt", "unknown-key", refresh(stranger));
    unreplayed("receipt", "no-receipt", refresh(registered(device(), false)));
    Registered revoked = registered();
    assertEquals(200, post(revoked.path() + "/revoke", json().put("reason", "stolen")).status());
    JsonNode record = unreplayed("receipt", "revoked-key", refresh(revoked));
    assertEquals("key-revoked", diagnosis(record));
    assertTrue(record.path("state").path("revoked").asBoolean());
  }

  /** A real server does so minutes after a registration: its record, and not the wait, is tried. */
  @Test
  void whatTheServerFoundOutItselfSaysSo() throws Exception {
    Registered of = registered();
    ObjectNode json = (ObjectNode) ofApple(of, 404, "", "no-data");
    String id = "AAAAAAAAAAAAAAAAAAAAAA";
    json.put("id", id).put("listener", "background");
    SqliteStore store = SqliteStore.beside(server.database());
    try {
      Entry entry =
          new Entry(
              id,
              Instant.parse(json.path("at").asText()),
              new AppKey("shop", assay.store.Environment.TEST, of.attestation().keyId()),
              Kind.RECEIPT,
              Optional.of(new Refused("", "no-data", json.path("detail").asText())),
              Optional.of("receipt-no-data"));
      store.record(List.of(new Recorded(entry, Bytes.utf8(json.toString())))).await();
    } finally {
      store.close().await();
    }
    assertEquals("background", server.record(id).path("listener").asText());
    Printed told = decision(id);
    assertTrue(told.out().contains("asked   by the server itself"), told.out());
  }

  @Test
  void thatAppleIsDownIsExplainedAndNotRecorded() throws Exception {
    Registered of = registered();
    apple.script().next(1, Fault.status(500));
    Answer down = refresh(of);
    assertEquals("receipt-down", down.body().path("diagnosis").path("code").asText());
    apple.script().next(1, Fault.status(500));
    Answer bits = ask("query", token());
    assertEquals("devicecheck-down", bits.body().path("diagnosis").path("code").asText());
    says(404, "");
    server.record(refresh(of).id()); // written after those, had they been
    assertEquals(404, server.get("/v1/decisions/" + down.id()).status());
    assertEquals(404, server.get("/v1/decisions/" + bits.id()).status());
  }

  // bits

  private String token() {
    byte[] bytes = new byte[48];
    random.nextBytes(bytes);
    return Bytes.of(bytes).base64();
  }

  private Answer ask(String operation, String token) {
    ObjectNode body = json().put("deviceToken", token);
    return post(
        "devicecheck/" + operation, operation.equals("update") ? body.put("bit1", true) : body);
  }

  /** The record keeps the token's hash and nothing of the token. */
  private JsonNode refused(String operation, String token, String code, Answer answer)
      throws Exception {
    JsonNode record = unreplayed("devicecheck", code, answer);
    JsonNode evidence = record.path("evidence");
    assertEquals(operation, evidence.path("operation").asText());
    Bytes decoded = Bytes.of(Base64.getDecoder().decode(token));
    assertEquals(Bytes.sha256(decoded).base64(), evidence.path("deviceTokenSha256").asText());
    assertEquals(operation.equals("update"), evidence.path("bit1").asBoolean());
    for (String spelled : List.of(token, decoded.hex(), token.substring(0, 20))) {
      assertFalse(record.toString().contains(spelled), record.toString());
    }
    assertFalse(record.has("keyId"));
    return record;
  }

  @Test
  void eachRefusalOfDeviceCheckIsRecordedAndExplained() throws Exception {
    for (String operation : List.of("query", "update", "validate")) {
      String bad = token();
      says(400, "Missing or incorrectly formatted device token payload");
      assertEquals(
          "devicecheck-bad-device-token",
          diagnosis(refused(operation, bad, "bad-device-token", ask(operation, bad))));
      assertEquals(
          "devicecheck-token-used",
          diagnosis(refused(operation, bad, "used-device-token", ask(operation, bad))));
      String wrong = token();
      says(401, "Unable to verify authorization token");
      assertEquals(
          "devicecheck-misconfigured",
          diagnosis(refused(operation, wrong, "misconfigured", ask(operation, wrong))));
    }
  }

  @Test
  void anAcceptedQuestionIsRecordedWhereTheConfigurationSaysSo() throws Exception {
    says(200, "Failed to find bit state");
    String token = token();
    assertEquals(200, ask("query", token).status());
    JsonNode record = server.record(listed("devicecheck").path("id").asText());
    assertEquals("accepted", record.path("verdict").asText());
    assertEquals("never-set", record.path("state").path("answer").asText());
    assertFalse(record.toString().contains(token));
  }

  @Test
  void aServerThatAsksNobodyRecordsThatItDidNot() throws Exception {
    server.close();
    server = new DecidedServer(Files.createDirectory(folder.resolve("alone")));
    String token = token();
    assertEquals(
        "devicecheck-not-configured",
        diagnosis(refused("query", token, "not-configured", ask("query", token))));
    assertEquals(
        "receipt-not-configured",
        diagnosis(unreplayed("receipt", "not-configured", refresh(registered()))));
  }
}
