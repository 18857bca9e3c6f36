package assay.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The codes and numbers are API, so they are written down twice. */
final class StepTest {
  private static List<String> table(Step... steps) {
    return Arrays.stream(steps).map(step -> step.number() + " " + step.code()).toList();
  }

  @Test
  void attestationsAreJudgedInApplesOrderThenOurs() {
    assertEquals(
        List.of(
            "100 format",
            "1 certificate-chain",
            "2-4 nonce",
            "4 access-control",
            "5 key-id",
            "6 app-id",
            "7 counter",
            "8 environment",
            "9 credential-id",
            "10 validation-category",
            "11 bundle-version",
            "107 public-key",
            "108 certificate-subject",
            "109 certificate-app-id",
            "101 challenge",
            "102 revoked-key"),
        table(Step.Attestation.values()));
  }

  @Test
  void assertionsAreJudgedByEvidenceFirstAndByTheStoreLast() {
    assertEquals(
        List.of(
            "100 format",
            "101 unknown-key",
            "102 revoked-key",
            "1-3 signature",
            "4 app-id",
            "7 validation-category",
            "8 bundle-version",
            "103 subject",
            "6 challenge",
            "5 counter"),
        table(Step.Assertion.values()));
  }

  @Test
  void whatAServerAsksBeyondApplesStepsHasNumbersOfItsOwn() {
    assertEquals(List.of("110 receipt", "103 subject"), table(Step.Registration.values()));
    assertEquals(List.of("111 risk"), table(Step.Use.values()));
  }

  @Test
  void receiptsAreJudgedInApplesOrderThenOurs() {
    assertEquals(
        List.of(
            "100 format",
            "101 unknown-key",
            "1 receipt-signature",
            "1 receipt-chain",
            "2 app-id",
            "3 receipt-age",
            "4 public-key",
            "103 receipt-type",
            "104 receipt-expired",
            "105 environment",
            "106 client-data-hash"),
        table(Step.Receipt.values()));
  }

  @Test
  void everyStepAdvises() {
    Stream.<Step[]>of(
            Step.Attestation.values(),
            Step.Assertion.values(),
            Step.Registration.values(),
            Step.Use.values(),
            Step.Receipt.values())
        .flatMap(Arrays::stream)
        .forEach(step ->
            assertTrue(step.advice().length() > 20 && step.advice().endsWith("."), step.code()));
  }
}
