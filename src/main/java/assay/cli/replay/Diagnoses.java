package assay.cli.replay;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Step;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.Known.EarlierRefusal;
import assay.core.diagnosis.RefusedEvidence;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.core.receipt.Expected;
import assay.service.journal.explain.Reasons;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Why the events of one case were refused, with what a server would know at that moment. */
final class Diagnoses {
  private final Diagnoser diagnoser;
  private final VectorContext context;
  private final App policy;
  private final TrustedRoots roots;
  private final Map<Bytes, EarlierRefusal> refusals = new HashMap<>();

  Diagnoses(Signatures signatures, VectorFile.Case vectorCase, App policy) {
    this.diagnoser = new Diagnoser(signatures);
    this.context = vectorCase.context();
    this.policy = policy;
    this.roots = new TrustedRoots(vectorCase.trust().attestations(), signatures);
    this.refusals.putAll(context.refusals());
  }

  /**
   * The diagnosis of a refused event, where there is one.
   *
   * @param at replaces the event's time
   * @param keys as they were when it was judged
   */
  Optional<Diagnosis> of(
      VectorEvent event, Optional<Instant> at, Step step, Map<Bytes, Replay.Key> keys) {
    return switch (event) {
      case VectorEvent.OfAttestation attestation -> {
        Instant now = at.orElse(attestation.at());
        refusals.put(attestation.keyId(), new EarlierRefusal(step, now));
        yield diagnoser.diagnose(
            new RefusedEvidence.OfAttestation(
                attestation.sent(), attestation.object(), attestation.clientData(), step),
            remembering(
                known(attestation.keyId(), "attestation", now, keys, _ -> true),
                step,
                attestation.asked(),
                keys.get(attestation.keyId())));
      }
      case VectorEvent.OfAssertion assertion ->
          diagnoser.diagnose(
              new RefusedEvidence.OfAssertion(
                  assertion.sent(),
                  assertion.object(),
                  assertion.clientData(),
                  Optional.ofNullable(keys.get(assertion.keyId())).map(Replay.Key::publicKey),
                  step),
              remembering(
                  known(
                      assertion.keyId(),
                      "assertion",
                      at.orElse(assertion.at()),
                      keys,
                      other -> !other.equals(assertion.keyId())),
                  step,
                  assertion.asked(),
                  keys.get(assertion.keyId())));
      case VectorEvent.OfReceipt receipt ->
          of(
              receipt.receipt(),
              new Expected.Refreshed(receipt.keyId()),
              step,
              at.orElse(receipt.at()));
      case VectorEvent.OfKey _, VectorEvent.OfRevoke _ -> Optional.empty();
    };
  }

  /** The diagnosis of a refused receipt. */
  Optional<Diagnosis> of(Bytes receipt, Expected expected, Step step, Instant now) {
    return diagnoser.diagnose(
        new RefusedEvidence.OfReceipt(receipt, expected, step),
        Known.of(policy, roots, now).withOtherApps(context.otherApps()));
  }

  private Known known(
      Bytes keyId,
      String purpose,
      Instant now,
      Map<Bytes, Replay.Key> keys,
      Predicate<Bytes> others) {
    Known known =
        Known.of(policy, roots, now)
            .withOtherApps(context.otherApps())
            .withChallenges(
                context.challenges().stream()
                    .map(
                        other -> new KnownChallenge(other.text(), !other.purpose().equals(purpose)))
                    .toList())
            .withKeys(
                keys.entrySet().stream()
                    .filter(other -> others.test(other.getKey()))
                    .map(other -> key(other.getKey(), other.getValue()))
                    .toList())
            .withKeyElsewhere(context.keysElsewhere().getOrDefault(keyId, List.of()));
    known = Optional.ofNullable(refusals.get(keyId)).map(known::withEarlierRefusal).orElse(known);
    return Optional.ofNullable(keys.get(keyId))
        .map(Replay.Key::counter)
        .map(known::withCounter)
        .orElse(known);
  }

  /** With what the server itself had against it. */
  private static Known remembering(
      Known known, Step step, VectorEvent.Asked asked, Replay.@Nullable Key key) {
    return new Reasons(
            asked.challengeReason(),
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(key).map(its -> Reasons.owner(its.subject())))
        .add(known, step);
  }

  private Known.Key key(Bytes keyId, Replay.Key key) {
    return new Known.Key(keyId, key.publicKey(), context.keysOfUser().contains(keyId));
  }
}
