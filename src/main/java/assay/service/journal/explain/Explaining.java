package assay.service.journal.explain;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.Step;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.diagnosis.RefusedEvidence;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.OfReceipt;
import assay.core.diagnosis.mistake.AppleAnswer;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected;
import assay.service.Seen;
import assay.service.keys.KeyFacts;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.store.DecisionLog.Kind;
import assay.store.Store;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Looks for what is behind a refusal: gathers what the server knows, then tries on a worker. Of a
 * receipt that came in exchange nothing is gathered: the evidence and the policy tell.
 */
public final class Explaining {
  private final List<ServedApp> apps;
  private final Background background;
  private final Diagnoser diagnoser;
  private final Workers workers;

  /**
   * Explains decisions about these apps.
   *
   * @param workers where mistakes are tried
   */
  public Explaining(
      Store store, Collection<ServedApp> apps, Signatures signatures, Workers workers) {
    this.apps = List.copyOf(apps);
    this.background = new Background(store, apps, workers);
    this.diagnoser = new Diagnoser(signatures);
    this.workers = workers;
  }

  /** Of evidence. Fails where the store does, or where too much waits for a worker. */
  public Future<Optional<Found>> of(
      ServedApp app, Judged judged, Step step, Seen seen, Instant at) {
    return background
        .add(seen(app, step, seen, at), app, judged, step)
        .compose(all ->
            workers.call(() ->
                diagnoser
                    .diagnose(refused(judged, step, seen), all)
                    .map(diagnosis -> new Found(diagnosis, Optional.of(all)))));
  }

  /** What the decision came upon by itself. */
  private static Known seen(ServedApp app, Step step, Seen seen, Instant at) {
    Known known =
        Known.of(app.app(), app.attestationRoots(), at).withChallenges(seen.otherChallenges());
    known = seen.counter().map(CounterRule.State::at).map(known::withCounter).orElse(known);
    return Reasons.of(seen).add(known, step);
  }

  private static RefusedEvidence refused(Judged judged, Step step, Seen seen) {
    return judged.kind() == Kind.ATTESTATION
        ? new OfAttestation(judged.sent(), judged.object(), judged.clientData(), step)
        : new OfAssertion(
            judged.sent(),
            judged.object(),
            judged.clientData(),
            seen.key().map(KeyFacts::publicKey),
            step);
  }

  /** Of a receipt. Fails where too much waits for a worker. */
  public Future<Optional<Found>> of(
      ServedApp app, Bytes keyId, Bytes brought, Step.Receipt step, Instant at) {
    OfReceipt refused = new OfReceipt(brought, new Expected.Refreshed(keyId), step);
    return workers.call(
        () -> diagnoser.diagnose(refused, known(app, at)).or(() -> notNewer(step)).map(Found::of));
  }

  private Known known(ServedApp app, Instant at) {
    return Known.of(app.app(), app.attestationRoots(), at)
        .withOtherApps(
            apps.stream()
                .filter(other -> !other.name().equals(app.name()))
                .map(other -> new OtherApp(other.name(), other.app()))
                .toList());
  }

  /** Of the two that this step refuses, a receipt from the future is found in the evidence. */
  private static Optional<Diagnosis> notNewer(Step.Receipt step) {
    return step == Step.Receipt.RECEIPT_AGE
        ? Optional.of(AppleAnswer.RECEIPT_NOT_NEWER.diagnosis())
        : Optional.empty();
  }
}
