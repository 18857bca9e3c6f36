package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/inspect}. */
final class InspectTest {
  private static final Instant ISSUED = Instant.parse("2026-11-21T11:59:00Z");
  private static final SoftwareDevice DEVICE =
      SoftwareDevice.of(TestApple.of("inspect"), "inspect", "TEAMID1234.com.example.shop");
  private static final AttestationMaker.Made MADE =
      DEVICE.attestation(Bytes.sha256(Bytes.utf8("c-1")), ISSUED).make();
  private static final Site SITE = new Site(DEVICE.apple());

  @AfterAll
  static void close() {
    SITE.close();
  }

  private static Got inspect(String members) {
    return SITE.services("POST", "/v1/inspect").json("{" + members + "}").send();
  }

  private static String object(Bytes bytes) {
    return "\"object\":\"" + bytes.base64() + "\"";
  }

  private static String context(String... members) {
    return ",\"context\":{\"app\":\"shop\"," + String.join(",", members) + "}";
  }

  private static String keyId() {
    return "\"keyId\":\"" + MADE.keyId().base64() + "\"";
  }

  private static List<String> outcomes(JsonNode judgement) {
    List<String> outcomes = new ArrayList<>();
    judgement
        .path("steps")
        .forEach(
            step -> outcomes.add(step.path("code").asText() + " " + step.path("outcome").asText()));
    return outcomes;
  }

  @Test
  void anObjectIsShownAsATree() {
    Got got = inspect(object(MADE.object()));

    assertEquals(200, got.status());
    assertEquals("attestation", got.text("kind"));
    assertEquals(MADE.object().length(), got.json().path("length").asInt());
    assertTrue(got.json().path("whole").asBoolean());
    assertFalse(got.json().has("judgements"));
    assertFalse(got.json().has("environment"));
    assertTrue(got.body().text().contains("\"name\":\"authData\""));
  }

  @Test
  void anObjectThatIsCutOffShowsWhere() {
    Got got = inspect(object(MADE.object().slice(0, 300)));

    assertEquals(200, got.status());
    assertFalse(got.json().path("whole").asBoolean(true));
    assertTrue(got.body().text().contains("\"error\":true"));
  }

  @Test
  void theKindMayBeSaid() {
    assertEquals("receipt", inspect(object(MADE.object()) + ",\"kind\":\"receipt\"").text("kind"));
    Got got = inspect(object(MADE.object()) + ",\"kind\":\"passport\"");
    assertEquals("400 malformed-request give-up", got.problem());
    assertEquals(
        "kind must be one of [attestation, assertion, authenticator-data, receipt, certificate]",
        got.detail());
  }

  @Test
  void whatIsNoEvidenceDoesNotDecode() {
    Got got = inspect(object(Bytes.utf8("hello, world")));

    assertEquals("422 format give-up", got.problem());
    assertEquals("the object is text", got.detail());
  }

  @Test
  void anAttestationIsJudgedStepByStep() {
    Got got = inspect(object(MADE.object()) + context(keyId(), "\"challenge\":\"c-1\""));

    assertEquals(200, got.status());
    assertEquals("shop production", got.text("app") + " " + got.text("environment"));
    JsonNode attestation = got.json().path("judgements").get(0);
    assertEquals("accepted", attestation.path("verdict").asText());
    assertTrue(outcomes(attestation).contains("certificate-chain passed"));
    assertTrue(outcomes(attestation).contains("access-control not-reached"));
    JsonNode receipt = got.json().path("judgements").get(1);
    assertEquals(
        "receipt accepted", receipt.path("kind").asText() + " " + receipt.path("verdict").asText());
  }

  @Test
  void aRefusalTellsTheStepAndWhatFollowsIsNotReached() {
    Got got = inspect(object(MADE.object()) + context(keyId(), "\"challenge\":\"c-2\""));
    JsonNode judgement = got.json().path("judgements").get(0);

    assertEquals(
        "refused nonce",
        judgement.path("verdict").asText() + " " + judgement.path("code").asText());
    assertEquals(1, got.json().path("judgements").size());
    assertTrue(outcomes(judgement).contains("certificate-chain passed"));
    assertTrue(outcomes(judgement).contains("nonce failed"));
    assertTrue(outcomes(judgement).contains("key-id not-reached"));
    assertTrue(judgement.path("advice").asText().startsWith("The device signed another"));
  }

  @Test
  void theTimeOfTheJudgementIsNowOrGiven() {
    Got late =
        inspect(
            object(MADE.object())
                + context(keyId(), "\"challenge\":\"c-1\"", "\"at\":\"2036-01-01T00:00:00Z\""));

    assertEquals("certificate-chain", late.json().at("/judgements/0/code").asText());
    assertEquals(
        "context.at must be a time such as 2026-01-31T12:00:00Z",
        inspect(object(MADE.object()) + context("\"at\":\"yesterday\"")).detail());
  }

  @Test
  void anAssertionIsJudgedByItsKey() {
    Bytes clientData = Bytes.utf8("{\"amount\":12}");
    Bytes assertion = DEVICE.assertion(Bytes.sha256(clientData), 3).make();
    String key = "\"publicKey\":\"" + MADE.publicKey().base64() + "\"";
    JsonNode good =
        inspect(object(assertion) + context(key, "\"clientData\":\"" + clientData.base64() + "\""))
            .json()
            .at("/judgements/0");
    JsonNode other =
        inspect(object(assertion) + context(key, "\"clientData\":\"AAAA\""))
            .json()
            .at("/judgements/0");

    assertEquals("accepted", good.path("verdict").asText());
    assertTrue(outcomes(good).contains("signature passed"));
    assertTrue(outcomes(good).contains("counter not-reached"));
    assertEquals("signature", other.path("code").asText());
  }

  @Test
  void aReceiptIsJudgedAsFromAnAttestationOrAsExchanged() {
    Bytes receipt = MADE.receipt().orElseThrow();
    assertEquals(
        "accepted",
        inspect(object(receipt) + context(keyId(), "\"challenge\":\"c-1\""))
            .json()
            .at("/judgements/0/verdict")
            .asText());
    assertEquals(
        "receipt-type",
        inspect(object(receipt) + context(keyId())).json().at("/judgements/0/code").asText());
  }

  @Test
  void aReceiptThatIsRefusedComesWithTheMistakeBehindIt() {
    String receipt = object(MADE.receipt().orElseThrow());
    JsonNode exchanged = inspect(receipt + context(keyId())).json().at("/judgements/0");
    assertEquals("receipt-not-exchanged", exchanged.at("/diagnosis/code").asText());
    JsonNode late =
        inspect(
                receipt
                    + context(keyId(), "\"challenge\":\"c-1\"", "\"at\":\"2036-01-01T00:00:00Z\""))
            .json()
            .at("/judgements/0");
    assertEquals("receipt-age", late.path("code").asText());
    assertEquals("receipt-sent-late", late.at("/diagnosis/code").asText());
    assertTrue(late.at("/diagnosis/found").asText().contains("2036-01-01"), late.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"keyId\":\"j6Oqsvqpt54KA5jaW1q9B4AUJEKlvoC5pkYI1xjLH80\"|what did the app sign? Give one of",
        "\"challenge\":\"c-1\"|context.keyId is missing for this object",
        "\"clientDataHash\":\"AAAA\",\"clientData\":\"AAAA\"|context.clientDataHash has 3 bytes",
        "\"clientDataHash\":\"j6Oqsvqpt54KA5jaW1q9B4AUJEKlvoC5pkYI1xjLH80\",\"clientData\":\"AAAA\"|at most one of",
        "\"counter\":\"1\"|context.counter must be a whole number, not a string",
        "\"counter\":4294967296|context.counter must be a whole number from 0 to 4294967295",
        "\"clientDataHash\":\"AAAA\"|context.clientDataHash has 3 bytes, not 32",
        "\"publicKey\":\"AAAA\"|context.publicKey has 3 bytes, not 65",
        "\"more\":\"AAAA\"|unknown member context.more",
      })
  void contextMustBeEnough(String members, String detail) {
    Got got = inspect(object(MADE.object()) + context(members));

    assertEquals("400 malformed-request give-up", got.problem());
    assertTrue(got.detail().startsWith(detail), got.detail());
  }

  @Test
  void aRefusalComesWithTheMistakeBehindIt() {
    Bytes hashedTwice = Bytes.sha256(Bytes.sha256(Bytes.utf8("c-1")));
    Bytes object = DEVICE.attestation(hashedTwice, ISSUED).make().object();
    JsonNode diagnosis =
        inspect(object(object) + context(keyId(), "\"challenge\":\"c-1\""))
            .json()
            .at("/judgements/0/diagnosis");

    assertEquals("client-data-hashed-twice", diagnosis.path("code").asText());
    assertEquals("proved", diagnosis.path("certainty").asText());
    assertEquals("both", diagnosis.path("side").asText());
    assertTrue(diagnosis.path("swift").asText().contains("SHA256.hash"), diagnosis.toString());
  }

  @Test
  void aKeyIdInAnotherSpellingIsExplained() {
    String hex = "\"keyId\":\"" + MADE.keyId().hex() + "\"";
    JsonNode judgement =
        inspect(object(MADE.object()) + context(hex, "\"challenge\":\"c-1\""))
            .json()
            .at("/judgements/0");

    assertEquals("key-id", judgement.path("code").asText());
    assertEquals("key-id-hex", judgement.at("/diagnosis/code").asText());
  }

  @Test
  void aChallengeMayStandBesideClientData() {
    String clientData = "{\"challenge\":\"c-1\",\"amount\":12}";
    JsonNode judgement =
        inspect(
                object(MADE.object())
                    + context(
                        keyId(),
                        "\"challenge\":\"c-1\"",
                        "\"clientData\":\"" + Bytes.utf8(clientData).base64() + "\""))
            .json()
            .at("/judgements/0");

    assertEquals("nonce", judgement.path("code").asText());
    assertEquals("challenge-alone-hashed", judgement.at("/diagnosis/code").asText());
  }

  @Test
  void theCounterIsJudgedWhereTheHighestIsGiven() {
    Bytes assertion = DEVICE.assertion(Bytes.sha256(Bytes.utf8("c-1")), 3).make();
    String key = "\"publicKey\":\"" + MADE.publicKey().base64() + "\"";
    for (String counter : List.of("2", "3")) {
      JsonNode judgement =
          inspect(
                  object(assertion)
                      + context(key, "\"challenge\":\"c-1\"", "\"counter\":" + counter))
              .json()
              .at("/judgements/0");
      boolean ahead = counter.equals("2");
      assertEquals(ahead ? "accepted" : "refused", judgement.path("verdict").asText());
      assertEquals(ahead ? "" : "assertion-again", judgement.at("/diagnosis/code").asText());
    }
  }

  @Test
  void aCallerSeesTheAppsOfItsScope() {
    JsonNode all = SITE.services("GET", "/v1/apps").send().json();
    JsonNode narrow =
        SITE.nobody("GET", "/v1/apps")
            .header("Authorization", "Bearer " + Site.NARROW_TOKEN)
            .send()
            .json();

    assertEquals("2026-11-21T12:00:00.000Z", all.path("now").asText());
    assertEquals(3, all.path("apps").size());
    assertEquals(List.of("demo"), narrow.path("apps").findValuesAsText("app"));
    assertEquals("401 caller-unknown give-up", SITE.nobody("GET", "/v1/apps").send().problem());
  }

  @Test
  void partsOfEvidenceAreNotJudged() {
    Got got = inspect(object(MADE.leaf()) + context("\"challenge\":\"c-1\""));

    assertEquals("400 malformed-request give-up", got.problem());
    assertTrue(got.detail().startsWith("context is taken for an attestation"), got.detail());
  }

  @Test
  void anAppOutsideTheScopeDoesNotExist() {
    String members = object(MADE.object()) + context(keyId(), "\"challenge\":\"c-1\"");
    Got outside =
        SITE.nobody("POST", "/v1/inspect")
            .header("Authorization", "Bearer " + Site.NARROW_TOKEN)
            .json("{" + members + "}")
            .send();

    assertEquals("404 no-such-app give-up", outside.problem());
  }

  @Test
  void whatIsTooLargeToShowIsToldSo() {
    Got got = inspect(object(Bytes.of(new byte[70_000])));

    assertEquals("422 format give-up", got.problem());
    assertTrue(got.detail().contains("no more than 65536"), got.detail());
  }

  @Test
  void manyAtOnceAreTurnedAwayOrShown() {
    String body = "{" + object(MADE.object()) + "}";
    List<Integer> statuses =
        java.util.stream.IntStream.range(0, 60)
            .parallel()
            .mapToObj(i -> SITE.services("POST", "/v1/inspect").json(body).send().status())
            .toList();

    assertTrue(statuses.contains(200));
    assertTrue(List.of(200, 429).containsAll(statuses), statuses::toString);
  }
}
