package assay.core.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import assay.core.App;
import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Cbors;
import assay.core.Forged;
import assay.core.Step;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.Budget;
import assay.core.diagnosis.clientdata.Candidate;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.diagnosis.clientdata.ClientDataCandidates;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.diagnosis.mistake.Mistake;
import assay.core.pki.TrustedRoots;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a diagnosis costs at most, counted on evidence that no mistake explains. */
final class BudgetTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Each way to spend may overdraw what is left once. */
  private static final long MOST_BYTES = Budget.MOST_BYTES + 128 * 1024;

  private static final long MOST_ALLOCATED = 3 << 20;

  private static final Diagnoser DIAGNOSER = new Diagnoser(Forged.SIGNATURES);
  private static final Bytes ATTESTATION =
      Forged.attestationObject(Forged.AUTH_DATA, Forged.LEAF, Forged.AUTHORITY_CERTIFICATE);

  /** JSON that has a difference of every kind to try. */
  private static final Bytes BODY =
      Bytes.utf8("{\"d\":\"a/b é\",\"c\":[1,{\"z\":1,\"y\":2}],\"challenge\":\"abc\",\"a\":\" \"}");

  private static final List<KnownChallenge> CHALLENGES =
      IntStream.range(0, 50)
          .mapToObj(i -> new KnownChallenge(Bytes.utf8("challenge " + i), i % 2 == 0))
          .toList();

  private static Known known() {
    return Known.of(Forged.APP, new TrustedRoots(List.of(), Forged.SIGNATURES), Forged.NOW)
        .withChallenges(CHALLENGES)
        .withKeys(
            Collections.nCopies(5_000, new Known.Key(Bytes.utf8("id"), Forged.PUBLIC_KEY, false)));
  }

  private static ClientData unexplained(Bytes bytes) {
    return ClientData.of(bytes).withChallenge(Bytes.utf8("abc"));
  }

  @Test
  void aNonceThatNothingExplainsTakesAtMostTwoHundredHashes() {
    for (Bytes data : List.of(BODY, Bytes.utf8("text"), Bytes.of(new byte[200_000]))) {
      Budget budget = new Budget();
      OfAttestation evidence =
          new OfAttestation(
              SentKeyId.of(Forged.KEY_ID), ATTESTATION, unexplained(data), Step.Attestation.NONCE);
      assertEquals(Optional.empty(), DIAGNOSER.diagnose(evidence, known(), budget));
      assertTrue(budget.hashes() > 5 && budget.hashes() <= 200, "hashes: " + budget.hashes());
      assertEquals(0, budget.checks());
    }
  }

  @Test
  void aSignatureThatNothingExplainsTakesAtMostTwentyOneChecks() {
    for (Bytes data : List.of(BODY, Bytes.utf8("text"))) {
      Budget budget = new Budget();
      OfAssertion evidence =
          new OfAssertion(
              SentKeyId.of(Forged.KEY_ID),
              Forged.assertionObject(),
              unexplained(data),
              Optional.of(Forged.PUBLIC_KEY),
              Step.Assertion.SIGNATURE);
      assertEquals(Optional.empty(), DIAGNOSER.diagnose(evidence, known(), budget));
      assertEquals(21, budget.checks());
      assertTrue(budget.hashes() <= 200, "hashes: " + budget.hashes());
    }
  }

  @Test
  void aKeyThatNobodyKnowsIsComparedWithABoundedNumberOfKeys() {
    Budget budget = new Budget();
    OfAssertion evidence =
        new OfAssertion(
            SentKeyId.of(Bytes.sha256(Bytes.utf8("another"))),
            Forged.assertionObject(),
            unexplained(BODY),
            Optional.empty(),
            Step.Assertion.UNKNOWN_KEY);
    assertEquals(Optional.empty(), DIAGNOSER.diagnose(evidence, known(), budget));
    assertTrue(budget.hashes() > 100 && budget.hashes() <= 200, "hashes: " + budget.hashes());
    assertEquals(4, budget.checks(), "two keys are recovered, which takes as long");
  }

  @Test
  void anAppIdThatIsRelatedToNoneIsComparedWithABoundedNumber() {
    Budget budget = new Budget();
    Bytes data = Cbors.bytes(Bytes.of(new byte[37]));
    OfAssertion evidence =
        new OfAssertion(
            SentKeyId.of(Forged.KEY_ID),
            Cbors.map(
                Cbors.text("signature"),
                Cbors.bytes(Bytes.EMPTY),
                Cbors.text("authenticatorData"),
                data),
            unexplained(BODY),
            Optional.of(Forged.PUBLIC_KEY),
            Step.Assertion.APP_ID);
    Known many =
        known()
            .withOtherApps(
                IntStream.range(0, 1_000)
                    .mapToObj(i ->
                        new Known.OtherApp(
                            "app" + i,
                            App.of("PREFIX" + i + ".example.app", App.Environment.PRODUCTION)))
                    .toList());
    assertEquals(Optional.empty(), DIAGNOSER.diagnose(evidence, many, budget));
    assertTrue(budget.hashes() > 20 && budget.hashes() <= 200, "hashes: " + budget.hashes());
  }

  /**
   * What is allocated is the same each time, and grows with what is written; what it takes of the
   * processor, {@code make bench-diagnosis} measures.
   */
  @TestFactory
  Stream<DynamicTest> whatIsMadeToCostMuchCostsLittle() {
    return Hostile.all().map(hostile -> dynamicTest(hostile.name(), () -> costsLittle(hostile)));
  }

  private static void costsLittle(Hostile.Case hostile) {
    Budget budget = new Budget();
    assertEquals(Optional.empty(), DIAGNOSER.diagnose(hostile.evidence(), hostile.known(), budget));
    assertTrue(budget.hashes() <= 200 && budget.checks() <= 21);
    assertTrue(budget.bytes() <= MOST_BYTES, "bytes: " + budget.bytes());
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Bounds.shown(() -> DIAGNOSER.diagnose(hostile.evidence(), hostile.known()));
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated <= MOST_ALLOCATED, "KiB allocated: " + (allocated >> 10));
  }

  @Test
  void noCandidateIsTriedTwiceAndNoneIsWhatIsExpected() {
    ClientData expected = unexplained(BODY);
    List<List<Object>> tried =
        ClientDataCandidates.of(expected, CHALLENGES, Forged.KEY_ID, new Budget())
            .map(candidate -> List.<Object>of(candidate.value(), candidate.hashed()))
            .toList();
    assertEquals(tried.stream().distinct().toList(), tried);
    assertTrue(tried.size() > 80, "candidates: " + tried.size());
    assertTrue(!tried.contains(List.<Object>of(BODY, true)));
    assertTrue(!tried.contains(List.<Object>of(expected.hash(), false)));
  }

  @Test
  void theLikeliestChallengeLeavesASignatureItsUsualWaysOfEncodingJsonAgain() {
    int afforded = Budget.MOST_CHECKS - 8; // two signers, two hashes and two flags come first
    List<Mistake> tried =
        ClientDataCandidates.of(unexplained(BODY), CHALLENGES, Forged.KEY_ID, new Budget())
            .limit(afforded)
            .map(Candidate::mistake)
            .toList();
    assertTrue(tried.contains(Mistake.CHALLENGE_OF_ANOTHER_PURPOSE), tried.toString());
    assertEquals(8, tried.stream().filter(mistake -> mistake.code().startsWith("json-")).count());
  }

  @Test
  void theFirstCandidateIsTheCommonestMistake() {
    assertEquals(
        "client-data-not-hashed",
        ClientDataCandidates.of(unexplained(BODY), CHALLENGES, Forged.KEY_ID, new Budget())
            .findFirst()
            .orElseThrow()
            .mistake()
            .code());
  }

  @Test
  void aCapitalLetterBehindAnEscapeIsNoneOfItsDigits() {
    Bytes sent = Bytes.utf8("{\"b\":\"\\u00e9\",\"a\":\"\\u1234A\"}");
    Bytes sorted = Bytes.utf8("{\"a\":\"\\u1234A\",\"b\":\"\\u00e9\"}");
    assertEquals(
        Mistake.JSON_MEMBERS_REORDERED,
        ClientDataCandidates.of(ClientData.of(sent), List.of(), Forged.KEY_ID, new Budget())
            .filter(candidate -> candidate.value().equals(sorted))
            .findFirst()
            .orElseThrow()
            .mistake());
  }
}
