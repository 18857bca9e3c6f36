package assay.service.journal;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.diagnosis.RefusedEvidence.OfReceipt;
import assay.core.diagnosis.mistake.AppleAnswer;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Looks for what is wrong with a receipt that came in exchange; the evidence and the policy tell.
 */
final class ReceiptExplaining {
  private final List<ServedApp> apps;
  private final Diagnoser diagnoser;
  private final Workers workers;

  ReceiptExplaining(Collection<ServedApp> apps, Signatures signatures, Workers workers) {
    this.apps = List.copyOf(apps);
    this.diagnoser = new Diagnoser(signatures);
    this.workers = workers;
  }

  /** Fails where too much waits for a worker. */
  Future<Optional<Found>> of(
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
