package assay.cli.serve;

import static assay.cli.serve.DecidedServer.APPLE;
import static assay.cli.serve.DecidedServer.APP_ID;
import static assay.cli.serve.DecidedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.cli.serve.DecidedServer.Answer;
import assay.config.crypto.Providers;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Step;
import assay.core.pki.Signatures;
import assay.http.Listener;
import assay.service.Decisions;
import assay.service.ServedApps;
import assay.service.challenge.ChallengeSecrets;
import assay.service.challenge.Purpose;
import assay.service.work.Workers;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.SoftwareDevice;
import assay.store.sqlite.SqliteStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evidence that a running server has nothing against but what it remembers: the answer says which
 * challenge or whose key it is, and a replay of the record says the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalDiagnosesTest {
  private static final String ATTESTATIONS = "/v1/apps/shop/attestations";
  private static final String VERIFY = "/v1/apps/shop/assertions/verify";

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
    return SoftwareDevice.of(APPLE, "phone " + ++devices, APP_ID).with(Environment.DEVELOPMENT);
  }

  private String challenge(Purpose purpose) {
    return server.challenge("shop", purpose.text());
  }

  private static Bytes hash(String text) {
    return Bytes.sha256(Bytes.utf8(text));
  }

  /** An attestation over one challenge, sent with another. */
  private static ObjectNode attestation(SoftwareDevice device, String hashed, String sent) {
    return json()
        .put("keyId", device.key().keyId().base64())
        .put(
            "attestationObject",
            device.attestation(hash(hashed), Instant.now()).make().object().base64())
        .put("challenge", sent);
  }

  /** An assertion over some client data, sent with other client data. */
  private static ObjectNode assertion(SoftwareDevice device, String signed, String sent, int nth) {
    return json()
        .put("keyId", device.key().keyId().base64())
        .put("assertionObject", device.assertion(hash(signed), nth).make().base64())
        .put("clientData", Bytes.utf8(sent).base64());
  }

  private static String order(String challenge) {
    return "{\"order\":7,\"challenge\":\"" + challenge + "\"}";
  }

  private Answer attest(ObjectNode request) {
    return server.post(Listener.INTERNAL, ATTESTATIONS, request);
  }

  private Answer attest(SoftwareDevice device, String challenge) {
    return attest(attestation(device, challenge, challenge));
  }

  private Answer verify(ObjectNode request) {
    return server.post(Listener.INTERNAL, VERIFY, request);
  }

  private Answer verify(SoftwareDevice device, String clientData) {
    return verify(assertion(device, clientData, clientData, 5));
  }

  private SoftwareDevice registered() {
    SoftwareDevice device = device();
    assertEquals(201, attest(device, challenge(Purpose.ATTESTATION)).status());
    return device;
  }

  /** A challenge that this server issued, a day ago. */
  private String issuedYesterday(Purpose purpose) throws Exception {
    SqliteStore store = SqliteStore.beside(server.database());
    try {
      InstantSource yesterday = () -> Instant.now().minus(Duration.ofDays(1));
      SecureRandom random = new SecureRandom();
      return new Decisions(
              store,
              new Signatures(Providers.best()),
              ChallengeSecrets.load(store, yesterday, random).await(20, TimeUnit.SECONDS),
              yesterday,
              random,
              Workers.HERE)
          .challenge(ServedApps.of("shop", assay.store.Environment.TEST, List.of()), purpose)
          .text();
    } finally {
      store.close().await(20, TimeUnit.SECONDS);
    }
  }

  private static String changed(String challenge) {
    char middle = challenge.charAt(30);
    return challenge.substring(0, 30) + (middle == 'A' ? 'B' : 'A') + challenge.substring(31);
  }

  private void revoke(SoftwareDevice device) {
    String keyId = device.key().keyId().base64().replace('+', '-').replace('/', '_');
    String path = "/v1/apps/shop/keys/" + keyId.replace("=", "") + "/revoke";
    assertEquals(
        200, server.post(Listener.INTERNAL, path, json().put("reason", "stolen")).status());
  }

  /** An answer waits for its diagnosis a few milliseconds only; refused is refused again. */
  private static Answer answered(Supplier<Answer> asked) throws Exception {
    AtomicReference<Answer> answer = new AtomicReference<>(asked.get());
    Eventually.holds(
        "a diagnosis in time",
        () ->
            answer.get().body().has("diagnosis")
                || answer.updateAndGet(_ -> asked.get()).body().has("diagnosis"));
    return answer.get();
  }

  /** In the answer, in the record, and again in a replay of what was recorded. */
  private JsonNode diagnosed(Step step, String diagnosis, Supplier<Answer> asked) throws Exception {
    Answer answer = answered(asked);
    assertEquals(step.code(), answer.body().path("code").asText(), answer.toString());
    assertEquals(step.number(), answer.body().path("step").asText());
    JsonNode told = answer.body().path("diagnosis");
    assertEquals(diagnosis, told.path("code").asText(), answer.toString());
    assertEquals(told, server.record(answer.id()).path("diagnosis"));
    JsonNode again = server.replayed(answer.id()).getLast();
    assertEquals(diagnosis, again.path("diagnosis").asText(), again.toString());
    assertEquals(diagnosis, again.path("expected").path("diagnosis").asText());
    return told;
  }

  @Test
  void aChallengeForAnAssertionThatIsNotOpenIsToldByWhatItIs() throws Exception {
    Step step = Step.Assertion.CHALLENGE;
    SoftwareDevice device = registered();
    String spent = order(challenge(Purpose.ASSERTION));
    assertEquals(200, verify(assertion(device, spent, spent, 1)).status());
    diagnosed(step, "challenge-spent", () -> verify(device, spent));
    String yesterdays = order(issuedYesterday(Purpose.ASSERTION));
    JsonNode expired = diagnosed(step, "challenge-expired", () -> verify(device, yesterdays));
    assertTrue(expired.path("found").asText().contains(" That was at 20"), expired.toString());
    diagnosed(
        step,
        "challenge-unknown",
        () -> verify(device, order(changed(challenge(Purpose.ASSERTION)))));
    diagnosed(step, "challenge-unknown", () -> verify(device, "made up"));
    diagnosed(
        step,
        "challenge-unknown",
        () -> verify(device, order(server.challenge("strict", "assertion"))));
    diagnosed(
        step,
        "challenge-of-another-purpose",
        () -> verify(device, order(challenge(Purpose.ATTESTATION))));
    diagnosed(step, "challenge-missing", () -> verify(device, "{\"order\":7}"));
  }

  @Test
  void aChallengeForAnAttestationThatIsNotOpenIsToldByWhatItIs() throws Exception {
    Step step = Step.Attestation.CHALLENGE;
    String spent = challenge(Purpose.ATTESTATION);
    assertEquals(201, attest(device(), spent).status());
    diagnosed(step, "challenge-spent", () -> attest(device(), spent));
    String yesterdays = issuedYesterday(Purpose.ATTESTATION);
    diagnosed(step, "challenge-expired", () -> attest(device(), yesterdays));
    diagnosed(
        step, "challenge-unknown", () -> attest(device(), changed(challenge(Purpose.ATTESTATION))));
    diagnosed(
        step, "challenge-of-another-purpose", () -> attest(device(), challenge(Purpose.ASSERTION)));
    String inside = order(challenge(Purpose.ATTESTATION));
    ObjectNode other =
        attestation(device(), inside, challenge(Purpose.ATTESTATION))
            .put("clientData", Bytes.utf8(inside).base64());
    diagnosed(step, "challenge-different", () -> attest(other));
  }

  @Test
  void anotherChallengeThatWasSignedThanWasSentIsFoundAmongTheLatest() throws Exception {
    String earlier = challenge(Purpose.ATTESTATION);
    String sent = challenge(Purpose.ATTESTATION);
    diagnosed(
        Step.Attestation.NONCE,
        "earlier-challenge",
        () -> attest(attestation(device(), earlier, sent)));
    String toSign = challenge(Purpose.ASSERTION);
    diagnosed(
        Step.Attestation.NONCE,
        "challenge-of-another-purpose",
        () -> attest(attestation(device(), toSign, sent)));

    SoftwareDevice device = registered();
    String first = challenge(Purpose.ASSERTION);
    String last = challenge(Purpose.ASSERTION);
    diagnosed(
        Step.Assertion.SIGNATURE,
        "earlier-challenge",
        () -> verify(assertion(device, order(first), order(last), 5)));
    String toAttest = challenge(Purpose.ATTESTATION);
    diagnosed(
        Step.Assertion.SIGNATURE,
        "challenge-of-another-purpose",
        () -> verify(assertion(device, toAttest, last, 5)));
  }

  @Test
  void whatWasFoundByLookingAtOthersIsFoundAgainByAReplay() throws Exception {
    SoftwareDevice refused = device();
    diagnosed(
        Step.Attestation.CHALLENGE,
        "challenge-unknown",
        () -> attest(refused, changed(challenge(Purpose.ATTESTATION))));
    diagnosed(
        Step.Assertion.UNKNOWN_KEY,
        "key-refused-earlier",
        () -> verify(refused, order(challenge(Purpose.ASSERTION))));

    SoftwareDevice macs = device();
    String challenge = server.challenge("strict", "attestation");
    SoftwareDevice elsewhere = macs.with(OperatingSystem.IOS_27).launchedAs(4, "2.1");
    assertEquals(
        201,
        server
            .post(
                Listener.INTERNAL,
                "/v1/apps/strict/attestations",
                attestation(elsewhere, challenge, challenge))
            .status());
    diagnosed(
        Step.Assertion.UNKNOWN_KEY,
        "key-of-another-app",
        () -> verify(elsewhere, order(challenge(Purpose.ASSERTION))));

    SoftwareDevice named = registered();
    String order = order(challenge(Purpose.ASSERTION));
    ObjectNode byAnother =
        assertion(registered(), order, order, 5).put("keyId", named.key().keyId().base64());
    diagnosed(Step.Assertion.SIGNATURE, "signed-by-another-key", () -> verify(byAnother));

    SoftwareDevice others = device().ofApp("TEAMID1234.com.example.live");
    diagnosed(
        Step.Attestation.APP_ID,
        "app-id-of-another-app",
        () -> attest(others, challenge(Purpose.ATTESTATION)));
  }

  @Test
  void theCommandLooksTheKeyUpBesideTheServer(@TempDir Path folder) throws Exception {
    String order = order(challenge(Purpose.ASSERTION));
    ObjectNode wrong = assertion(registered(), order + "\n", order, 5);
    Path body = Files.writeString(folder.resolve("body.json"), wrong.toString());
    String config = server.config().toString();
    DecidedServer.Printed printed =
        DecidedServer.run(
            "diagnose", "request", "--config", config, "--app", "shop", body.toString());
    assertEquals(1, printed.code(), printed.toString());
    assertTrue(printed.out().contains("trailing-newline"), printed.toString());
  }

  @Test
  void aRevokedKeyIsToldAsSuchAndSinceWhen() throws Exception {
    SoftwareDevice stolen = registered();
    revoke(stolen);
    JsonNode told =
        diagnosed(
            Step.Assertion.REVOKED_KEY,
            "key-revoked",
            () -> verify(stolen, order(challenge(Purpose.ASSERTION))));
    assertTrue(told.path("found").asText().contains(" That was at 20"), told.toString());
    diagnosed(
        Step.Attestation.REVOKED_KEY,
        "key-revoked",
        () -> attest(stolen, challenge(Purpose.ATTESTATION)));
  }

  @Test
  void aKeyOfAnotherUserOrOfNoneIsToldAsSuch() throws Exception {
    SoftwareDevice annas = device();
    String challenge = challenge(Purpose.ATTESTATION);
    ObjectNode request = attestation(annas, challenge, challenge);
    assertEquals(201, attest(request.put("subject", "anna")).status());
    diagnosed(
        Step.Registration.SUBJECT,
        "key-of-another-user",
        () -> attest(request.put("subject", "bert")));
    String order = order(challenge(Purpose.ASSERTION));
    diagnosed(
        Step.Assertion.SUBJECT,
        "key-of-another-user",
        () -> verify(assertion(annas, order, order, 1).put("subject", "bert")));
    diagnosed(
        Step.Assertion.SUBJECT,
        "key-of-no-user",
        () -> verify(assertion(registered(), order, order, 1).put("subject", "bert")));
  }

  @Test
  void aReceiptThatTheAppRequiresAndDidNotGetIsToldAsSuch() throws Exception {
    String challenge = server.challenge("strict", "attestation");
    SoftwareDevice device = device().with(OperatingSystem.IOS_27).launchedAs(4, "2.1");
    ObjectNode request =
        json()
            .put("keyId", device.key().keyId().base64())
            .put(
                "attestationObject",
                device
                    .attestation(hash(challenge), Instant.now())
                    .withoutReceipt()
                    .make()
                    .object()
                    .base64())
            .put("challenge", challenge);
    diagnosed(
        Step.Registration.RECEIPT,
        "receipt-missing",
        () -> server.post(Listener.INTERNAL, "/v1/apps/strict/attestations", request));
  }

  private static Set<String> members(Answer answer) {
    Set<String> members = new TreeSet<>();
    answer.body().fieldNames().forEachRemaining(members::add);
    return members;
  }

  @Test
  void aDeviceOfAProductionAppLearnsNothingOfIt() throws Exception {
    ObjectNode request = attestation(device(), "anything", server.challenge("live", "attestation"));
    String twice = Bytes.utf8(request.path("attestationObject").asText()).base64();
    for (ObjectNode body : List.of(request, request.deepCopy().put("attestationObject", twice))) {
      Answer device = server.post(Listener.PUBLIC, "/v1/apps/live/attestations", body);
      assertFalse(device.body().has("diagnosis") || device.body().has("detail"), device.toString());
      assertEquals(
          Set.of(
              "type",
              "title",
              "status",
              "instance",
              "code",
              "step",
              "retryable",
              "action",
              "environment"),
          members(device));
      Answer caller =
          answered(() -> server.post(Listener.INTERNAL, "/v1/apps/live/attestations", body));
      assertEquals(device.body().path("code"), caller.body().path("code"));
      assertTrue(caller.body().path("diagnosis").has("code"), caller.toString());
      assertTrue(server.record(device.id()).path("diagnosis").has("code"), "for the operator");
    }
  }

  @Test
  void aDeviceOfATestAppLearnsIt() throws Exception {
    ObjectNode request =
        attestation(device(), challenge(Purpose.ASSERTION), challenge(Purpose.ATTESTATION));
    Answer answer = answered(() -> server.post(Listener.PUBLIC, ATTESTATIONS, request));
    assertEquals("nonce", answer.body().path("code").asText(), answer.toString());
    assertEquals(
        "challenge-of-another-purpose", answer.body().path("diagnosis").path("code").asText());
  }
}
