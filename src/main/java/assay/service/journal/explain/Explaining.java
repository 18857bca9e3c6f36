package assay.service.journal.explain;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.Step;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.RefusedEvidence;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.OfReceipt;
import assay.core.diagnosis.mistake.AppleAnswer;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected;
import assay.service.Journal.Occasion;
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
import java.util.function.Predicate;

/**
 * Looks for what is behind a refusal: gathers what the server knows, then tries on a worker. Of a
 * receipt that came in exchange nothing is gathered: the evidence and the policy tell.
 */
public final class Explaining {
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
    this.background = new Background(store, apps, workers);
    this.diagnoser = new Diagnoser(signatures);
    this.workers = workers;
  }

  /** Of evidence. Fails where the store does, or where too much waits for a worker. */
  public Future<Found> of(Occasion occasion, Judged judged, Step step, Seen seen, Instant at) {
    ServedApp app = occasion.app();
    return background
        .add(seen(app, step, seen, at), app, judged, step, occasion.sees())
        .compose(all ->
            workers.call(() -> {
              RefusedEvidence refused = refused(judged, step, seen);
              return found(known -> diagnoser.diagnose(refused, known), all, occasion.sees());
            }));
  }

  private interface Search {
    Optional<Diagnosis> by(Known known);
  }

  /**
   * Looked for once where no other app is known; where some are, again without them, with those
   * that may be told of, and, where that made a difference, with one of them at a time.
   */
  private static Found found(Search search, Known all, Predicate<String> sees) {
    Optional<Diagnosis> whole = search.by(all);
    Known onlyThis = all.within(_ -> false);
    Known seen = all.within(sees);
    Optional<Diagnosis> alone = onlyThis.equals(all) ? whole : search.by(onlyThis);
    Optional<Diagnosis> told =
        seen.equals(all) ? whole : seen.equals(onlyThis) ? alone : search.by(seen);
    Known least = whole.equals(alone) ? onlyThis : byOne(search, whole, all);
    return new Found(whole, alone, told, Optional.of(least));
  }

  /** With one other app, where that is enough: who sees it may read what was recorded. */
  private static Known byOne(Search search, Optional<Diagnosis> whole, Known all) {
    List<String> names = all.otherNames();
    if (names.size() == 1) {
      return all;
    }
    return names.stream()
        .map(name -> all.within(name::equals))
        .filter(one -> search.by(one).equals(whole))
        .findFirst()
        .orElse(all);
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
  public Future<Found> of(
      Occasion occasion, Bytes keyId, Bytes brought, Step.Receipt step, Instant at) {
    ServedApp app = occasion.app();
    OfReceipt refused = new OfReceipt(brought, new Expected.Refreshed(keyId), step);
    Known alone = Known.of(app.app(), app.attestationRoots(), at);
    Known known = background.withApps(alone, app, step, occasion.sees());
    Search search = by -> diagnoser.diagnose(refused, by).or(() -> notNewer(step));
    return workers.call(() -> found(search, known, occasion.sees()));
  }

  /** Of the two that this step refuses, a receipt from the future is found in the evidence. */
  private static Optional<Diagnosis> notNewer(Step.Receipt step) {
    return step == Step.Receipt.RECEIPT_AGE
        ? Optional.of(AppleAnswer.RECEIPT_NOT_NEWER.diagnosis())
        : Optional.empty();
  }
}
