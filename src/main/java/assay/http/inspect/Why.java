package assay.http.inspect;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.RefusedEvidence;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.receipt.Expected;
import java.util.Optional;

/** Says why evidence was refused, from the context alone: no store is asked. */
record Why(Diagnoser diagnoser) {

  /** The diagnosis of a refusal, where one fits. */
  Optional<Diagnosis> of(Verdict<?> verdict, Bytes object, Context context) {
    return verdict instanceof Verdict.Refused<?>(Step step, String _)
        ? evidence(step, object, context)
            .flatMap(refused -> diagnoser.diagnose(refused, known(step, context)))
        : Optional.empty();
  }

  /**
   * The diagnosis of a receipt that is refused.
   *
   * @param expected what it was to belong to
   */
  Optional<Diagnosis> ofReceipt(
      Verdict<?> verdict, Bytes receipt, Expected expected, Context context) {
    return verdict instanceof Verdict.Refused<?>(Step step, String _)
        ? diagnoser.diagnose(
            new RefusedEvidence.OfReceipt(receipt, expected, step), known(step, context))
        : Optional.empty();
  }

  private static Optional<RefusedEvidence> evidence(Step step, Bytes object, Context context) {
    if (context.clientData().isEmpty()) {
      return Optional.empty();
    }
    ClientData data = context.clientData().get();
    Optional<SentKeyId> keyId = context.sentKeyId();
    return switch (step) {
      case Step.Attestation _ ->
          keyId.map(id -> new RefusedEvidence.OfAttestation(id, object, data, step));
      case Step.Assertion _ ->
          keyId
              .or(() -> context.publicKey().map(Bytes::sha256).map(SentKeyId::of))
              .map(id ->
                  new RefusedEvidence.OfAssertion(
                      id, object, data, registered(step, context), step));
      case Step.Registration _, Step.Use _, Step.Receipt _ -> Optional.empty();
    };
  }

  /** The key of the context is taken as registered under its own id, not the one that was sent. */
  private static Optional<Bytes> registered(Step step, Context context) {
    return step == Step.Assertion.UNKNOWN_KEY ? Optional.empty() : context.publicKey();
  }

  private static Known known(Step step, Context context) {
    Known known =
        Known.of(context.app().app(), context.app().attestationRoots(), context.at())
            .withOtherApps(
                context.otherApps().stream()
                    .map(other -> new Known.OtherApp(other.name(), other.app()))
                    .toList());
    if (step == Step.Assertion.UNKNOWN_KEY) {
      known = known.withKeys(context.publicKey().map(Why::key).stream().toList());
    }
    return context.counter().map(known::withCounter).orElse(known);
  }

  private static Known.Key key(Bytes publicKey) {
    return new Known.Key(Bytes.sha256(publicKey), publicKey, true);
  }
}
