package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.service.Journal.Evidence;
import assay.service.Journal.Occasion;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who learns what is behind a refusal, and who waits for it. */
final class DiagnosesTest {
  private static final Site SITE = new Site();
  private static final Diagnosis FOUND =
      Diagnosis.proved(Mistake.OBJECT_ENCODED_TWICE, "the object is base64 of base64")
          .toCallers(", as of the app bank");

  @AfterAll
  static void close() {
    SITE.close();
  }

  @BeforeEach
  void refuse() {
    SITE.journal.told.clear();
    SITE.journal.diagnose(() -> Future.succeededFuture(Optional.of(FOUND)));
    SITE.service.register(() -> ProgrammedService.refused(Step.Attestation.NONCE));
    SITE.service.check(() -> ProgrammedService.refused(Step.Assertion.SIGNATURE));
  }

  private static Got device(String app) {
    return Samples.attest(SITE.devices("POST", "/v1/apps/" + app + "/attestations"));
  }

  private static Got caller(String app) {
    return Samples.attest(SITE.services("POST", "/v1/apps/" + app + "/attestations"));
  }

  @Test
  void aCallerLearnsWhatIsBehindARefusal() {
    JsonNode told = caller("shop").json().path("diagnosis");
    assertEquals(FOUND.code(), told.path("code").asText());
    assertEquals("the object is base64 of base64, as of the app bank", told.path("found").asText());
    assertEquals(FOUND.action(), told.path("action").asText());
    assertEquals("client", told.path("side").asText());
    assertEquals("proved", told.path("certainty").asText());
    assertEquals(FOUND.swift().orElseThrow(), told.path("swift").asText());
    assertEquals(told, Samples.verify(SITE, "shop").json().path("diagnosis"));
  }

  @Test
  void aDeviceLearnsItInDevelopmentAndTestOnly() {
    assertEquals(FOUND.code(), device("shop-dev").json().path("diagnosis").path("code").asText());
    assertEquals(
        "the object is base64 of base64",
        device("shop-dev").json().path("diagnosis").path("found").asText());
    assertEquals(FOUND.code(), device("demo").json().path("diagnosis").path("code").asText());
    Got production = device("shop");
    assertEquals("403 nonce re-attest", production.problem());
    assertFalse(production.json().has("diagnosis"));
    assertFalse(production.json().has("detail"));
  }

  @Test
  void aDeviceInProductionDoesNotWaitForWhatItIsNotTold() {
    SITE.journal.diagnose(() -> Promise.<Optional<Diagnosis>>promise().future());
    assertEquals("403 nonce re-attest", device("shop").problem());
  }

  @Test
  void aRefusalThatNobodyCanExplainIsAnsweredWithoutADiagnosis() {
    SITE.journal.diagnose(() -> Future.succeededFuture(Optional.empty()));
    Got got = caller("shop");
    assertEquals("403 nonce re-attest", got.problem());
    assertFalse(got.json().has("diagnosis"));
  }

  @Test
  void aJournalThatBreaksChangesNoAnswer() {
    List<Supplier<Future<Optional<Diagnosis>>>> broken =
        List.of(
            () -> {
              throw new IllegalStateException("a bug");
            },
            () -> {
              throw new StackOverflowError();
            },
            () -> Future.failedFuture(new IllegalStateException("a bug")));
    for (Supplier<Future<Optional<Diagnosis>>> how : broken) {
      SITE.journal.diagnose(how);
      SITE.service.check(() -> ProgrammedService.refused(Step.Assertion.SIGNATURE));
      assertEquals("403 nonce re-attest", caller("shop").problem());
      assertEquals("403 nonce re-attest", device("shop").problem());
      assertEquals("403 signature new-assertion", Samples.verify(SITE, "shop").problem());
      SITE.service.check(ProgrammedService::checked);
      assertEquals(200, Samples.verify(SITE, "shop").status());
    }
  }

  /** Whatever step refuses it, and whatever is known about it. */
  @Test
  void aDeviceInProductionLearnsCodeAndActionOfEveryRefusalAndNothingElse() {
    List<Step> steps = new ArrayList<>(List.of(Step.Attestation.values()));
    steps.addAll(List.of(Step.Registration.values()));
    for (Step step : steps) {
      SITE.service.register(() -> ProgrammedService.refused(step));
      Set<String> members = new TreeSet<>();
      device("shop").json().fieldNames().forEachRemaining(members::add);
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
          members,
          step.code());
      assertEquals(step.code(), device("shop").json().path("code").asText());
      assertTrue(device("demo").json().has("detail"), step.code());
    }
  }

  @Test
  void theJournalIsToldOfEachDecisionUnderTheIdOfItsAnswer() {
    Got refused = device("shop-dev");
    SITE.service.check(ProgrammedService::checked);
    Got accepted = Samples.verify(SITE, "shop");

    var first = SITE.journal.told.getFirst();
    Occasion occasion = first.occasion();
    assertEquals(refused.text("instance"), "/v1/decisions/" + occasion.id());
    assertEquals("public", occasion.listener());
    assertEquals("shop-dev", occasion.app().name());
    assertEquals(Optional.of(ProgrammedService.KEY_ID.base64()), occasion.keyIdText());
    assertInstanceOf(Evidence.OfAttestation.class, first.evidence());
    assertEquals(
        new Verdict.Refused<>(Step.Attestation.NONCE, "one is not the other"), first.verdict());

    var last = SITE.journal.told.getLast();
    assertEquals(accepted.text("decision"), last.occasion().id());
    assertEquals("internal", last.occasion().listener());
    assertInstanceOf(Verdict.Accepted.class, last.verdict());
  }

  @Test
  void whatIsNotDecidedIsNotTold() {
    SITE.service.register(() -> Future.failedFuture(new IllegalStateException("a bug")));
    assertEquals(500, caller("shop").status());
    assertEquals(0, SITE.journal.told.size());
  }
}
