package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Step;
import assay.http.answer.Problems;
import assay.http.answer.Reason;
import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered where the service refuses or fails. */
final class RefusalsTest {
  private static final Site SITE = new Site();

  @AfterAll
  static void close() {
    SITE.close();
  }

  @TestFactory
  Stream<DynamicTest> everyStepOfAnAttestationIsAProblem() {
    return Stream.of(Step.Attestation.values())
        .map(step ->
            DynamicTest.dynamicTest(
                step.code(),
                () -> {
                  SITE.service.register(() -> ProgrammedService.refused(step));
                  assertProblem(
                      step, Samples.attest(SITE.services("POST", Samples.DEV + "/attestations")));
                }));
  }

  @TestFactory
  Stream<DynamicTest> everyStepOfAnAssertionIsAProblem() {
    return Stream.of(Step.Assertion.values())
        .map(step ->
            DynamicTest.dynamicTest(
                step.code(),
                () -> {
                  SITE.service.check(() -> ProgrammedService.refused(step));
                  assertProblem(step, Samples.verify(SITE, "shop-dev"));
                }));
  }

  private static void assertProblem(Step step, Got got) {
    Reason row = Problems.of(step);
    assertEquals(row.status() + " " + step.code() + " " + row.action().text(), got.problem());
    assertEquals(step.number(), got.text("step"));
    assertEquals("one is not the other. " + step.advice(), got.detail());
    assertEquals(row.title(), got.text("title"));
    assertEquals("development", got.text("environment"));
    assertEquals("/v1/decisions/" + got.header("X-Request-Id").orElse(""), got.text("instance"));
    assertEquals("no-store", got.header("Cache-Control").orElse(""));
  }

  @Test
  void devicesInProductionLearnWhatToDoAndNoDetail() {
    SITE.service.register(() -> ProgrammedService.refused(Step.Attestation.NONCE));
    Got got = Samples.attest(SITE.devices("POST", "/v1/apps/shop/attestations"));

    assertEquals("403 nonce re-attest", got.problem());
    assertEquals("2-4", got.text("step"));
    assertFalse(got.json().path("retryable").asBoolean(true));
    assertFalse(got.json().has("detail"));
    assertFalse(got.body().text().contains("one is not the other"));
  }

  @Test
  void servicesLearnTheDetailInProductionToo() {
    SITE.service.register(() -> ProgrammedService.refused(Step.Attestation.NONCE));

    assertTrue(
        Samples.attest(SITE.services("POST", "/v1/apps/shop/attestations"))
            .detail()
            .startsWith("one is not the other"));
  }

  @Test
  void devicesInDevelopmentAndTestLearnTheDetail() {
    SITE.service.register(() -> ProgrammedService.refused(Step.Attestation.NONCE));

    for (String app : new String[] {"shop-dev", "demo"}) {
      Got got = Samples.attest(SITE.devices("POST", "/v1/apps/" + app + "/attestations"));
      assertTrue(got.detail().startsWith("one is not the other"), app);
    }
  }

  @ParameterizedTest
  @EnumSource(StoreUnavailable.Cause.class)
  void aStoreThatCannotDecideIsUnavailable(StoreUnavailable.Cause cause) {
    SITE.service.check(
        () -> Future.failedFuture(new StoreUnavailable(cause, "db.internal:5432 said no")));
    Got got = Samples.verify(SITE, "shop-dev");

    assertEquals("503 store-unavailable retry", got.problem());
    assertTrue(Integer.parseInt(got.header("Retry-After").orElseThrow()) >= 1);
    assertFalse(got.body().text().contains("db.internal"));
    boolean unsure =
        cause == StoreUnavailable.Cause.TIMED_OUT || cause == StoreUnavailable.Cause.LOST;
    assertEquals(unsure, got.detail().contains("may have been made: make a new assertion"));
  }

  @Test
  void anUnexpectedFailureTellsNothingButItsId() {
    SITE.service.check(() -> Future.failedFuture(new IllegalStateException("secret of the house")));
    Got later = Samples.verify(SITE, "shop-dev");
    SITE.service.check(() -> {
      throw new IllegalStateException("secret of the house");
    });
    Got atOnce = Samples.verify(SITE, "shop-dev");

    for (Got got : new Got[] {later, atOnce}) {
      assertEquals("500 internal retry", got.problem());
      assertFalse(got.json().has("detail"));
      assertFalse(got.body().text().contains("secret"));
      assertEquals("/v1/decisions/" + got.header("X-Request-Id").orElse(""), got.text("instance"));
    }
  }

  @Test
  void aFailureToIssueIsAnswered() {
    SITE.service.failChallenges(
        Optional.of(new StoreUnavailable(StoreUnavailable.Cause.CLOSED, "closed")));
    try {
      assertEquals(
          "503 store-unavailable retry",
          SITE.devices("POST", Samples.DEV + "/challenges")
              .json("{\"purpose\":\"assertion\"}")
              .send()
              .problem());
    } finally {
      SITE.service.failChallenges(Optional.empty());
    }
  }
}
