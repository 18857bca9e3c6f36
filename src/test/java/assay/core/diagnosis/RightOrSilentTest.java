package assay.core.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.replay.VectorEvent;
import assay.core.App;
import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.Forged;
import assay.core.Malformed;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.AssertionObject;
import assay.core.assertion.AssertionVerifier;
import assay.core.assertion.RegisteredKey;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestationObject;
import assay.core.attestation.AttestationVerifier;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.TrustedRoots;
import assay.core.receipt.Expected;
import assay.core.receipt.ReceiptVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A wrong diagnosis costs more than none. */
final class RightOrSilentTest {
  private static final int CORRUPTIONS = 2_000;
  private static final long SEED = 20261122;
  private static final int FLAGS_OFFSET = 32;
  private static final Diagnoser DIAGNOSER = new Diagnoser(Forged.SIGNATURES);

  @Test
  void evidenceThatIsAcceptedHasNothingWrongWithIt() {
    int asked = 0;
    for (Accepted.Event accepted : Accepted.all().toList()) {
      for (RefusedEvidence evidence : asIfRefused(accepted)) {
        assertEquals(
            Optional.empty(),
            DIAGNOSER.diagnose(evidence, known(accepted)).map(Diagnosis::code),
            accepted.name() + " at " + evidence.step().code());
        asked++;
      }
    }
    assertTrue(asked > 1_000, "asked " + asked + " times");
  }

  /** At each step, except for the one that says that the key is not known. */
  private static List<RefusedEvidence> asIfRefused(Accepted.Event accepted) {
    List<RefusedEvidence> evidence = new ArrayList<>();
    switch (accepted.event()) {
      case VectorEvent.OfAttestation(
              var at,
              var sent,
              var object,
              var clientData,
              var _,
              var _) -> {
        for (Step step : Step.Attestation.values()) {
          evidence.add(new OfAttestation(sent, object, clientData, step));
        }
      }
      case VectorEvent.OfAssertion(var at, var sent, var object, var clientData, var _, var _) -> {
        for (Step step : Step.Assertion.values()) {
          if (step != Step.Assertion.UNKNOWN_KEY) {
            evidence.add(
                new OfAssertion(sent, object, clientData, Optional.of(accepted.publicKey()), step));
          }
        }
      }
      default -> throw new IllegalStateException();
    }
    return evidence;
  }

  private static Known known(Accepted.Event accepted) {
    Known known =
        Known.of(
            accepted.app(),
            accepted.roots(),
            accepted.event() instanceof VectorEvent.OfAttestation attestation
                ? attestation.at()
                : Forged.NOW);
    return accepted.app().counterRule() instanceof CounterRule.Strict
        ? known.withCounter(CounterRule.State.at(accepted.highest()))
        : known;
  }

  /** Evidence with something spoilt by chance, and the codes that would then be right. */
  private record Corrupted(
      Bytes keyId, Bytes object, ClientData clientData, Set<String> right, String how) {}

  @Test
  void chanceIsNeverTakenForAMistake() {
    List<Accepted.Event> events =
        Accepted.all()
            .filter(event -> event.app().counterRule() instanceof CounterRule.Strict)
            .toList();
    Random random = new Random(SEED);
    TreeMap<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < CORRUPTIONS; i++) {
      Accepted.Event event = events.get(random.nextInt(events.size()));
      Corrupted corrupted = corrupt(event, random);
      Optional<Diagnosis> diagnosis = judge(event, corrupted);
      outcomes.merge(diagnosis.map(Diagnosis::code).orElse("silent"), 1, Integer::sum);
      assertTrue(
          diagnosis.isEmpty() || corrupted.right().contains(diagnosis.get().code()),
          () -> event.name() + ", " + corrupted.how() + ": " + diagnosis);
    }
    System.out.println("corruptions: " + outcomes);
    assertTrue(outcomes.getOrDefault("silent", 0) > CORRUPTIONS / 2, outcomes.toString());
  }

  /** What is put wrong with a receipt, and the only code that is right for it. */
  private record SpoiltReceipt(Bytes bytes, Bytes keyId, Instant at, String right) {}

  @Test
  void chanceIsNeverTakenForAMistakeInAReceipt() {
    Random random = new Random(SEED);
    TreeMap<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < CORRUPTIONS; i++) {
      SpoiltReceipt spoilt = spoiltReceipt(random);
      String code = judgeReceipt(spoilt).map(Diagnosis::code).orElse("silent");
      outcomes.merge(code, 1, Integer::sum);
      assertTrue(code.equals("silent") || code.equals(spoilt.right()), spoilt + ": " + code);
    }
    System.out.println("corruptions of a receipt: " + outcomes);
    assertTrue(
        outcomes
            .keySet()
            .containsAll(
                Set.of(
                    "silent",
                    "receipt-of-another-key",
                    "receipt-sent-late",
                    "receipt-from-the-future")),
        outcomes.toString());
  }

  private static SpoiltReceipt spoiltReceipt(Random random) {
    Bytes whole = Bytes.of(random.nextBoolean() ? Forged.receipt() : Forged.receiptInChunks());
    Duration off = Duration.ofSeconds(301 + random.nextInt(7 * 86_400));
    return switch (random.nextInt(6)) {
      case 0 ->
          new SpoiltReceipt(
              whole, spoilt(Forged.KEY_ID, random), Forged.NOW, "receipt-of-another-key");
      case 1 -> new SpoiltReceipt(whole, Forged.KEY_ID, Forged.NOW.plus(off), "receipt-sent-late");
      case 2 ->
          new SpoiltReceipt(whole, Forged.KEY_ID, Forged.NOW.minus(off), "receipt-from-the-future");
      case 3 ->
          new SpoiltReceipt(
              whole.slice(0, 1 + random.nextInt(whole.length() - 1)),
              Forged.KEY_ID,
              Forged.NOW,
              "silent");
      default -> new SpoiltReceipt(spoilt(whole, random), Forged.KEY_ID, Forged.NOW, "silent");
    };
  }

  private static Optional<Diagnosis> judgeReceipt(SpoiltReceipt spoilt) {
    TrustedRoots roots = Forged.roots(List.of());
    Expected expected =
        new Expected.AtRegistration(spoilt.keyId(), Optional.empty(), Forged.CLIENT_DATA_HASH);
    Verdict<?> verdict =
        new ReceiptVerifier(roots, Forged.SIGNATURES)
            .verify(spoilt.bytes(), Optional.of(expected), Forged.APP, spoilt.at());
    return verdict instanceof Verdict.Refused<?>(Step step, String _)
        ? DIAGNOSER.diagnose(
            new RefusedEvidence.OfReceipt(spoilt.bytes(), expected, step),
            Known.of(Forged.APP, roots, spoilt.at()))
        : Optional.empty();
  }

  private static Corrupted corrupt(Accepted.Event event, Random random) {
    Bytes object = object(event.event());
    ClientData data = clientData(event.event());
    Bytes keyId = event.event().keyId();
    return switch (random.nextInt(8)) {
      case 0 -> {
        Bytes spoilt = spoilt(keyId, random);
        yield new Corrupted(spoilt, object, data, ofKeyId(keyId, spoilt), "key id");
      }
      case 1 -> {
        ClientData spoilt = spoilt(data, random);
        yield new Corrupted(keyId, object, spoilt, ofText(data, spoilt), "client data");
      }
      case 2 -> {
        Bytes cut = object.slice(0, random.nextInt(object.length()));
        yield new Corrupted(
            keyId, cut, data, cut.isEmpty() ? Set.of("object-empty") : Set.of(), "cut object");
      }
      default -> {
        Bytes spoilt = spoilt(object, random);
        yield new Corrupted(keyId, spoilt, data, ofFlags(event, spoilt), "object");
      }
    };
  }

  /** The signature still tells whose the assertion is; without its last byte the id was cut. */
  private static Set<String> ofKeyId(Bytes right, Bytes spoilt) {
    return spoilt.equals(right.slice(0, right.length() - 1))
        ? Set.of("key-id-cut", "signed-by-another-key")
        : Set.of("signed-by-another-key");
  }

  /** Chance can do what apps do: change the case of a letter, or white space at an end. */
  private static Set<String> ofText(ClientData right, ClientData spoilt) {
    if (right.bytes().isEmpty() || spoilt.bytes().isEmpty()) {
      return Set.of();
    }
    String before = right.bytes().get().text();
    String after = spoilt.bytes().get().text();
    if (before.equalsIgnoreCase(after)) {
      return Set.of("letter-case");
    }
    return before.strip().equals(after.strip()) ? Set.of("whitespace-trimmed") : Set.of();
  }

  /** Where nothing but a flag was turned, saying so is right. */
  private static Set<String> ofFlags(Accepted.Event event, Bytes spoilt) {
    Bytes whole = object(event.event());
    if (spoilt.length() != whole.length()) {
      return Set.of();
    }
    Bytes rpIdHash = rpIdHash(event.event());
    int at = indexOf(whole, rpIdHash) + FLAGS_OFFSET;
    boolean onlyFlags =
        spoilt.at(at) != whole.at(at)
            && spoilt.slice(0, at).equals(whole.slice(0, at))
            && spoilt.from(at + 1).equals(whole.from(at + 1));
    return onlyFlags ? Set.of("authenticator-data-changed") : Set.of();
  }

  private static Bytes rpIdHash(VectorEvent event) {
    try {
      return event instanceof VectorEvent.OfAssertion assertion
          ? AssertionObject.decode(assertion.object()).data().rpIdHash()
          : AttestationObject.decode(object(event)).authData().slice(0, 32);
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  private static int indexOf(Bytes whole, Bytes part) {
    int at = 0;
    while (!whole.slice(at, at + part.length()).equals(part)) {
      at++;
    }
    return at;
  }

  private static ClientData spoilt(ClientData data, Random random) {
    return data.bytes()
        .filter(bytes -> !bytes.isEmpty())
        .map(bytes -> ClientData.of(spoilt(bytes, random)))
        .orElseGet(() -> ClientData.ofHash(spoilt(data.hash(), random)));
  }

  private static Bytes spoilt(Bytes bytes, Random random) {
    int at = random.nextInt(bytes.length());
    Bytes other = Bytes.of((byte) (1 + random.nextInt(255)));
    return switch (random.nextInt(4)) {
      case 0 -> bytes.slice(0, at).concat(bytes.from(at + 1));
      case 1 -> bytes.slice(0, at).concat(other).concat(bytes.from(at));
      case 2 -> replaced(bytes, at, (byte) (1 << random.nextInt(8)));
      default -> replaced(bytes, at, (byte) (1 + random.nextInt(255)));
    };
  }

  private static Bytes replaced(Bytes bytes, int at, byte difference) {
    byte[] changed = bytes.toArray();
    changed[at] ^= difference;
    return Bytes.of(changed);
  }

  private static Bytes object(VectorEvent event) {
    return event instanceof VectorEvent.OfAttestation attestation
        ? attestation.object()
        : ((VectorEvent.OfAssertion) event).object();
  }

  private static ClientData clientData(VectorEvent event) {
    return event instanceof VectorEvent.OfAttestation attestation
        ? attestation.clientData()
        : ((VectorEvent.OfAssertion) event).clientData();
  }

  /** The verdict and, where it is a refusal, what the diagnoser makes of it, knowing a lot. */
  private static Optional<Diagnosis> judge(Accepted.Event event, Corrupted corrupted) {
    Known known =
        known(event)
            .withOtherApps(
                List.of(
                    new OtherApp("other", App.of("TEAMID1234.other", App.Environment.PRODUCTION)),
                    new OtherApp("more", App.of("TEAMID9999.more", App.Environment.DEVELOPMENT))))
            .withChallenges(List.of(new KnownChallenge(Bytes.utf8("another"), false)));
    SentKeyId sent = SentKeyId.of(corrupted.keyId());
    return event.event() instanceof VectorEvent.OfAttestation attestation
        ? judgeAttestation(event, attestation, corrupted, sent, known)
        : judgeAssertion(event, corrupted, sent, known);
  }

  private static Optional<Diagnosis> judgeAttestation(
      Accepted.Event event,
      VectorEvent.OfAttestation attestation,
      Corrupted corrupted,
      SentKeyId sent,
      Known known) {
    Verdict<?> verdict =
        new AttestationVerifier(event.roots())
            .verify(
                new Attestation(
                    corrupted.keyId(), corrupted.object(), corrupted.clientData().hash()),
                event.app(),
                attestation.at());
    return verdict instanceof Verdict.Refused<?>(Step step, String _)
        ? DIAGNOSER.diagnose(
            new OfAttestation(sent, corrupted.object(), corrupted.clientData(), step), known)
        : Optional.empty();
  }

  private static Optional<Diagnosis> judgeAssertion(
      Accepted.Event event, Corrupted corrupted, SentKeyId sent, Known known) {
    Bytes right = event.event().keyId();
    Optional<Bytes> key =
        corrupted.keyId().equals(right) ? Optional.of(event.publicKey()) : Optional.empty();
    Verdict<?> verdict =
        new AssertionVerifier(Forged.SIGNATURES)
            .verify(
                new Assertion(corrupted.object(), corrupted.clientData().hash()),
                key.map(point -> new RegisteredKey(point, false)),
                event.app());
    Known withKey =
        key.isPresent()
            ? known
            : known.withKeys(List.of(new Known.Key(right, event.publicKey(), true)));
    return verdict instanceof Verdict.Refused<?>(Step step, String _)
        ? DIAGNOSER.diagnose(
            new OfAssertion(sent, corrupted.object(), corrupted.clientData(), key, step), withKey)
        : Optional.empty();
  }
}
