package assay.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PrintableTest {
  @Test
  void ordinaryTextIsLeftAlone() {
    assertEquals(
        "SHA-256(authData ‖ clientDataHash) is ok – \"é\" 日本 🔑",
        Printable.of("SHA-256(authData ‖ clientDataHash) is ok – \"é\" 日本 🔑"));
  }

  @Test
  void whatWouldWriteOnATerminalIsReplaced() {
    assertEquals("a\ufffd[2Jb\ufffdc\ufffd\ufffdd", Printable.of("a\033[2Jb\nc\u202e\u009bd"));
    assertEquals("\ufffd\ufffd\ufffd", Printable.of("\ud800\u2028\ue000"));
  }

  @Test
  void longTextIsCut() {
    String longest = "x".repeat(Printable.MOST_CHARACTERS);
    assertEquals(longest, Printable.of(longest));
    assertEquals(longest + "…", Printable.of(longest + "y"));
  }

  @Test
  void refusalsAndChecklistsAreMadePrintable() {
    assertEquals("\ufffd", new Malformed("\033").getMessage());
    assertEquals(
        new Verdict.Refused<Void>(Step.Attestation.NONCE, "\ufffd"),
        new Refusal(Step.Attestation.NONCE, "\b").<Void>verdict());
    assertEquals(
        "\ufffd",
        new Checklist.Entry(Step.Attestation.NONCE, Checklist.Outcome.PASSED, "\0").compared());
  }
}
