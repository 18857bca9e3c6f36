package assay.cli.serve;

import static assay.cli.serve.DecidedServer.APPLE;
import static assay.cli.serve.DecidedServer.APP_ID;
import static assay.cli.serve.DecidedServer.OTHER_APP_ID;
import static assay.cli.serve.DecidedServer.json;
import static assay.cli.serve.DecidedServer.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.cli.serve.DecidedServer.Answer;
import assay.cli.serve.DecidedServer.Printed;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Step;
import assay.http.Listener;
import assay.simulator.maker.AssertionMaker;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.AuthDataMaker;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import assay.simulator.maker.raw.EcKey;
import assay.store.AppKey;
import assay.store.ReceiptQueue.Claim;
import assay.store.Risk;
import assay.store.StoredReceipt;
import assay.store.sqlite.SqliteStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A refusal that was seen over HTTP, opened by its id, exported and replayed gives the same step
 * and the same detail, whichever step it is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DecisionReplayTest {
  private final Set<Step> seen = new java.util.HashSet<>();
  private DecidedServer server;
  private int devices;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = new DecidedServer(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private SoftwareDevice device() {
    return SoftwareDevice.of(APPLE, "device " + ++devices, APP_ID).with(Environment.DEVELOPMENT);
  }

  private SoftwareDevice ofIos27() {
    return device().with(OperatingSystem.IOS_27);
  }

  private static AttestationMaker attestation(SoftwareDevice device, String challenge) {
    return device.attestation(Bytes.sha256(Bytes.utf8(challenge)), Instant.now());
  }

  private static ObjectNode request(AttestationMaker made, String challenge) {
    AttestationMaker.Made attestation = made.make();
    return json()
        .put("keyId", attestation.keyId().base64())
        .put("attestationObject", attestation.object().base64())
        .put("challenge", challenge);
  }

  private Answer register(String app, ObjectNode request) {
    return server.post(Listener.INTERNAL, "/v1/apps/" + app + "/attestations", request);
  }

  /** Registers what a change makes of an attestation. */
  private Answer register(
      String app, SoftwareDevice device, UnaryOperator<AttestationMaker> change) {
    String challenge = server.challenge(app, "attestation");
    return register(app, request(change.apply(attestation(device, challenge)), challenge));
  }

  private SoftwareDevice registered(String app, SoftwareDevice device) {
    assertEquals(201, register(app, device, made -> made).status());
    return device;
  }

  private static ObjectNode request(
      SoftwareDevice device,
      String clientData,
      long counter,
      UnaryOperator<AssertionMaker> change) {
    Bytes bytes = Bytes.utf8(clientData);
    return json()
        .put("keyId", device.key().keyId().base64())
        .put(
            "assertionObject",
            change.apply(device.assertion(Bytes.sha256(bytes), counter)).make().base64())
        .put("clientData", bytes.base64());
  }

  private String order(String app) {
    return "{\"order\":7,\"challenge\":\"" + server.challenge(app, "assertion") + "\"}";
  }

  private Answer check(String app, ObjectNode request) {
    return server.post(Listener.INTERNAL, "/v1/apps/" + app + "/assertions/verify", request);
  }

  private Answer check(
      String app, SoftwareDevice device, long counter, UnaryOperator<AssertionMaker> change) {
    return check(app, request(device, order(app), counter, change));
  }

  /** The whole round: the answer, the record and the replay say the same. */
  private JsonNode same(Step step, Answer answer) throws Exception {
    seen.add(step);
    assertEquals(step.code(), answer.body().path("code").asText(), answer.toString());
    assertEquals(step.number(), answer.body().path("step").asText());
    JsonNode record = server.record(answer.id());
    String detail = record.path("detail").asText();
    assertEquals(step.code(), record.path("code").asText());
    assertTrue(answer.body().path("detail").asText().startsWith(detail), detail);
    JsonNode again = server.replayed(answer.id()).getLast();
    assertEquals("refused", again.path("verdict").asText(), again.toString());
    assertEquals(step.code(), again.path("step").asText());
    assertEquals(detail, again.path("detail").asText());
    JsonNode diagnosis = record.path("diagnosis").path("code");
    assertEquals(diagnosis, again.path("diagnosis"), record + " and " + again);
    assertEquals(diagnosis, again.path("expected").path("diagnosis"));
    return record;
  }

  private static Bytes flipped(Bytes bytes) {
    byte[] changed = bytes.toArray();
    changed[changed.length - 1] ^= 1;
    return Bytes.of(changed);
  }

  @Test
  void everyStepOfAnAttestationIsReplayedAsItWasRefused() throws Exception {
    same(Step.Attestation.FORMAT, register("shop", device(), it -> it.encoded(b -> b.from(9))));
    same(
        Step.Attestation.CERTIFICATE_CHAIN,
        register("shop", device().with(TestApple.of("nobody")), it -> it));
    same(
        Step.Attestation.CERTIFICATE_CHAIN,
        registerLate("shop", Instant.now().minus(Duration.ofDays(100))));
    String challenge = server.challenge("shop", "attestation");
    same(
        Step.Attestation.NONCE,
        register("shop", request(attestation(device(), "another"), challenge)));
    same(Step.Attestation.ACCESS_CONTROL, register("mac", device(), it -> it));
    same(Step.Attestation.KEY_ID, withKeyIdOf(EcKey.p256("another")));
    same(
        Step.Attestation.APP_ID,
        register("shop", device().ofApp("TEAMID1234.com.example.other"), it -> it));
    same(
        Step.Attestation.COUNTER,
        register("shop", device(), it -> it.authData(data -> data.counter(1))));
    same(
        Step.Attestation.ENVIRONMENT,
        register("shop", device().with(Environment.PRODUCTION), it -> it));
    same(
        Step.Attestation.CREDENTIAL_ID,
        register(
            "shop",
            device(),
            it -> it.authData(data -> data.credentialId(EcKey.p256("another").keyId()))));
    same(
        Step.Attestation.VALIDATION_CATEGORY,
        register("strict", ofIos27().launchedAs(3, "2.1"), it -> it));
    same(
        Step.Attestation.BUNDLE_VERSION,
        register("strict", ofIos27().launchedAs(4, "1.9"), it -> it));
    same(
        Step.Attestation.PUBLIC_KEY,
        register(
            "shop",
            device(),
            it ->
                it.authData(data -> data.publicKey(AuthDataMaker.coseKey(EcKey.p256("another"))))));
    same(
        Step.Attestation.CERTIFICATE_SUBJECT,
        register(
            "shop",
            device(),
            it -> it.leaf(leaf -> leaf.subject(AttestationMaker.subject("somebody")))));
    same(
        Step.Attestation.CERTIFICATE_APP_ID,
        register("shop", device(), it -> it.leaf(leaf -> leaf.without(AttestationMaker.APP))));
    same(
        Step.Registration.RECEIPT,
        register("strict", ofIos27().launchedAs(4, "2.1"), AttestationMaker::withoutReceipt));
    same(
        Step.Registration.RECEIPT,
        register(
            "strict",
            ofIos27().launchedAs(4, "2.1"),
            it -> it.receiptBytes(DecisionReplayTest::flipped)));
    challenges();
    same(Step.Attestation.REVOKED_KEY, registerRevoked());
    same(Step.Registration.SUBJECT, registerForAnother());
    assertEquals(
        names(Stream.of(Step.Attestation.values()), Stream.of(Step.Registration.values())),
        names(
            seen.stream().filter(Step.Attestation.class::isInstance),
            seen.stream().filter(Step.Registration.class::isInstance)));
  }

  private static Set<String> names(Stream<Step> some, Stream<Step> more) {
    return Stream.concat(some, more)
        .map(step -> step.getClass().getSimpleName() + " " + step.code())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Answer registerLate(String app, Instant issued) {
    String challenge = server.challenge(app, "attestation");
    return register(
        app, request(device().attestation(Bytes.sha256(Bytes.utf8(challenge)), issued), challenge));
  }

  private Answer withKeyIdOf(EcKey other) {
    String challenge = server.challenge("shop", "attestation");
    return register(
        "shop",
        request(attestation(device(), challenge), challenge).put("keyId", other.keyId().base64()));
  }

  /** Spent, of another purpose, of another app, and of nobody. */
  private void challenges() throws Exception {
    String spent = server.challenge("shop", "attestation");
    assertEquals(201, register("shop", request(attestation(device(), spent), spent)).status());
    String assertion = server.challenge("shop", "assertion");
    String elsewhere = server.challenge("mac", "attestation");
    for (String challenge : List.of(spent, assertion, elsewhere, "made up")) {
      same(
          Step.Attestation.CHALLENGE,
          register("shop", request(attestation(device(), challenge), challenge)));
    }
  }

  private void revoke(SoftwareDevice device) {
    String keyId = device.key().keyId().base64().replace('+', '-').replace('/', '_');
    assertEquals(
        200,
        server
            .post(
                Listener.INTERNAL,
                "/v1/apps/shop/keys/" + keyId.replace("=", "") + "/revoke",
                json().put("reason", "stolen"))
            .status());
  }

  private Answer registerRevoked() {
    SoftwareDevice device = registered("shop", device());
    revoke(device);
    return register("shop", device, made -> made);
  }

  private Answer registerForAnother() {
    SoftwareDevice device = device();
    String challenge = server.challenge("shop", "attestation");
    ObjectNode request = request(attestation(device, challenge), challenge);
    assertEquals(201, register("shop", request.put("subject", "anna")).status());
    return register("shop", request.put("subject", "bert"));
  }

  @Test
  void everyStepOfAnAssertionIsReplayedAsItWasRefused() throws Exception {
    SoftwareDevice device = registered("shop", device());
    same(Step.Assertion.FORMAT, check("shop", device, 1, made -> made.encoded(b -> b.from(5))));
    same(Step.Assertion.UNKNOWN_KEY, check("shop", device(), 1, made -> made));
    JsonNode unsigned =
        same(Step.Assertion.SIGNATURE, check("shop", device, 1, AssertionMaker::withoutNonce));
    assertTrue(unsigned.path("diagnosis").has("code"), unsigned.toString());
    same(
        Step.Assertion.APP_ID,
        check("shop", device.ofApp("TEAMID1234.com.example.other"), 1, made -> made));
    same(Step.Assertion.APP_ID, check("shop", device.ofApp(OTHER_APP_ID), 1, made -> made));
    SoftwareDevice launched = registered("strict", ofIos27().launchedAs(4, "2.1"));
    same(
        Step.Assertion.VALIDATION_CATEGORY,
        check("strict", launched.launchedAs(3, "2.1"), 1, made -> made));
    same(
        Step.Assertion.BUNDLE_VERSION,
        check("strict", launched.launchedAs(4, "1.9"), 1, made -> made));
    same(
        Step.Assertion.SUBJECT,
        check("shop", request(device, order("shop"), 1, it -> it).put("subject", "anna")));
    challenges(device);
    counters(registered("shop", device()));
    SoftwareDevice stolen = registered("shop", device());
    revoke(stolen);
    same(Step.Assertion.REVOKED_KEY, check("shop", stolen, 1, made -> made));
    SoftwareDevice risky = registered("shop", device());
    setRisk(risky, 9);
    same(Step.Use.RISK, check("shop", risky, 1, made -> made));
    SoftwareDevice bank = registered("shop", device().ofApp(OTHER_APP_ID));
    server.restartWith("[ " + APP_ID + " ]");
    same(Step.Assertion.APP_ID, check("shop", bank, 1, made -> made));
    assertEquals(
        names(Stream.of(Step.Assertion.values()), Stream.of(Step.Use.values())),
        names(
            seen.stream().filter(Step.Assertion.class::isInstance),
            seen.stream().filter(Step.Use.class::isInstance)));
  }

  private void challenges(SoftwareDevice device) throws Exception {
    String spent = order("shop");
    assertEquals(200, check("shop", request(device, spent, 1, it -> it)).status());
    String attestation = server.challenge("shop", "attestation");
    for (String clientData : List.of(spent, attestation, "{\"order\":7}", "made up", "{\"a\":")) {
      same(Step.Assertion.CHALLENGE, check("shop", request(device, clientData, 2, it -> it)));
    }
    Bytes hash = Bytes.sha256(Bytes.utf8("hashed elsewhere"));
    ObjectNode hashed =
        json()
            .put("keyId", device.key().keyId().base64())
            .put("assertionObject", device.assertion(hash, 2).make().base64())
            .put("clientDataHash", hash.base64())
            .put("challenge", attestation);
    same(Step.Assertion.CHALLENGE, check("shop", hashed));
  }

  private void counters(SoftwareDevice device) throws Exception {
    assertEquals(200, check("shop", device, 7, made -> made).status());
    JsonNode again = same(Step.Assertion.COUNTER, check("shop", device, 7, made -> made));
    assertEquals(7, again.path("state").path("key").path("counter").asLong());
    same(Step.Assertion.COUNTER, check("shop", device, 3, made -> made));
  }

  /** As an exchange of the key's receipt would. */
  private void setRisk(SoftwareDevice device, int metric) throws Exception {
    Instant now = Instant.now();
    SqliteStore store = SqliteStore.beside(server.database());
    try {
      AppKey key = new AppKey("shop", assay.store.Environment.TEST, device.key().keyId());
      Claim.Taken taken =
          (Claim.Taken)
              store
                  .claim(key, Duration.ofMinutes(1), now)
                  .toCompletionStage()
                  .toCompletableFuture()
                  .get();
      StoredReceipt old = taken.receipt().receipt();
      store
          .finish(
              taken.receipt().lease(),
              new StoredReceipt(
                  old.bytes(),
                  Optional.empty(),
                  Optional.of(now.plusSeconds(1)),
                  Optional.empty(),
                  Optional.empty()),
              new Risk(metric, now),
              now.plusSeconds(60),
              "refreshed")
          .toCompletionStage()
          .toCompletableFuture()
          .get();
    } finally {
      store.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  @Test
  void acceptedDecisionsAreRecordedWhereTheConfigurationSaysSo() throws Exception {
    SoftwareDevice device = registered("shop", device());
    SoftwareDevice unrecorded = registered("strict", ofIos27().launchedAs(4, "2.1"));
    String id = check("shop", device, 4, made -> made).body().path("decision").asText();
    String other = check("strict", unrecorded, 4, made -> made).body().path("decision").asText();
    JsonNode record = server.record(id);
    assertEquals("accepted", record.path("verdict").asText());
    assertEquals(4, record.path("state").path("counter").asLong());
    assertEquals("accepted", server.replayed(id).getLast().path("verdict").asText());
    assertEquals(404, server.get("/v1/decisions/" + other).status());
    JsonNode listed =
        server.get("/v1/decisions?kind=attestation&app=shop").body().path("decisions");
    assertTrue(
        listed.findValuesAsText("keyId").contains(device.key().keyId().base64()),
        listed.toString());
  }

  @Test
  void theCommandExplainsAndExportsWhatTheServerRecorded() throws Exception {
    String challenge = server.challenge("shop", "attestation");
    Bytes once = Bytes.sha256(Bytes.utf8(challenge));
    SoftwareDevice device = device();
    Answer refused =
        server.explained(() ->
            register(
                "shop", request(device.attestation(Bytes.sha256(once), Instant.now()), challenge)));
    assertEquals("nonce", refused.body().path("code").asText());
    JsonNode told = refused.body().path("diagnosis");
    JsonNode record = server.record(refused.id());
    assertEquals(told, record.path("diagnosis"));

    Printed text = decision("--", refused.id()); // which may begin as -h
    assertEquals(0, text.code(), text.err());
    assertTrue(text.out().contains("✓ 1    certificate-chain"), text.out());
    assertTrue(text.out().contains("✗ 2-4  nonce"), text.out());
    assertTrue(text.out().contains("– 101  challenge"), text.out());
    assertTrue(text.out().contains("attestation refused: nonce (step 2-4)"), text.out());
    assertTrue(text.out().contains("diagnosis: " + told.path("code").asText()), text.out());
    assertTrue(text.out().contains(told.path("action").asText()), text.out());
    assertFalse(text.out().contains("otherwise"), text.out());

    assertEquals(record, DecidedServer.parse(decision("--json", "--", refused.id()).out()));
    assertEquals(
        server.get("/v1/decisions/" + refused.id() + "/vector").body(),
        DecidedServer.parse(decision("--vector", "--", refused.id()).out()));
  }

  private Printed decision(String... more) {
    List<String> words =
        Stream.concat(
                Stream.of("decision", "--config", server.config().toString()), Stream.of(more))
            .toList();
    return run(words.toArray(String[]::new));
  }

  @Test
  void anUnknownDecisionIsToldSoAndAWrongIdIsUnusable() {
    assertEquals(1, decision("AAAAAAAAAAAAAAAAAAAAAA").code());
    assertEquals(2, decision("short").code());
    assertEquals(1, decision("-AAAAAAAAAAAAAAAAAAAAA").code());
    assertEquals(1, decision("--json-AAAAAAAAAAAAAAA").code());
    assertEquals(1, decision("--", "-hAAAAAAAAAAAAAAAAAAAA").code());
    assertEquals(2, decision("AAAAAAAAAAAAAAAAAAAAAA", "--jsn").code());
    assertEquals(404, server.get("/v1/decisions/AAAAAAAAAAAAAAAAAAAAAA").status());
    assertEquals(400, server.get("/v1/decisions/short").status());
  }

  @Test
  void refusalsAreCountedAsRecordedAndDiagnosed() throws Exception {
    Answer refused = check("shop", device(), 1, made -> made);
    server.record(refused.id());
    JsonNode page = server.get("/v1/decisions?step=unknown-key&limit=1").body();
    assertEquals(1, page.path("decisions").size());
    assertTrue(page.path("decisions").path(0).has("detail"), page.toString());
    Eventually.holds(
        "what was recorded is counted",
        () -> !server.metrics().contains("assay_decisions_recorded_total 0.0"));
    String metrics = server.metrics();
    for (String series :
        List.of(
            "assay_decisions_recorded_total",
            "assay_decisions_dropped_total{cause=\"queue\"} 0.0",
            "assay_diagnoses_total{code=\"skipped\"} 0.0",
            "assay_diagnoses_total{code=\"new-key-after-reinstall\"}")) {
      assertTrue(metrics.contains(series), series);
    }
  }
}
