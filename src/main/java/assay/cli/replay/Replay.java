package assay.cli.replay;

import assay.cli.Learnt;
import assay.cli.Verifiers;
import assay.core.App;
import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.RegisteredKey;
import assay.core.assertion.SignedRequest;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestedKey;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the events of vector cases through the verifiers, each case against a store of its own that
 * starts empty. The clock and the policy may be replaced, to ask what would have been.
 */
public final class Replay {
  private final Signatures signatures;
  private final Optional<Instant> at;
  private final Optional<App> app;
  private final Map<VectorFile.Trust, Verifiers> verifiers = new HashMap<>();

  /**
   * @param at replaces every event's time
   * @param app replaces every case's policy
   */
  public Replay(Signatures signatures, Optional<Instant> at, Optional<App> app) {
    this.signatures = signatures;
    this.at = at;
    this.app = app;
  }

  /** What is known of a key, all of it in memory and for one case. */
  record Key(Bytes publicKey, CounterRule.State counter, boolean revoked) {
    Key with(CounterRule.State moved) {
      return new Key(publicKey, moved, revoked);
    }
  }

  /** The results of all events of a case, in order. */
  public List<EventResult> run(VectorFile file, VectorFile.Case vectorCase) {
    Verifiers chosen =
        verifiers.computeIfAbsent(
            vectorCase.trust(),
            trust -> Verifiers.under(trust.attestations(), trust.receipts(), signatures));
    App policy = app.orElse(vectorCase.app());
    Map<Bytes, Key> keys = new HashMap<>();
    List<EventResult> results = new ArrayList<>();
    Diagnoses diagnoses = new Diagnoses(signatures, vectorCase, policy);
    for (VectorEvent event : vectorCase.events()) {
      Judged judged = judge(event, chosen, policy, keys, diagnoses);
      Optional<Diagnosis> diagnosis =
          judged.refusal() == null
              ? Optional.empty()
              : diagnoses.of(event, at, judged.refusal().step(), keys);
      results.add(
          EventResult.of(file.path(), vectorCase.id(), results.size(), event, judged, diagnosis));
    }
    return results;
  }

  /**
   * A verdict, with what was learnt under the names of the vector format.
   *
   * @param refusal nothing where accepted
   */
  record Judged(Verdict.@Nullable Refused<?> refusal, Map<String, Object> learnt) {
    static Judged accepted(Map<String, Object> learnt) {
      return new Judged(null, learnt);
    }

    static Judged refused(Verdict.Refused<?> refusal) {
      return new Judged(refusal, Map.of());
    }
  }

  private Judged judge(
      VectorEvent event, Verifiers chosen, App policy, Map<Bytes, Key> keys, Diagnoses diagnoses) {
    return switch (event) {
      case VectorEvent.OfAttestation attestation ->
          judge(attestation, chosen, policy, keys, diagnoses);
      case VectorEvent.OfAssertion assertion -> judge(assertion, chosen, policy, keys);
      case VectorEvent.OfReceipt receipt -> judge(receipt, chosen, policy, keys);
      case VectorEvent.OfKey key -> {
        keys.putIfAbsent(
            key.keyId(), new Key(key.publicKey(), CounterRule.State.at(key.counter()), false));
        yield Judged.accepted(Map.of());
      }
      case VectorEvent.OfRevoke revoke -> {
        keys.computeIfPresent(
            revoke.keyId(), (_, key) -> new Key(key.publicKey(), key.counter(), true));
        yield Judged.accepted(Map.of());
      }
    };
  }

  private Judged judge(
      VectorEvent.OfAttestation event,
      Verifiers chosen,
      App policy,
      Map<Bytes, Key> keys,
      Diagnoses diagnoses) {
    Instant now = at.orElse(event.at());
    return switch (chosen
        .attestations()
        .verify(
            new Attestation(event.keyId(), event.object(), event.clientData().hash()),
            policy,
            now)) {
      case Verdict.Refused<AttestedKey> refused -> Judged.refused(refused);
      case Verdict.Accepted<AttestedKey>(AttestedKey key) -> {
        // A known key stays as it is: its counter is never reset, and what was revoked stays
        // revoked.
        Key stored =
            keys.computeIfAbsent(
                key.keyId(), _ -> new Key(key.publicKey(), CounterRule.State.NEW, false));
        yield stored.revoked()
            ? Judged.refused(
                new Verdict.Refused<>(Step.Attestation.REVOKED_KEY, "the key was revoked"))
            : Judged.accepted(
                learnt(key, event.clientData().hash(), chosen, policy, now, diagnoses));
      }
    };
  }

  private static Map<String, Object> learnt(
      AttestedKey key,
      Bytes clientDataHash,
      Verifiers chosen,
      App policy,
      Instant now,
      Diagnoses diagnoses) {
    Map<String, Object> learnt = Learnt.of(key);
    if (key.receipt().isEmpty()) {
      learnt.put("receipt", "absent");
      return learnt;
    }
    Expected expected =
        new Expected.AtRegistration(key.keyId(), Optional.of(key.leaf()), clientDataHash);
    switch (chosen.receipts().verify(key.receipt().get(), Optional.of(expected), policy, now)) {
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

  private static Judged judge(
      VectorEvent.OfAssertion event, Verifiers chosen, App policy, Map<Bytes, Key> keys) {
    Optional<Key> key = Optional.ofNullable(keys.get(event.keyId()));
    Verdict<SignedRequest> verdict =
        chosen
            .assertions()
            .verify(
                new Assertion(event.object(), event.clientData().hash()),
                key.map(known -> new RegisteredKey(known.publicKey(), known.revoked())),
                policy);
    return switch (verdict) {
      case Verdict.Refused<SignedRequest> refused -> Judged.refused(refused);
      case Verdict.Accepted<SignedRequest>(SignedRequest request) ->
          switch (policy.counterRule().judge(key.orElseThrow().counter(), request.counter())) {
            case Verdict.Refused<CounterRule.State> refused -> Judged.refused(refused);
            case Verdict.Accepted<CounterRule.State>(CounterRule.State moved) -> {
              keys.put(event.keyId(), key.get().with(moved));
              yield Judged.accepted(Learnt.of(request));
            }
          };
    };
  }

  private Judged judge(
      VectorEvent.OfReceipt event, Verifiers chosen, App policy, Map<Bytes, Key> keys) {
    Optional<Expected> expected =
        Optional.ofNullable(keys.get(event.keyId()))
            .map(key -> new Expected.Refreshed(Bytes.sha256(key.publicKey())));
    return switch (chosen
        .receipts()
        .verify(event.receipt(), expected, policy, at.orElse(event.at()))) {
      case Verdict.Refused<Receipt> refused -> Judged.refused(refused);
      case Verdict.Accepted<Receipt>(Receipt receipt) -> Judged.accepted(Learnt.of(receipt));
    };
  }
}
