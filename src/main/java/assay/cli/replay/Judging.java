package assay.cli.replay;

import assay.cli.Learnt;
import assay.cli.Verifiers;
import assay.cli.replay.Replay.Judged;
import assay.core.App;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.CounterRule;
import assay.core.Refusal;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.RegisteredKey;
import assay.core.assertion.SignedRequest;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestedKey;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import assay.service.policy.Conditions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Judges the events of one case as a server would, in a server's order: the evidence, what the
 * policy asks beyond it, the challenge, and last what a store decides.
 *
 * @param at replaces every event's time
 * @param keys the store of the case
 */
record Judging(
    Verifiers verifiers,
    App policy,
    VectorFile.Rules rules,
    Optional<Instant> at,
    Map<Bytes, Replay.Key> keys,
    Diagnoses diagnoses) {

  Judged of(VectorEvent event, Checklist steps) {
    return switch (event) {
      case VectorEvent.OfAttestation attestation -> of(attestation, steps);
      case VectorEvent.OfAssertion assertion -> of(assertion, steps);
      case VectorEvent.OfReceipt receipt -> of(receipt, steps);
      case VectorEvent.OfKey key -> {
        keys.putIfAbsent(
            key.keyId(),
            new Replay.Key(
                key.publicKey(),
                CounterRule.State.at(key.counter()),
                false,
                key.appId(),
                key.subject(),
                key.risk()));
        yield Judged.accepted(Map.of());
      }
      case VectorEvent.OfRevoke revoke -> {
        keys.computeIfPresent(revoke.keyId(), (_, key) -> key.asRevoked());
        yield Judged.accepted(Map.of());
      }
    };
  }

  private static <T> T require(Verdict<T> verdict) throws Refusal {
    return switch (verdict) {
      case Verdict.Accepted<T>(T learnt) -> learnt;
      case Verdict.Refused<T>(Step step, String detail) -> throw new Refusal(step, detail);
    };
  }

  /** What a replay cannot find anew: whether the challenge was open. */
  private static void requireChallenge(VectorEvent.Asked asked, Step step, Checklist steps)
      throws Refusal {
    steps.require(
        step,
        asked.challengeFault().isEmpty(),
        () -> asked.challengeFault().orElse("taken for open, which a replay cannot tell"));
  }

  private Judged of(VectorEvent.OfAttestation event, Checklist steps) {
    Instant now = at.orElse(event.at());
    Bytes hash = event.clientData().hash();
    try {
      AttestedKey attested =
          require(
              verifiers
                  .attestations()
                  .verify(
                      new Attestation(event.keyId(), event.object(), hash), policy, now, steps));
      Map<String, Object> learnt = learnt(attested, hash, now);
      Conditions.requireReceipt(
          rules.receiptRequired(),
          attested.receipt().isPresent(),
          Optional.ofNullable(learnt.get("receiptStep")).map(Object::toString),
          steps);
      requireChallenge(event.asked(), Step.Attestation.CHALLENGE, steps);
      requireRegistered(attested, event.asked().subject(), steps);
      return Judged.accepted(learnt);
    } catch (Refusal refusal) {
      return Judged.refused(refusal.verdict());
    }
  }

  /**
   * A known key stays as it is: its counter is never reset, what was revoked stays revoked, and
   * nobody else's becomes one's own.
   */
  private void requireRegistered(AttestedKey attested, Optional<String> subject, Checklist steps)
      throws Refusal {
    Replay.Key stored =
        keys.computeIfAbsent(
            attested.keyId(),
            _ ->
                new Replay.Key(
                    attested.publicKey(),
                    CounterRule.State.NEW,
                    false,
                    Optional.of(attested.appId()),
                    subject,
                    Optional.empty()));
    steps.require(
        Step.Attestation.REVOKED_KEY,
        !stored.revoked(),
        () -> stored.revoked() ? "the key was registered and then revoked" : "not revoked");
    Conditions.requireSubject(subject, stored.subject(), Step.Registration.SUBJECT, steps);
  }

  private Map<String, Object> learnt(AttestedKey key, Bytes clientDataHash, Instant now) {
    Map<String, Object> learnt = Learnt.of(key);
    if (key.receipt().isEmpty()) {
      learnt.put("receipt", "absent");
      return learnt;
    }
    Expected expected =
        new Expected.AtRegistration(key.keyId(), Optional.of(key.leaf()), clientDataHash);
    switch (verifiers.receipts().verify(key.receipt().get(), Optional.of(expected), policy, now)) {
      case Verdict.Accepted<Receipt> _ -> learnt.put("receipt", "accepted");
      case Verdict.Refused<Receipt>(Step step, String detail) -> {
        learnt.put("receipt", "refused");
        learnt.put("receiptStep", step.code());
        learnt.put("receiptDetail", detail);
        diagnoses
            .of(key.receipt().get(), expected, step, now)
            .ifPresent(found -> learnt.put("receiptDiagnosis", found.code()));
      }
    }
    return learnt;
  }

  private Judged of(VectorEvent.OfAssertion event, Checklist steps) {
    Optional<Replay.Key> key = Optional.ofNullable(keys.get(event.keyId()));
    try {
      SignedRequest signed = requireSigned(event, key, steps);
      Replay.Key known = key.orElseThrow();
      Conditions.requireSubject(
          event.asked().subject(), known.subject(), Step.Assertion.SUBJECT, steps);
      requireChallenge(event.asked(), Step.Assertion.CHALLENGE, steps);
      Conditions.requireRisk(rules.riskLimit(), known.risk(), steps);
      CounterRule.State moved =
          require(policy.counterRule().judge(known.counter(), signed.counter(), steps));
      keys.put(event.keyId(), known.with(moved));
      return Judged.accepted(Learnt.of(signed));
    } catch (Refusal refusal) {
      return Judged.refused(refusal.verdict());
    }
  }

  private SignedRequest requireSigned(
      VectorEvent.OfAssertion event, Optional<Replay.Key> key, Checklist steps) throws Refusal {
    Optional<String> appId = key.flatMap(Replay.Key::appId);
    App ofKey = appId.map(attested -> Conditions.attested(policy, attested)).orElse(policy);
    SignedRequest signed =
        require(
            verifiers
                .assertions()
                .verify(
                    new Assertion(event.object(), event.clientData().hash()),
                    key.map(known -> new RegisteredKey(known.publicKey(), known.revoked())),
                    ofKey,
                    steps));
    if (appId.isPresent()) {
      Conditions.requireServed(policy, appId.get());
    }
    return signed;
  }

  private Judged of(VectorEvent.OfReceipt event, Checklist steps) {
    Optional<Replay.Key> key = Optional.ofNullable(keys.get(event.keyId()));
    Optional<Expected> expected =
        key.map(known -> new Expected.Refreshed(Bytes.sha256(known.publicKey())));
    try {
      Receipt receipt =
          require(
              verifiers
                  .receipts()
                  .verify(event.receipt(), expected, policy, at.orElse(event.at()), steps));
      Conditions.requireSuccessor(
          receipt, key.flatMap(Replay.Key::appId), event.newerThan(), steps);
      return Judged.accepted(Learnt.of(receipt));
    } catch (Refusal refusal) {
      return Judged.refused(refusal.verdict());
    }
  }
}
