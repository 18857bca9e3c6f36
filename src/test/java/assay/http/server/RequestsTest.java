package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.http.Listener;
import assay.service.AssertionRequest;
import assay.service.AttestationRequest;
import assay.service.challenge.Purpose;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the routes take and answer. */
final class RequestsTest {
  private static final Site SITE = new Site();
  private static final ProgrammedService SERVICE = SITE.service;

  @AfterAll
  static void close() {
    SITE.close();
  }

  @BeforeEach
  void forget() {
    SERVICE.asked.clear();
    SITE.finished.clear();
    SERVICE.register(() -> ProgrammedService.added(true));
    SERVICE.check(ProgrammedService::checked);
    SERVICE.keys(
        () -> Future.succeededFuture(List.of(ProgrammedService.key(ProgrammedService.KEY_ID))));
  }

  private static Got issue(String body) {
    return SITE.devices("POST", Samples.DEV + "/challenges").json(body).send();
  }

  private static Got attest(String body) {
    return SITE.services("POST", Samples.DEV + "/attestations").json(body).send();
  }

  private static Got verify(String body) {
    return Samples.verify(SITE, "shop-dev", body);
  }

  // challenges

  @Test
  void aChallengeIsIssued() {
    Got got = issue("{\"purpose\":\"attestation\"}");

    assertEquals(201, got.status());
    assertTrue(got.text("challenge").startsWith("attestation-shop-dev-"));
    assertEquals("2026-11-02T12:00:00.000Z", got.text("expiresAt"));
    assertEquals("development", got.text("environment"));
    assertEquals("no-store", got.header("Cache-Control").orElse(""));
    assertEquals("application/json", got.type());
    assertEquals(Optional.empty(), got.header("Server"));
    assertEquals(List.of(Purpose.ATTESTATION), SERVICE.asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|purpose is missing",
        "{\"purpose\":\"other\"}|purpose must be attestation or assertion",
        "{\"purpose\":\"ATTESTATION\"}|purpose must be attestation or assertion",
        "{\"purpose\":\"assertion\",\"app\":\"x\"}|unknown member app; known are [purpose]",
      })
  void aPurposeIsNeeded(String body, String detail) {
    Got got = issue(body);

    assertEquals("400 malformed-request give-up", got.problem());
    assertEquals(detail, got.detail());
    assertEquals("development", got.text("environment"));
    assertEquals(List.of(), SERVICE.asked);
  }

  // attestations

  @Test
  void aNewKeyIsCreatedAndAKnownOneIsNot() {
    assertEquals(201, attest(Samples.ATTESTATION).status());
    SERVICE.register(() -> ProgrammedService.added(false));
    assertEquals(200, attest(Samples.ATTESTATION).status());
    assertEquals(
        new AttestationRequest(
            ProgrammedService.KEY_ID,
            Bytes.of((byte) 1, (byte) 2, (byte) 3),
            "c-1",
            Optional.empty(),
            Optional.empty()),
        SERVICE.asked.getFirst());
  }

  @Test
  void aBackendNamesTheSubjectAndSendsClientData() {
    attest(
        Samples.with(
            Samples.with(Samples.ATTESTATION, "subject", "\"jörg+1@example\""),
            "clientData",
            "\"e30=\""));

    AttestationRequest asked = (AttestationRequest) SERVICE.asked.getFirst();
    assertEquals(Optional.of("jörg+1@example"), asked.subject());
    assertEquals(Optional.of(Bytes.utf8("{}")), asked.clientData());
  }

  @Test
  void aDeviceCannotNameTheSubject() {
    Got got =
        SITE.devices("POST", Samples.DEV + "/attestations")
            .json(Samples.with(Samples.ATTESTATION, "subject", "\"me\""))
            .send();

    assertEquals("400 malformed-request give-up", got.problem());
    assertTrue(got.detail().startsWith("subject is taken on the internal listener only"));
    assertEquals(List.of(), SERVICE.asked);
  }

  @Test
  void aDeviceLearnsOfItsKeyWhatItNeeds() {
    Got got = Samples.attest(SITE.devices("POST", Samples.DEV + "/attestations"));

    assertEquals(
        List.of("keyId", "app", "environment", "state", "registeredAt"),
        IntStream.range(0, got.json().size())
            .mapToObj(i -> got.json().properties().stream().toList().get(i).getKey())
            .toList());
    assertEquals("2026-11-01T12:00:00.120Z", got.text("registeredAt"));
  }

  @Test
  void theNextChallengeIsForAnAssertion() {
    for (Got got :
        List.of(
            attest(Samples.with(Samples.ATTESTATION, "nextChallenge", "true")),
            verify(Samples.with(Samples.ASSERTION, "nextChallenge", "true")))) {
      assertTrue(
          got.json().at("/nextChallenge/challenge").asText().startsWith("assertion-shop-dev-"));
    }
    assertFalse(
        attest(Samples.with(Samples.ATTESTATION, "nextChallenge", "false"))
            .json()
            .has("nextChallenge"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keyId|\"AAAA\"|keyId has 3 bytes, not 32; send what generateKey returned",
        "keyId|\"\"|keyId is empty",
        "keyId|\"zgSY9YSD vOj1Io4s9YDvWTfB/pSYWr0TYrLvhSB7xo=\"|keyId has a space at 8, which is what a +",
        "keyId|7|keyId must be a string, not a number",
        "attestationObject|\"\"|attestationObject is empty",
        "attestationObject|\"A-+A\"|attestationObject mixes standard base64",
        "challenge|\"\"|challenge has 0 characters; 1 to 512 are taken",
        "challenge|\"a\\nb\"|challenge holds control characters",
        "challenge|null|challenge must be a string, not null",
      })
  void anAttestationIsCheckedMemberByMember(String name, String value, String detail) {
    Got got = attest(Samples.where(Samples.ATTESTATION, name, value));

    assertEquals("400 malformed-request give-up", got.problem());
    assertTrue(got.detail().startsWith(detail), got.detail());
    assertEquals(List.of(), SERVICE.asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyId", "attestationObject", "challenge"})
  void whatIsMissingInAnAttestationIsNamed(String name) {
    Got got = attest(Samples.ATTESTATION.replace("\"" + name + "\"", "\"clientData\""));

    assertEquals("400 malformed-request give-up", got.problem());
    assertTrue(got.detail().startsWith(name + " is missing"), got.detail());
  }

  @Test
  void textsAreBounded() {
    assertEquals(
        "challenge has 513 characters; 1 to 512 are taken",
        attest(Samples.where(Samples.ATTESTATION, "challenge", "\"" + "c".repeat(513) + "\""))
            .detail());
    assertEquals(
        201,
        attest(Samples.where(Samples.ATTESTATION, "challenge", "\"" + "c".repeat(512) + "\""))
            .status());
    assertEquals(
        "subject has 257 characters; 1 to 256 are taken",
        attest(Samples.with(Samples.ATTESTATION, "subject", "\"" + "s".repeat(257) + "\""))
            .detail());
    assertEquals(
        "subject holds control characters",
        verify(Samples.with(Samples.ASSERTION, "subject", "\"a\\u0085b\"")).detail());
  }

  // assertions

  @Test
  void anAcceptedAssertionIsADecisionAndAKey() {
    Got got = verify(Samples.ASSERTION);

    assertEquals(200, got.status());
    assertEquals("accepted", got.text("verdict"));
    assertEquals(got.header("X-Request-Id").orElse(""), got.text("decision"));
    assertEquals("shop-dev development", got.text("app") + " " + got.text("environment"));
    assertEquals(Samples.KEY_ID, got.text("keyId"));
    assertEquals(7, got.json().path("counter").asLong());
    assertEquals(
        "{\"validationCategory\":4,\"bundleVersion\":\"1.2.0\"}",
        got.json().path("launchInfo").toString());
    assertEquals(
        "{\"metric\":2,\"asOf\":\"2026-11-02T12:00:00.000Z\"}", got.json().path("risk").toString());
    assertEquals(
        "{\"appId\":\"TEAMID1234.com.example.shop\",\"subject\":\"user-1\","
            + "\"registeredAt\":\"2026-11-01T12:00:00.120Z\",\"osVersion\":\"27.0\"}",
        got.json().path("key").toString());
    assertEquals(
        new AssertionRequest(
            ProgrammedService.KEY_ID,
            Bytes.of((byte) 1, (byte) 2, (byte) 3),
            new AssertionRequest.ClientData.Whole(Bytes.utf8("{}")),
            Optional.empty()),
        SERVICE.asked.getFirst());
  }

  @Test
  void aHashComesWithItsChallenge() {
    String body =
        Samples.with(
            Samples.ASSERTION.replace(
                "\"clientData\":\"e30\"", "\"clientDataHash\":\"" + Samples.HASH + "\""),
            "challenge",
            "\"c-1\"");
    verify(body);

    assertEquals(
        new AssertionRequest.ClientData.Hash(Bytes.sha256(Bytes.utf8("{}")), Optional.of("c-1")),
        ((AssertionRequest) SERVICE.asked.getFirst()).clientData());
    assertEquals(
        "challenge is missing; with clientDataHash send the challenge that is in what was hashed",
        verify(body.replace(",\"challenge\":\"c-1\"", "")).detail());
    assertEquals(
        200, Samples.verify(SITE, "demo", body.replace(",\"challenge\":\"c-1\"", "")).status());
    Got forbidden = Samples.verify(SITE, "shop", body);
    assertEquals("400 malformed-request give-up", forbidden.problem());
    assertTrue(forbidden.detail().contains("clientDataHash: allowed"), forbidden.detail());
    assertEquals("production", forbidden.text("environment"));
  }

  @Test
  void aHashIsOfThirtyTwoBytes() {
    assertEquals(
        "clientDataHash has 3 bytes, not 32",
        verify(Samples.ASSERTION.replace("\"clientData\":\"e30\"", "\"clientDataHash\":\"AAAA\""))
            .detail());
  }

  @Test
  void clientDataIsThereOnce() {
    String one = "exactly one of clientData and clientDataHash is taken";
    assertTrue(
        verify(Samples.ASSERTION.replace(",\"clientData\":\"e30\"", "")).detail().startsWith(one));
    assertTrue(
        verify(Samples.with(Samples.ASSERTION, "clientDataHash", "\"" + Samples.HASH + "\""))
            .detail()
            .startsWith(one));
    assertEquals(
        "challenge goes with clientDataHash only; in clientData it is found by itself",
        verify(Samples.with(Samples.ASSERTION, "challenge", "\"c\"")).detail());
    assertEquals(List.of(), SERVICE.asked);
  }

  // keys

  private static Got get(String path) {
    return SITE.services("GET", Samples.DEV + "/keys" + path).send();
  }

  private static String urlSafe(Bytes keyId) {
    return keyId.base64().replace('+', '-').replace('/', '_').replace("=", "");
  }

  @Test
  void aKeyIsShownWhole() {
    Got got = get("/" + urlSafe(ProgrammedService.KEY_ID));

    assertEquals(200, got.status());
    assertEquals(Samples.KEY_ID, got.text("keyId"));
    assertEquals("revoked stolen", got.text("state") + " " + got.text("revokedReason"));
    assertEquals("2026-11-02T12:00:00.000Z", got.text("revokedAt"));
    assertEquals("accepted", got.json().at("/receipt/verdict").asText());
    assertEquals(2, got.json().at("/risk/metric").asInt());
  }

  @Test
  void whatIsNotKnownOfAKeyIsLeftOut() {
    SERVICE.keys(
        () -> Future.succeededFuture(List.of(ProgrammedService.bareKey(ProgrammedService.KEY_ID))));

    assertEquals(
        "{\"keyId\":\""
            + Samples.KEY_ID
            + "\",\"app\":\"shop-dev\",\"environment\":\"development\","
            + "\"appId\":\"TEAMID1234.com.example.shop\",\"state\":\"active\",\"counter\":0,"
            + "\"registeredAt\":\"2026-11-01T12:00:00.120Z\",\"receipt\":{\"verdict\":\"absent\"}}",
        get("/" + urlSafe(ProgrammedService.KEY_ID)).body().text());
  }

  @Test
  void aKeyIdInAPathMayBeStandardBase64() {
    Bytes keyId = Bytes.hex("fb".repeat(32)); // holds + and /
    SERVICE.keys(() -> Future.succeededFuture(List.of(ProgrammedService.key(keyId))));

    assertEquals(200, get("/" + keyId.base64().replace("/", "%2F")).status());
    assertEquals(200, get("/" + keyId.base64().replace("/", "%2f").replace("+", "%2B")).status());
    assertEquals(200, get("/" + urlSafe(keyId)).status());
  }

  @Test
  void aKeyIdInAPathIsChecked() {
    assertTrue(get("/AAAA").detail().startsWith("the key id in the path has 3 bytes, not 32"));
    assertEquals("400 malformed-request give-up", get("/%FF").problem());
    assertEquals("400 malformed-request give-up", get("/a%20b").problem());
  }

  @Test
  void aKeyThatIsNotThereIsUnknown() {
    Got got = get("/" + urlSafe(Bytes.sha256(Bytes.utf8("another"))));

    assertEquals("404 unknown-key re-attest", got.problem());
    assertFalse(got.json().has("step"));
    assertEquals("development", got.text("environment"));
    assertEquals(
        "404 unknown-key re-attest",
        SITE.services("POST", Samples.DEV + "/keys/" + "A".repeat(43) + "/revoke")
            .json("{\"reason\":\"\"}")
            .send()
            .problem());
  }

  @Test
  void keysAreListedInPages() {
    List<Bytes> ids =
        IntStream.range(0, 101).mapToObj(i -> Bytes.sha256(Bytes.utf8("" + i))).toList();
    SERVICE.keys(() -> Future.succeededFuture(ids.stream().map(ProgrammedService::key).toList()));

    Got first = get("");
    assertEquals(100, first.json().path("keys").size());
    assertEquals(urlSafe(ids.get(99)), first.text("next"));
    assertEquals("development", first.text("environment"));
    Got last = get("?limit=101&subject=a%2Bb&after=" + first.text("next"));
    assertEquals(101, last.json().path("keys").size());
    assertFalse(last.json().has("next"));
    assertEquals(
        List.of(
            new ProgrammedService.Page(Optional.empty(), Optional.empty(), 101),
            new ProgrammedService.Page(Optional.of("a+b"), Optional.of(ids.get(99)), 102)),
        SERVICE.asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=501",
        "?limit=x",
        "?subject=",
        "?after=AAAA",
        "?more=1",
        "?subject=a&subject=b",
        "?subject=%00"
      })
  void aListIsAskedForWell(String query) {
    assertEquals("400 malformed-request give-up", get(query).problem());
    assertEquals(List.of(), SERVICE.asked);
  }

  @Test
  void aKeyIsRevokedWithAReason() {
    Got got =
        SITE.services(
                "POST", Samples.DEV + "/keys/" + urlSafe(ProgrammedService.KEY_ID) + "/revoke")
            .json("{\"reason\":\"stolen\"}")
            .send();

    assertEquals(200, got.status());
    assertEquals("revoked", got.text("state"));
    assertEquals(
        List.of(new ProgrammedService.Revocation(ProgrammedService.KEY_ID, "stolen")),
        SERVICE.asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|reason is missing",
        "{\"reason\":1}|reason must be a string, not a number",
        "{\"reason\":\"a\\tb\"}|reason holds control characters",
      })
  void aRevocationIsChecked(String body, String detail) {
    Got got =
        SITE.services("POST", Samples.DEV + "/keys/" + "A".repeat(43) + "/revoke")
            .json(body)
            .send();

    assertEquals("400 malformed-request give-up", got.problem());
    assertEquals(detail, got.detail());
  }

  // all of them

  @Test
  void anAppThatIsNotConfiguredDoesNotExist() {
    for (String app : new String[] {"nobody", "SHOP", "shop%20", "%C3%A9"}) {
      Got got =
          SITE.devices("POST", "/v1/apps/" + app + "/challenges")
              .json("{\"purpose\":\"assertion\"}")
              .send();
      assertEquals("404 no-such-app give-up", got.problem(), app);
      assertFalse(got.json().has("environment"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1",
        "/v1/apps/shop",
        "/v1/apps//challenges",
        "/v2/apps/shop/challenges",
        "/v1/apps/shop/challenges/",
        "//v1/apps/shop/challenges",
        "/v1/apps/shop/../shop/challenges",
        "/v1/apps/shop/Challenges",
        "/v1/apps/shop%2Fchallenges",
        "/v1/apps/s%68op/challenges",
        "/v1/%61pps/shop/challenges",
        "/v1/apps/%2e%2e/apps/shop/challenges",
        "/v1/apps/shop/./challenges",
        "/favicon.ico"
      })
  void noOtherPathIsServed(String path) {
    Got got = SITE.services("POST", path).json("{\"purpose\":\"assertion\"}").send();

    assertEquals("404 no-such-route give-up", got.problem());
    assertEquals(List.of(new Site.Finished(Listener.INTERNAL, "none", 404)), SITE.finished);
  }

  @Test
  void internalRoutesAreNotOnThePublicListener() {
    for (String route :
        List.of(
            "POST " + Samples.DEV + "/assertions/verify",
            "GET " + Samples.DEV + "/keys",
            "GET " + Samples.DEV + "/keys/" + "A".repeat(43),
            "POST " + Samples.DEV + "/keys/" + "A".repeat(43) + "/revoke",
            "POST " + Samples.DEV + "/keys/" + "A".repeat(43) + "/receipt/refresh",
            "POST " + Samples.DEV + "/devicecheck/query",
            "POST " + Samples.DEV + "/devicecheck/update",
            "POST " + Samples.DEV + "/devicecheck/validate",
            "POST /v1/inspect",
            "GET /metrics")) {
      String[] words = route.split(" ", 2);
      Got got =
          new Request(SITE, Listener.PUBLIC, words[0], words[1])
              .header("Authorization", "Bearer " + Site.TOKEN)
              .json(Samples.ASSERTION)
              .send();
      assertEquals("404 no-such-route give-up", got.problem(), route);
    }
    assertEquals(List.of(), SERVICE.asked);
  }

  @Test
  void otherMethodsAreToldWhichAreAllowed() {
    Got post = SITE.services("GET", Samples.DEV + "/challenges").send();
    assertEquals("405 method-not-allowed give-up", post.problem());
    assertEquals("OPTIONS, POST", post.header("Allow").orElse(""));
    Got get = SITE.services("DELETE", Samples.DEV + "/keys/" + "A".repeat(43)).send();
    assertEquals("405 method-not-allowed give-up", get.problem());
    assertEquals("GET, HEAD, OPTIONS", get.header("Allow").orElse(""));
  }

  @Test
  void optionsAreToldAndNoOtherOriginIsAllowed() {
    Got got =
        SITE.devices("OPTIONS", Samples.DEV + "/challenges")
            .header("Origin", "https://example.com")
            .send();

    assertEquals(204, got.status());
    assertEquals("OPTIONS, POST", got.header("Allow").orElse(""));
    assertTrue(
        got.headers().keySet().stream()
            .noneMatch(
                name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control")));
  }

  @Test
  void headIsGetWithoutABody() {
    Got head = SITE.nobody("HEAD", "/livez").send();
    Got get = SITE.nobody("GET", "/livez").send();

    assertEquals(200, head.status());
    assertEquals(Bytes.EMPTY, head.body());
    assertEquals(get.header("Content-Length"), head.header("Content-Length"));
    assertEquals("live\n", get.body().text());
    assertEquals("405 method-not-allowed give-up", SITE.nobody("POST", "/livez").send().problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;charset=UTF-8",
        "application/json ; charset=\"utf-8\""
      })
  void jsonInUtf8IsTaken(String type) {
    assertEquals(
        201,
        SITE.devices("POST", Samples.DEV + "/challenges")
            .header("Content-Type", type)
            .body(Bytes.utf8("{\"purpose\":\"assertion\"}").toArray())
            .send()
            .status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/jsonx",
        "application/problem+json",
        "application/json; version=1",
        "multipart/form-data"
      })
  void otherTypesAreNot(String type) {
    Got got =
        SITE.devices("POST", Samples.DEV + "/challenges")
            .header("Content-Type", type)
            .body(Bytes.utf8("{\"purpose\":\"assertion\"}").toArray())
            .send();

    assertEquals("415 media-type give-up", got.problem());
  }

  @Test
  void aBodyWithoutATypeOrCompressedIsNot() {
    assertEquals(
        "415 media-type give-up",
        SITE.devices("POST", Samples.DEV + "/challenges").body((byte) '{').send().problem());
    assertEquals(
        "415 media-type give-up",
        SITE.devices("POST", Samples.DEV + "/challenges")
            .header("Content-Encoding", "gzip")
            .json("{}")
            .send()
            .problem());
  }

  @Test
  void readinessFollowsTheStore() {
    assertEquals("ready\n", SITE.devices("GET", "/readyz").send().body().text());
    SITE.ready = Future.failedFuture("no");
    Got got = SITE.nobody("GET", "/readyz").send();
    SITE.ready = Future.succeededFuture();

    assertEquals("503 store-unavailable retry", got.problem());
    assertEquals("1", got.header("Retry-After").orElse(""));
  }

  @Test
  void metricsAreOnTheInternalListener() {
    Got got = SITE.nobody("GET", "/metrics").send();

    assertEquals("# metrics\n", got.body().text());
    assertEquals("text/plain; version=0.0.4; charset=utf-8", got.type());
  }

  @Test
  void eachRequestHasAnIdOfItsOwn() {
    assertFalse(
        SITE.nobody("GET", "/livez")
            .header("X-Request-Id", "mine")
            .send()
            .header("X-Request-Id")
            .equals(SITE.nobody("GET", "/livez").send().header("X-Request-Id")));
  }

  @Test
  void aCallThatIsCompletedElsewhereIsAnsweredOnItsLoop() throws Exception {
    var elsewhere = java.util.concurrent.Executors.newSingleThreadExecutor();
    SERVICE.check(() -> {
      var promise = io.vertx.core.Promise.<assay.core.Verdict<assay.service.Checked>>promise();
      elsewhere.execute(() -> ProgrammedService.checked().onComplete(promise));
      return promise.future();
    });
    try {
      assertEquals(200, verify(Samples.ASSERTION).status());
    } finally {
      elsewhere.shutdown();
    }
  }
}
