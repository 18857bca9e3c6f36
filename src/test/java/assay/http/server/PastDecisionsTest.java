package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.store.AppKey;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Position;
import assay.store.DecisionLog.Recorded;
import assay.store.DecisionLog.Refused;
import assay.store.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How decisions are asked about afterwards, and by whom. */
final class PastDecisionsTest {
  private static final Site SITE = new Site();
  private static final String ID = "4nW1p9mJ0cBq3m7l9yQf2A";
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00.120Z");

  @AfterAll
  static void close() {
    SITE.close();
  }

  @BeforeEach
  void forget() {
    SITE.journal.filters.clear();
    SITE.journal.records.clear();
    SITE.journal.list(List.of());
  }

  private static Entry entry(String id, String app, Optional<Refused> refusal) {
    return new Entry(
        id,
        AT,
        new AppKey(app, Environment.PRODUCTION, ProgrammedService.KEY_ID),
        Kind.ATTESTATION,
        refusal,
        refusal.map(_ -> "client-data-hashed-twice"));
  }

  private static Entry refused(int number) {
    return entry(
        "decision-number-%06d".formatted(number),
        "shop",
        Optional.of(new Refused("2-4", "nonce", "one is not the other")));
  }

  private static Got list(String query) {
    return SITE.services("GET", "/v1/decisions" + query).send();
  }

  private static Filter asked() {
    return SITE.journal.filters.getLast();
  }

  @Test
  void aListIsOfTheCallersAppsAndOfAHundredUnlessSaidOtherwise() {
    assertEquals(200, list("").status());
    assertEquals(List.of("shop", "shop-dev", "demo"), asked().apps());
    assertEquals(101, asked().most());
    assertEquals(Optional.empty(), asked().code());
    assertEquals(Optional.empty(), asked().after());
  }

  @Test
  void aListIsNarrowedByEachParameter() {
    String keyId =
        ProgrammedService.KEY_ID.base64().replace('+', '-').replace('/', '_').replace("=", "");
    Got got =
        list(
            "?app=demo&step=unknown-key&kind=assertion&since=2026-11-21T00:00:00Z"
                + "&until=2026-11-22T00:00:00Z&limit=7&after="
                + AT.toEpochMilli()
                + "."
                + ID
                + "&keyId="
                + keyId);
    assertEquals(200, got.status(), got.body().text());
    assertEquals(
        new Filter(
            List.of("demo"),
            Optional.of("unknown-key"),
            Optional.of(Kind.ASSERTION),
            Optional.of(ProgrammedService.KEY_ID),
            Optional.of(Instant.parse("2026-11-21T00:00:00Z")),
            Optional.of(Instant.parse("2026-11-22T00:00:00Z")),
            Optional.of(new Position(AT, ID)),
            8),
        asked());
  }

  @Test
  void aPageNamesThePlaceOfTheNextOnlyWhereThereIsOne() {
    SITE.journal.list(IntStream.range(0, 3).mapToObj(PastDecisionsTest::refused).toList());
    Got first = list("?limit=2");
    assertEquals(2, first.json().path("decisions").size());
    assertEquals(AT.toEpochMilli() + ".decision-number-000001", first.text("next"));
    Got all = list("?limit=3");
    assertEquals(3, all.json().path("decisions").size());
    assertFalse(all.json().has("next"));
  }

  @Test
  void anEntryTellsAllButTheEvidence() {
    SITE.journal.list(List.of(refused(0), entry(ID, "shop", Optional.empty())));
    var page = list("").json().path("decisions");
    assertEquals(
        "{\"id\":\"decision-number-000000\",\"at\":\"2026-11-21T12:00:00.120Z\",\"app\":\"shop\","
            + "\"environment\":\"production\",\"kind\":\"attestation\",\"verdict\":\"refused\","
            + "\"code\":\"nonce\",\"step\":\"2-4\",\"detail\":\"one is not the other\","
            + "\"diagnosisCode\":\"client-data-hashed-twice\",\"keyId\":\""
            + ProgrammedService.KEY_ID.base64()
            + "\"}",
        page.path(0).toString());
    assertEquals("accepted", page.path(1).path("verdict").asText());
    assertFalse(page.path(1).has("code"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?step=Nonce",
        "?step=",
        "?kind=challenge",
        "?since=yesterday",
        "?until=2026-11-21",
        "?since=%2B1000000-01-01T00:00:00Z",
        "?after=1",
        "?after=1.",
        "?limit=0",
        "?limit=501",
        "?keyId=AAAA",
        "?app=shop&app=demo",
        "?steps=nonce"
      })
  void aQueryThatIsNotUnderstoodIsRefused(String query) {
    assertEquals("400 malformed-request give-up", list(query).problem());
    assertEquals(List.of(), SITE.journal.filters);
  }

  @Test
  void anAppOfOthersDoesNotExist() {
    assertEquals("404 no-such-app give-up", list("?app=bank").problem());
  }

  @Test
  void aDecisionIsAnsweredAsItWasRecorded() {
    Bytes document =
        Bytes.utf8(
            """
            {"format":"assay-decision/1","id":"%s","at":"2026-11-21T12:00:00.120Z","app":"shop",
             "environment":"production","kind":"attestation","verdict":"accepted","keyId":"%s",
             "listener":"public","policy":{"appIds":["TEAMID1234.com.example.shop"],
               "environment":"production","platform":"ios","validationCategories":[2,4],
               "launchInfo":"optional","counter":"strict","receipt":"optional",
               "challenge":"required","trust":"apple"},
             "evidence":{"clientDataHash":"%s"},"state":{}}
            """
                .formatted(ID, ProgrammedService.KEY_ID.base64(), Samples.HASH));
    SITE.journal.records.put(ID, new Recorded(entry(ID, "shop", Optional.empty()), document));
    assertEquals(document, SITE.services("GET", "/v1/decisions/" + ID).send().body());
  }

  @Test
  void aDecisionAboutAnAppOfOthersIsNone() {
    SITE.journal.records.put(
        ID, new Recorded(entry(ID, "bank", Optional.empty()), Bytes.utf8("{}")));
    for (String path : List.of("/v1/decisions/" + ID, "/v1/decisions/" + ID + "/vector")) {
      assertEquals("404 no-such-decision give-up", SITE.services("GET", path).send().problem());
    }
  }

  @Test
  void aDecisionWhoseObjectWasTooLargeToKeepHasNoVector() {
    SITE.journal.records.put(
        ID,
        new Recorded(
            entry(ID, "shop", Optional.empty()),
            Bytes.utf8("{\"format\":\"assay-decision/1\",\"evidence\":{\"objectBytes\":70000}}")));
    Got got = SITE.services("GET", "/v1/decisions/" + ID + "/vector").send();
    assertEquals("404 nothing-to-replay give-up", got.problem());
    assertTrue(got.detail().contains("too large"), got.detail());
  }

  @Test
  void anIdThatIsNoneIsMalformed() {
    assertEquals(
        "400 malformed-request give-up",
        SITE.services("GET", "/v1/decisions/short").send().problem());
  }

  @Test
  void aCallerWithoutTheOperationIsTurnedAway() {
    Got got =
        SITE.nobody("GET", "/v1/decisions")
            .header("Authorization", "Bearer " + Site.NARROW_TOKEN)
            .send();
    assertEquals("401 caller-not-allowed give-up", got.problem());
  }

  @Test
  void thePublicListenerHasNoDecisions() {
    assertEquals(404, SITE.devices("GET", "/v1/decisions").send().status());
    assertEquals(404, SITE.devices("GET", "/v1/decisions/" + ID).send().status());
  }
}
