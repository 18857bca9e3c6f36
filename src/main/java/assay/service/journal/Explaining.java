package assay.service.journal;

import assay.core.CounterRule;
import assay.core.Step;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.RefusedEvidence;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.pki.Signatures;
import assay.service.Seen;
import assay.service.keys.KeyFacts;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.store.DecisionLog.Kind;
import assay.store.Store;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Looks for what is behind a refusal: gathers what the server knows, then tries on a worker. */
final class Explaining {
  private final Background background;
  private final Diagnoser diagnoser;
  private final Workers workers;

  Explaining(Store store, Collection<ServedApp> apps, Signatures signatures, Workers workers) {
    this.background = new Background(store, apps, workers);
    this.diagnoser = new Diagnoser(signatures);
    this.workers = workers;
  }

  /** Fails where the store does, or where too much waits for a worker. */
  Future<Optional<Found>> of(ServedApp app, Judged judged, Step step, Seen seen, Instant at) {
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
}
