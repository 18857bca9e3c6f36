package assay.cli.serve;

import static assay.cli.serve.DecidedServer.APPLE;
import static assay.cli.serve.DecidedServer.APP_ID;
import static assay.cli.serve.DecidedServer.json;
import static assay.cli.serve.Tenants.ALL;
import static assay.cli.serve.Tenants.SECRET_APP_ID;
import static assay.cli.serve.Tenants.SECRET_TEAM;
import static assay.cli.serve.Tenants.SHOP;
import static assay.cli.serve.Tenants.SHOP_AND_BETA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.serve.DecidedServer.Answer;
import assay.core.App.Environment;
import assay.simulator.maker.SoftwareDevice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apps outside a caller's scope do not exist for it: whatever it asks and reads, a server that has
 * them answers as one that has not. Whoever sees them is told all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantsTest {
  private static final String ATTEST = "/v1/apps/shop/attestations";
  private static final String VERIFY = "/v1/apps/shop/assertions/verify";

  /** Made by nobody; no step looks at it before those that other apps are behind. */
  private static final String MADE_UP = "a challenge of nobody's";

  /** A diagnosis may come too late for its answer, which then tells nothing anyhow. */
  private static final int ROUNDS = 5;

  private static final SoftwareDevice PHONE = device("phone");
  private static final SoftwareDevice OF_BETA = device("of the beta");
  private static final SoftwareDevice OF_BANK = device("of the bank").ofApp(SECRET_APP_ID);
  private static final SoftwareDevice UNTOLD = device("another of the bank").ofApp(SECRET_APP_ID);

  /**
   * A refusal that another app is behind.
   *
   * @param saysAppId whether the evidence has that app's App ID in clear
   * @param whole the diagnosis with all apps known
   * @param alone the one without
   * @param restsOn the apps behind it
   */
  private record Refusal(
      String path,
      ObjectNode body,
      boolean saysAppId,
      String whole,
      Optional<String> alone,
      List<String> restsOn) {}

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal(
              ATTEST,
              Tenants.attestation(device("sent wrongly").ofApp(SECRET_APP_ID), MADE_UP),
              true,
              "app-id-of-another-app",
              Optional.of("app-id-unknown"),
              List.of("zz-bank")),
          new Refusal(
              ATTEST,
              Tenants.attestation(device("of the store").with(Environment.PRODUCTION), MADE_UP),
              false,
              "production-key-in-development",
              Optional.of("production-key-in-development"),
              List.of("zz-live")),
          new Refusal(
              VERIFY,
              Tenants.assertion(OF_BETA, MADE_UP),
              false,
              "key-of-another-app",
              Optional.of("key-not-registered"),
              List.of("zz-beta")),
          new Refusal(
              VERIFY,
              Tenants.assertion(OF_BANK, MADE_UP),
              false,
              "key-of-another-app",
              Optional.of("key-not-registered"),
              List.of("zz-bank")),
          new Refusal(
              VERIFY,
              Tenants.assertion(PHONE.ofApp(SECRET_APP_ID), MADE_UP),
              false,
              "app-id-of-another-app",
              Optional.empty(),
              List.of("zz-bank")),
          new Refusal(
              VERIFY,
              Tenants.assertion(PHONE.ofApp(SECRET_TEAM + ".com.example.shop"), MADE_UP),
              false,
              "app-id-prefix",
              Optional.empty(),
              List.of("zz-bank")));

  private Tenants together;
  private Tenants alone;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    together = Tenants.together(Files.createDirectory(folder.resolve("together")));
    alone = Tenants.alone(Files.createDirectory(folder.resolve("alone")));
    together.register(ALL, "shop", PHONE);
    alone.register(SHOP, "shop", PHONE);
    together.register(ALL, "zz-beta", OF_BETA);
    together.register(ALL, "zz-bank", OF_BANK);
    together.register(ALL, "zz-bank", UNTOLD);
  }

  @AfterAll
  void stop() {
    together.close();
    alone.close();
  }

  private static SoftwareDevice device(String label) {
    return SoftwareDevice.of(APPLE, label, APP_ID).with(Environment.DEVELOPMENT);
  }

  /** In nothing that is told: names, App IDs, and keys but the one that was asked about. */
  private static void tellsNothing(JsonNode told, boolean saysAppId) {
    String text = told.toString();
    assertFalse(text.contains("zz-beta") || text.contains("zz-live"), text);
    assertFalse(text.contains(UNTOLD.key().keyId().base64()), text);
    if (!saysAppId) {
      assertFalse(text.contains("zz-bank") || text.contains(SECRET_TEAM), text);
    }
    assertFalse(text.replace(SECRET_APP_ID, "").contains("zz-bank"), text);
  }

  /** Without what differs from one request to the next, whatever the server has. */
  private static JsonNode comparable(JsonNode body) {
    ObjectNode copy = body.deepCopy();
    copy.remove(List.of("instance", "id", "at"));
    if (copy.path("state").path("key") instanceof ObjectNode key) {
      key.remove("registeredAt");
    }
    copy.path("cases").forEach(one -> ((ObjectNode) one).remove("id"));
    copy.findParents("at").forEach(event -> ((ObjectNode) event).remove("at"));
    return copy;
  }

  private Answer asked(Tenants server, String token, Refusal refusal, boolean explained)
      throws Exception {
    return explained
        ? server.refused(token, refusal.path(), refusal.body())
        : server.post(token, refusal.path(), refusal.body());
  }

  private static Optional<String> code(JsonNode body) {
    return Optional.ofNullable(body.path("diagnosis").path("code").textValue());
  }

  @Test
  void whoeverSeesEveryAppIsToldAllAndReadsAll() throws Exception {
    for (Refusal refusal : REFUSALS) {
      Answer answer = asked(together, ALL, refusal, true);
      assertEquals(Optional.of(refusal.whole()), code(answer.body()), answer.toString());
      JsonNode record = together.record(ALL, answer.id());
      assertEquals(answer.body().path("diagnosis"), record.path("diagnosis"));
      assertEquals(
          refusal.restsOn(),
          StreamSupport.stream(record.path("restsOn").spliterator(), false)
              .map(JsonNode::asText)
              .toList(),
          record.toString());
      assertEquals(
          refusal.restsOn(),
          refusal.path().equals(VERIFY) && record.path("context").has("keysElsewhere")
              ? record.path("context").path("keysElsewhere").findValuesAsText("app")
              : record.path("context").path("otherApps").findValuesAsText("name"));
      assertEquals(record, together.decision(answer.id(), "json"));
      JsonNode vector = together.get(ALL, "/v1/decisions/" + answer.id() + "/vector").body();
      assertEquals(vector, together.decision(answer.id(), "vector"));
      assertEquals(refusal.whole(), together.replayed(vector));
    }
  }

  @Test
  void whoeverSeesOneAppIsAnsweredAsByAServerThatHasNoOther() throws Exception {
    for (Refusal refusal : REFUSALS) {
      boolean explained = refusal.alone().isPresent();
      Answer reference = asked(alone, SHOP, refusal, explained);
      for (int i = 0; i < ROUNDS; i++) {
        Answer told = asked(together, SHOP, refusal, explained);
        assertEquals(refusal.alone(), code(told.body()), told.toString());
        assertEquals(comparable(reference.body()), comparable(told.body()));
        tellsNothing(told.body(), refusal.saysAppId());
      }
    }
  }

  @Test
  void whoeverSeesOneAppReadsWhatAServerWithoutTheOthersWouldHaveRecorded() throws Exception {
    for (Refusal refusal : REFUSALS) {
      boolean explained = refusal.alone().isPresent();
      String id = asked(together, ALL, refusal, true).id();
      String reference = asked(alone, SHOP, refusal, explained).id();
      JsonNode record = together.record(SHOP, id);
      assertEquals(comparable(alone.record(SHOP, reference)), comparable(record));
      tellsNothing(record, refusal.saysAppId());
      JsonNode vector = together.get(SHOP, "/v1/decisions/" + id + "/vector").body();
      assertEquals(
          comparable(alone.get(SHOP, "/v1/decisions/" + reference + "/vector").body()),
          comparable(vector));
      tellsNothing(vector, refusal.saysAppId());
      if (explained) {
        assertEquals(refusal.alone().get(), together.replayed(vector));
      }
      assertNotEquals(record, together.record(ALL, id));
    }
  }

  @Test
  void whoeverSeesTheAppBehindItIsToldOfItAndOfNoOther() throws Exception {
    for (Refusal refusal : REFUSALS) {
      boolean seen = refusal.restsOn().equals(List.of("zz-beta"));
      boolean explained = seen || refusal.alone().isPresent();
      Answer told = asked(together, SHOP_AND_BETA, refusal, explained);
      assertEquals(seen ? Optional.of(refusal.whole()) : refusal.alone(), code(told.body()));
      JsonNode record = together.record(SHOP_AND_BETA, told.id());
      assertEquals(told.body().path("diagnosis"), record.path("diagnosis"));
      assertEquals(seen, record.equals(together.record(ALL, told.id())));
      assertEquals(seen, record.toString().contains("zz-beta"), record.toString());
      assertFalse(record.toString().contains("zz-live"), record.toString());
    }
  }

  @Test
  void aListTellsNoMoreThanTheRecords() throws Exception {
    for (Refusal refusal : REFUSALS) {
      String id = asked(together, ALL, refusal, true).id();
      together.record(ALL, id);
      JsonNode whole = listed(ALL, id);
      assertEquals(refusal.whole(), whole.path("diagnosisCode").asText());
      JsonNode narrow = listed(SHOP, id);
      assertEquals(whole.path("code"), narrow.path("code"));
      assertFalse(narrow.has("diagnosisCode"), narrow.toString());
      tellsNothing(narrow, refusal.saysAppId());
    }
    ObjectNode wrong = Tenants.assertion(PHONE, MADE_UP);
    wrong.set("clientData", Tenants.assertion(PHONE, MADE_UP + "\n").path("clientData"));
    String id = together.refused(SHOP, VERIFY, wrong).id();
    together.record(SHOP, id);
    assertEquals(listed(ALL, id), listed(SHOP, id));
    assertTrue(listed(SHOP, id).has("diagnosisCode"), "no other app can be behind it");
  }

  private JsonNode listed(String token, String id) {
    JsonNode page = together.get(token, "/v1/decisions?app=shop&limit=500").body();
    return StreamSupport.stream(page.path("decisions").spliterator(), false)
        .filter(entry -> entry.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aChallengeOfAnotherAppIsNoneOfThisAndTellsNotOfWhich() throws Exception {
    String ofBank = together.challenge(ALL, "zz-bank", "attestation");
    Answer attested =
        together.refused(SHOP, ATTEST, Tenants.attestation(device("too early"), ofBank));
    assertEquals(Optional.of("challenge-unknown"), code(attested.body()), attested.toString());
    String toSign = together.challenge(ALL, "zz-bank", "assertion");
    Answer checked = together.refused(SHOP, VERIFY, Tenants.assertion(PHONE, toSign));
    assertEquals(Optional.of("challenge-unknown"), code(checked.body()), checked.toString());
    for (Answer answer : List.of(attested, checked)) {
      tellsNothing(answer.body(), false);
      tellsNothing(together.record(SHOP, answer.id()), false);
      tellsNothing(together.get(SHOP, "/v1/decisions/" + answer.id() + "/vector").body(), false);
    }
  }

  @Test
  void aDeviceLearnsOfNoAppButTheOneItAsks() throws Exception {
    for (Refusal refusal : REFUSALS) {
      if (refusal.path().equals(ATTEST)) {
        Answer told = together.explained(() -> together.device(ATTEST, refusal.body()));
        assertEquals(refusal.alone(), code(told.body()));
        tellsNothing(told.body(), refusal.saysAppId());
      }
    }
  }

  /** Every route, asked about an app that is there and about one that nobody configured. */
  @Test
  void anAppOfOthersIsAnsweredForAsOneThatIsNotThere() throws Exception {
    String keyId = OF_BANK.key().keyId().base64().replace('+', '-').replace('/', '_');
    for (String path :
        List.of(
            "/v1/apps/%s/keys",
            "/v1/apps/%s/keys/" + keyId.replace("=", ""), "/v1/decisions?app=%s")) {
      sameAsOfNobody(path, name -> together.get(SHOP, path.formatted(name)));
    }
    for (String path : List.of("/v1/apps/%s/challenges", "/v1/apps/%s/assertions/verify")) {
      sameAsOfNobody(path, name -> together.post(SHOP, path.formatted(name), json()));
    }
    sameAsOfNobody("inspect", name -> together.post(SHOP, "/v1/inspect", inspected(name)));
    String id =
        together
            .post(ALL, "/v1/apps/zz-bank/attestations", Tenants.attestation(PHONE, MADE_UP))
            .id();
    together.record(ALL, id);
    for (String form : List.of("", "/vector")) {
      Answer secret = together.get(SHOP, "/v1/decisions/" + id + form);
      Answer nobodys = together.get(SHOP, "/v1/decisions/AAAAAAAAAAAAAAAAAAAAAA" + form);
      assertEquals(404, secret.status());
      assertEquals(comparable(nobodys.body()), comparable(secret.body()));
    }
  }

  private interface Asking {
    Answer about(String name);
  }

  private static void sameAsOfNobody(String what, Asking asking) {
    Answer secret = asking.about("zz-bank");
    assertEquals(404, secret.status(), what);
    assertEquals(
        comparable(asking.about("nobody").body()), comparable(secret.body()), "of " + what);
  }

  private static ObjectNode inspected(String app) {
    ObjectNode body = json();
    body.set("object", REFUSALS.getFirst().body().path("attestationObject"));
    body.putObject("context")
        .put("app", app)
        .put("keyId", REFUSALS.getFirst().body().path("keyId").asText())
        .put("challenge", MADE_UP);
    return body;
  }

  @Test
  void anInspectionAndTheListOfAppsKnowOfNoOtherEither() {
    JsonNode apps = together.get(SHOP, "/v1/apps").body().path("apps");
    assertEquals(List.of("shop"), apps.findValuesAsText("app"));
    JsonNode here = together.post(SHOP, "/v1/inspect", inspected("shop")).body();
    assertEquals(
        alone.post(SHOP, "/v1/inspect", inspected("shop")).body().findValue("diagnosis"),
        here.findValue("diagnosis"));
    assertEquals("app-id-unknown", here.findValue("diagnosis").path("code").asText());
    tellsNothing(here, true);
  }
}
