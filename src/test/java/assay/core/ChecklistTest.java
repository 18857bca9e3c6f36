package assay.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.core.Checklist.Entry;
import assay.core.Checklist.Outcome;
import assay.core.Step.Attestation;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChecklistTest {
  private static String never() {
    throw new AssertionError("nobody asked for this text");
  }

  @Test
  void whatPassedFailedAndWasNotReachedIsKeptInTheOrderAskedFor() throws Refusal {
    Checklist steps = Checklist.keeping();
    steps.skip(Attestation.ACCESS_CONTROL, "not a Mac");
    steps.require(Attestation.FORMAT, true, () -> "fine");
    assertThrows(Refusal.class, () -> steps.requireEqual(Attestation.NONCE, "one", 1, "two", 2));
    assertEquals(
        List.of(
            new Entry(Attestation.FORMAT, Outcome.PASSED, "fine"),
            new Entry(Attestation.NONCE, Outcome.FAILED, "one is 1, but two is 2"),
            new Entry(Attestation.ACCESS_CONTROL, Outcome.NOT_REACHED, "not a Mac"),
            new Entry(Attestation.KEY_ID, Outcome.NOT_REACHED, "")),
        steps.entries(
            List.of(
                Attestation.FORMAT,
                Attestation.NONCE,
                Attestation.ACCESS_CONTROL,
                Attestation.KEY_ID)));
  }

  @Test
  void bytesAreToldInHexadecimal() throws Refusal {
    Checklist steps = Checklist.keeping();
    steps.requireEqual(Attestation.KEY_ID, "a", Bytes.hex("00ff"), "b", Bytes.hex("00ff"));
    assertEquals("a = b = 00ff", steps.entries(List.of(Attestation.KEY_ID)).getFirst().compared());
  }

  @Test
  void nothingIsPutTogetherForAStepThatPassesUnwatched() throws Refusal {
    Checklist.NONE.require(Attestation.FORMAT, true, ChecklistTest::never);
    Checklist.NONE.pass(Attestation.FORMAT, ChecklistTest::never);
    Checklist.NONE.skip(Attestation.FORMAT, "");
    assertEquals(
        List.of(new Entry(Attestation.FORMAT, Outcome.NOT_REACHED, "")),
        Checklist.NONE.entries(List.of(Attestation.FORMAT)));
  }

  @Test
  void unreadableEvidenceFailsItsStepWithTheReasonWatchedOrNot() {
    for (Checklist steps : List.of(Checklist.NONE, Checklist.keeping())) {
      Refusal refusal =
          assertThrows(
              Refusal.class,
              () ->
                  steps.read(
                      Attestation.NONCE,
                      () -> {
                        throw new Malformed("no nonce");
                      }));
      assertEquals(
          new Verdict.Refused<Void>(Attestation.NONCE, "no nonce"), refusal.<Void>verdict());
    }
  }
}
