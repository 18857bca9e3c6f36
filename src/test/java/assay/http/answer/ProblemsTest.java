package assay.http.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of problems. */
final class ProblemsTest {
  private static final List<Step> STEPS =
      Stream.<Step[]>of(Step.Attestation.values(), Step.Assertion.values(), Step.Use.values())
          .flatMap(Stream::<Step>of)
          .toList();

  @Test
  void everyStepOfEvidenceHasARow() {
    for (Step step : STEPS) {
      assertEquals(step.code(), Problems.of(step).code());
      assertTrue(Problems.of(step).title().length() > 10, step.code());
    }
  }

  @Test
  void aStatusSaysOneThing() {
    for (Step step : STEPS) {
      int expected =
          switch (step.code()) {
            case "format" -> 422;
            case "challenge" -> 409;
            case "counter" -> step instanceof Step.Assertion ? 409 : 403;
            case "unknown-key" -> 404;
            default -> 403;
          };
      assertEquals(expected, Problems.of(step).status(), step.code());
    }
  }

  @Test
  void actionsAreThoseOfTheContract() {
    Set<String> reAttest =
        Set.of(
            "ATTESTATION certificate-chain",
            "ATTESTATION nonce",
            "ATTESTATION key-id",
            "ATTESTATION counter",
            "ATTESTATION challenge",
            "ATTESTATION revoked-key",
            "ATTESTATION subject",
            "ATTESTATION receipt",
            "ASSERTION unknown-key",
            "ASSERTION revoked-key",
            "ASSERTION subject");
    Set<String> newAssertion = Set.of("ASSERTION signature", "ASSERTION counter");
    for (Step step : STEPS) {
      String name =
          (step instanceof Step.Attestation ? "ATTESTATION " : "ASSERTION ") + step.code();
      Action expected =
          reAttest.contains(name)
              ? Action.RE_ATTEST
              : newAssertion.contains(name)
                  ? Action.NEW_ASSERTION
                  : name.equals("ASSERTION challenge") ? Action.NEW_CHALLENGE : Action.GIVE_UP;
      assertEquals(expected, Problems.of(step).action(), name);
    }
  }

  @Test
  void aReceiptRefusesNoRequest() {
    for (Step step : Step.Receipt.values()) {
      assertThrows(IllegalArgumentException.class, () -> Problems.of(step));
    }
  }

  @Test
  void onlyWhatKeepsTheKeyIsRetryable() {
    assertEquals(
        List.of(Action.RETRY, Action.NEW_CHALLENGE, Action.NEW_ASSERTION, Action.NEW_DEVICE_TOKEN),
        Stream.of(Action.values()).filter(Action::keepsTheKey).toList());
  }
}
