package assay.cli.replay;

import assay.cli.Verifiers;
import assay.core.App;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.CounterRule;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import assay.store.Risk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

  /**
   * What is known of a key, all of it in memory and for one case.
   *
   * @param appId that it was attested under, where that is known
   */
  record Key(
      Bytes publicKey,
      CounterRule.State counter,
      boolean revoked,
      Optional<String> appId,
      Optional<String> subject,
      Optional<Risk> risk) {
    Key with(CounterRule.State moved) {
      return new Key(publicKey, moved, revoked, appId, subject, risk);
    }

    Key asRevoked() {
      return new Key(publicKey, counter, true, appId, subject, risk);
    }
  }

  /** The results of all events of a case, in order. */
  public List<EventResult> run(VectorFile file, VectorFile.Case vectorCase) {
    return run(file, vectorCase, _ -> Checklist.NONE);
  }

  /**
   * As {@link #run(VectorFile, VectorFile.Case)}, and notes what the steps compared.
   *
   * @param steps where to, for each event
   */
  public List<EventResult> run(
      VectorFile file, VectorFile.Case vectorCase, Function<VectorEvent, Checklist> steps) {
    Verifiers chosen =
        verifiers.computeIfAbsent(
            vectorCase.trust(),
            trust -> Verifiers.under(trust.attestations(), trust.receipts(), signatures));
    App policy = app.orElse(vectorCase.app());
    Map<Bytes, Key> keys = new HashMap<>();
    List<EventResult> results = new ArrayList<>();
    Diagnoses diagnoses = new Diagnoses(signatures, vectorCase, policy);
    Judging judging = new Judging(chosen, policy, vectorCase.rules(), at, keys, diagnoses);
    for (VectorEvent event : vectorCase.events()) {
      Judged judged = judging.of(event, steps.apply(event));
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
}
