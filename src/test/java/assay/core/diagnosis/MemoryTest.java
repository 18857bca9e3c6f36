package assay.core.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.Forged;
import assay.core.Malformed;
import assay.core.Step;
import assay.core.diagnosis.Known.Memory;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Certificates;
import assay.core.pki.TrustedRoots;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Evidence that is right, and refused for what the server remembers or its policy asks. */
final class MemoryTest {
  private static final Diagnoser DIAGNOSER = new Diagnoser(Forged.SIGNATURES);
  private static final Bytes CHALLENGE = Bytes.utf8("a challenge of this server");
  private static final Instant SINCE = Instant.parse("2026-06-01T11:00:00Z");
  private static final Known KNOWN =
      Known.of(Forged.APP, new TrustedRoots(List.of(), Forged.SIGNATURES), Forged.NOW);
  private static final Bytes ATTESTATION =
      Forged.attestationObject(Forged.AUTH_DATA, Forged.LEAF, Forged.AUTHORITY_CERTIFICATE);

  private static Optional<String> code(Step step, Known known) {
    return diagnosis(step, known).map(Diagnosis::code);
  }

  private static Optional<Diagnosis> diagnosis(Step step, Known known) {
    SentKeyId keyId = SentKeyId.of(Forged.KEY_ID);
    ClientData data = ClientData.of(CHALLENGE);
    return DIAGNOSER.diagnose(
        step instanceof Step.Assertion
            ? new OfAssertion(
                keyId, Forged.assertionObject(), data, Optional.of(Forged.PUBLIC_KEY), step)
            : new OfAttestation(keyId, ATTESTATION, data, step),
        known);
  }

  private static Optional<String> code(Step step, Memory memory) {
    return code(step, KNOWN.withRemembered(memory, Optional.empty()));
  }

  @Test
  void aChallengeIsRefusedForWhatIsRememberedOfIt() {
    Map<Memory, String> codes =
        Map.of(
            Memory.CHALLENGE_EXPIRED, "challenge-expired",
            Memory.CHALLENGE_SPENT, "challenge-spent",
            Memory.CHALLENGE_UNKNOWN, "challenge-unknown",
            Memory.CHALLENGE_MISSING, "challenge-missing",
            Memory.CHALLENGE_DIFFERENT, "challenge-different",
            Memory.CHALLENGE_OF_ANOTHER_PURPOSE, "challenge-of-another-purpose");
    codes.forEach((memory, code) -> {
      assertEquals(Optional.of(code), code(Step.Assertion.CHALLENGE, memory));
      assertEquals(Optional.of(code), code(Step.Attestation.CHALLENGE, memory));
      assertEquals(Optional.empty(), code(Step.Assertion.SUBJECT, memory));
    });
  }

  @Test
  void aSecretThatIsNoLongerKnownMayHaveBeenThisServers() {
    Known known = KNOWN.withRemembered(Memory.CHALLENGE_OF_UNKNOWN_SECRET, Optional.empty());
    Diagnosis found = diagnosis(Step.Assertion.CHALLENGE, known).orElseThrow();
    assertEquals("challenge-unknown", found.code());
    assertEquals(Diagnosis.Certainty.LIKELY, found.certainty());
    assertTrue(found.found().contains("expired"), found.found());
  }

  @Test
  void aChallengeOfAnotherPurposeIsKnownByItsText() {
    Known known = KNOWN.withChallenges(List.of(new KnownChallenge(CHALLENGE, true)));
    assertEquals(
        Optional.of("challenge-of-another-purpose"), code(Step.Assertion.CHALLENGE, known));
    Known earlier = KNOWN.withChallenges(List.of(new KnownChallenge(CHALLENGE, false)));
    assertEquals(Optional.empty(), code(Step.Assertion.CHALLENGE, earlier));
  }

  @Test
  void theTimeIsToldWhereItIsKnown() {
    Known known = KNOWN.withRemembered(Memory.CHALLENGE_EXPIRED, Optional.of(SINCE));
    String found = diagnosis(Step.Assertion.CHALLENGE, known).orElseThrow().found();
    assertTrue(found.endsWith("That was at " + SINCE + "."), found);
  }

  @Test
  void aKeyIsRefusedForWhatIsRememberedOfIt() {
    for (Step step : List.of(Step.Assertion.REVOKED_KEY, Step.Attestation.REVOKED_KEY)) {
      assertEquals(Optional.of("key-revoked"), code(step, Memory.KEY_REVOKED));
      assertEquals(Optional.empty(), code(step, KNOWN));
    }
    for (Step step : List.of(Step.Assertion.SUBJECT, Step.Registration.SUBJECT)) {
      assertEquals(Optional.of("key-of-another-user"), code(step, Memory.KEY_OF_ANOTHER_USER));
      assertEquals(Optional.of("key-of-no-user"), code(step, Memory.KEY_OF_NO_USER));
      assertEquals(Optional.empty(), code(step, Memory.KEY_REVOKED));
    }
  }

  @Test
  void aRequiredReceiptIsMissingOrCameLate() throws Malformed {
    TestApple apple = TestApple.of("required receipts");
    SoftwareDevice device = SoftwareDevice.of(apple, "required receipts", Forged.APP_ID);
    var made = device.attestation(Bytes.sha256(CHALLENGE), SINCE);
    assertEquals(Optional.of("receipt-sent-late"), required(made.make().object(), apple, 10));
    assertEquals(Optional.empty(), required(made.make().object(), apple, 4));
    assertEquals(
        Optional.of("receipt-missing"), required(made.withoutReceipt().make().object(), apple, 10));
  }

  private static Optional<String> required(Bytes object, TestApple apple, int minutes)
      throws Malformed {
    Known known =
        Known.of(
            Forged.APP,
            new TrustedRoots(
                List.of(Certificates.decode(apple.attestations().root())), Forged.SIGNATURES),
            SINCE.plus(Duration.ofMinutes(minutes)));
    return DIAGNOSER
        .diagnose(
            new OfAttestation(
                SentKeyId.of(Forged.KEY_ID),
                object,
                ClientData.of(CHALLENGE),
                Step.Registration.RECEIPT),
            known)
        .map(Diagnosis::code);
  }
}
