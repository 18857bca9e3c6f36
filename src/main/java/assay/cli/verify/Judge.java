package assay.cli.verify;

import assay.cli.Learnt;
import assay.cli.verify.given.Trusted;
import assay.cli.verify.report.StepsReport;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.CounterRule;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.RegisteredKey;
import assay.core.assertion.SignedRequest;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestedKey;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.RefusedEvidence;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges an object as a server would that knows no more than the command line tells, and says why
 * it refuses.
 *
 * <p>The first report of each answer is the object's; a second tells of a receipt inside it.
 */
public final class Judge {
  /** Why a step that needs a store is not reached on a command line. */
  private static final String ONLY_A_SERVER = "only a server knows";

  private final Trusted trusted;
  private final Known known;
  private final Diagnoser diagnoser;

  public Judge(Trusted trusted, Known known) {
    this.trusted = trusted;
    this.known = known;
    this.diagnoser = new Diagnoser(trusted.signatures());
  }

  /** A key that says of itself that it is new, and the receipt with it. */
  public List<StepsReport> attestation(SentKeyId keyId, Bytes object, ClientData clientData) {
    Checklist steps = Checklist.keeping();
    steps.skip(Step.Attestation.CHALLENGE, ONLY_A_SERVER);
    steps.skip(Step.Attestation.REVOKED_KEY, ONLY_A_SERVER);
    Attestation evidence = new Attestation(keyId.bytes(), object, clientData.hash());
    Verdict<AttestedKey> verdict =
        trusted.verifiers().attestations().verify(evidence, known.app(), known.now(), steps);
    return switch (verdict) {
      case Verdict.Refused<AttestedKey>(Step step, _) -> {
        var refused = new RefusedEvidence.OfAttestation(keyId, object, clientData, step);
        yield List.of(report(verdict, steps, Map.of()).because(diagnoser.diagnose(refused, known)));
      }
      case Verdict.Accepted<AttestedKey>(AttestedKey key) -> {
        Optional<StepsReport> receipt =
            key.receipt().map(bytes -> receipt(bytes, atRegistration(key, clientData.hash())));
        Map<String, Object> learnt = Learnt.of(key);
        learnt.put("receipt", receipt.map(StepsReport::outcome).orElse("absent"));
        yield Stream.concat(Stream.of(report(verdict, steps, learnt)), receipt.stream()).toList();
      }
    };
  }

  private static Expected atRegistration(AttestedKey key, Bytes clientDataHash) {
    return new Expected.AtRegistration(key.keyId(), Optional.of(key.leaf()), clientDataHash);
  }

  private StepsReport report(
      Verdict<AttestedKey> verdict, Checklist steps, Map<String, Object> learnt) {
    return StepsReport.of(
        "attestation", verdict, Step.Attestation.values(), steps, learnt, trusted.warning());
  }

  /** A receipt of that key. */
  public StepsReport receipt(Bytes receipt, Expected expected) {
    Checklist steps = Checklist.keeping();
    Verdict<Receipt> verdict =
        trusted
            .verifiers()
            .receipts()
            .verify(receipt, Optional.of(expected), known.app(), known.now(), steps);
    return StepsReport.ofReceipt(verdict, steps, trusted.warning())
        .because(
            verdict instanceof Verdict.Refused<Receipt>(Step step, _)
                ? diagnoser.diagnose(new RefusedEvidence.OfReceipt(receipt, expected, step), known)
                : Optional.empty());
  }

  /**
   * A request that a key signed.
   *
   * @param keyId as the request names the key
   * @param publicKey of the registered key: 65 bytes
   * @param counter the highest so far, from 0 to {@link CounterRule#LARGEST}
   */
  public List<StepsReport> assertion(
      SentKeyId keyId, Bytes publicKey, long counter, Bytes object, ClientData clientData) {
    Checklist steps = Checklist.keeping();
    steps.skip(Step.Assertion.SUBJECT, ONLY_A_SERVER);
    steps.skip(Step.Assertion.CHALLENGE, ONLY_A_SERVER);
    Bytes registered = Bytes.sha256(publicKey);
    Optional<Bytes> named =
        registered.equals(keyId.bytes()) ? Optional.of(publicKey) : Optional.empty();
    CounterRule.State state = CounterRule.State.at(counter);
    Verdict<?> verdict =
        assertion(
            new Assertion(object, clientData.hash()),
            named.map(key -> new RegisteredKey(key, false)),
            state,
            steps);
    Known ofServer =
        known.withKeys(List.of(new Known.Key(registered, publicKey, false))).withCounter(state);
    return List.of(
        StepsReport.of(
                "assertion",
                verdict,
                Step.Assertion.values(),
                steps,
                learnt(verdict),
                Optional.empty())
            .because(
                verdict instanceof Verdict.Refused<?>(Step step, _)
                    ? diagnoser.diagnose(
                        new RefusedEvidence.OfAssertion(keyId, object, clientData, named, step),
                        ofServer)
                    : Optional.empty()));
  }

  private Verdict<SignedRequest> assertion(
      Assertion evidence, Optional<RegisteredKey> key, CounterRule.State state, Checklist steps) {
    Verdict<SignedRequest> verdict =
        trusted.verifiers().assertions().verify(evidence, key, known.app(), steps);
    if (verdict instanceof Verdict.Accepted<SignedRequest>(SignedRequest request)
        && known.app().counterRule().judge(state, request.counter(), steps)
            instanceof Verdict.Refused<CounterRule.State>(Step step, String detail)) {
      return new Verdict.Refused<>(step, detail);
    }
    return verdict;
  }

  private static Map<String, Object> learnt(Verdict<?> verdict) {
    return verdict instanceof Verdict.Accepted<?>(SignedRequest request)
        ? Learnt.of(request)
        : Map.of();
  }
}
