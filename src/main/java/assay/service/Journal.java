package assay.service;

import assay.core.Bytes;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.apple.Outcome;
import assay.service.apple.RefreshDecision;
import assay.service.policy.ServedApp;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Recorded;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What becomes of decisions once they are made: refusals are explained, and what is to be kept is
 * recorded. No verdict rests on it: it is told what was decided, and may fail or fall behind
 * without anybody being answered otherwise.
 */
public interface Journal {
  /** Keeps nothing, and explains nothing. */
  Journal NONE =
      new Journal() {
        @Override
        public Future<Optional<Diagnosis>> decided(
            Occasion occasion, Evidence evidence, Verdict<?> verdict, Seen seen) {
          return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Optional<Diagnosis>> refreshed(
            Occasion occasion, Bytes keyId, RefreshDecision decision) {
          return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Optional<Diagnosis>> deviceChecked(
            Occasion occasion, DeviceRequest request, DeviceAnswer answer, Instant at) {
          return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Optional<Recorded>> decision(String id) {
          return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<List<Entry>> decisions(Filter filter) {
          return Future.succeededFuture(List.of());
        }
      };

  /**
   * Where a decision was asked for.
   *
   * @param id of the decision, as its answer names it
   * @param listener {@code public}, {@code internal} or {@link #BACKGROUND}
   * @param keyIdText the key id as it was sent
   * @param app that was asked about
   * @param sees the names of the other apps that exist for who asks; of no others is anything told
   */
  record Occasion(
      String id,
      String listener,
      Optional<String> keyIdText,
      ServedApp app,
      Predicate<String> sees) {
    /** In place of a listener where nobody asked: the server did so itself. */
    public static final String BACKGROUND = "background";
  }

  /** What was judged. */
  sealed interface Evidence {
    record OfAttestation(AttestationRequest request) implements Evidence {}

    record OfAssertion(AssertionRequest request) implements Evidence {}
  }

  /**
   * Takes note of a decision. Completes with what is behind a refusal, as far as who asks may know,
   * where that was found soon enough for an answer to wait for it; never fails.
   *
   * @param seen no longer written to
   */
  Future<Optional<Diagnosis>> decided(
      Occasion occasion, Evidence evidence, Verdict<?> verdict, Seen seen);

  /**
   * Takes note of what became of asking Apple for a newer receipt, as {@link #decided} does of
   * evidence: what is refused is recorded, what is accepted where the app says so, and what was not
   * decided ({@link Outcome#UNDECIDED}) never, though it is explained. Never fails.
   *
   * @param keyId whose receipt, as it was named
   */
  Future<Optional<Diagnosis>> refreshed(Occasion occasion, Bytes keyId, RefreshDecision decision);

  /**
   * Takes note of what DeviceCheck brought, by the same rules; of the device token it keeps the
   * SHA-256 and nothing else. Never fails.
   *
   * @param at when it was answered
   */
  Future<Optional<Diagnosis>> deviceChecked(
      Occasion occasion, DeviceRequest request, DeviceAnswer answer, Instant at);

  /**
   * A decision that was recorded: its document is JSON, as {@code openapi.yaml} describes it, and
   * whole; {@link assay.service.journal.document.ReadableRecord} is what of it a caller may read.
   */
  Future<Optional<Recorded>> decision(String id);

  /** Decisions that were recorded, as {@link assay.store.DecisionLog#decisions}. */
  Future<List<Entry>> decisions(Filter filter);
}
