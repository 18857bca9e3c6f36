package assay.service.journal;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import assay.service.Contexts;
import assay.service.Decisions.Workers;
import assay.service.DeviceAnswer;
import assay.service.DeviceRequest;
import assay.service.Journal;
import assay.service.Outcome;
import assay.service.Refresh;
import assay.service.RefreshDecision;
import assay.service.Seen;
import assay.service.ServedApp;
import assay.service.journal.JournalObserver.Drop;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Recorded;
import assay.store.Store;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal in a store. */
public final class StoredJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(StoredJournal.class);
  private static final Future<Optional<Diagnosis>> NOTHING =
      Future.succeededFuture(Optional.empty());

  private final Store store;
  private final JournalSettings settings;
  private final JournalObserver observer;
  private final Explaining explaining;
  private final ReceiptExplaining ofReceipts;
  private final Allowances allowances;
  private final Recording recording;

  /**
   * A journal that is empty but for what the store has.
   *
   * @param served the apps that decisions are about
   * @param workers where records are put together and diagnoses are made
   * @param afterPause runs something a little later, such as 100 ms
   * @param nanos a clock that never steps back, as {@link System#nanoTime}
   */
  public StoredJournal(
      Store store,
      Collection<ServedApp> served,
      Signatures signatures,
      Workers workers,
      JournalSettings settings,
      Consumer<Runnable> afterPause,
      LongSupplier nanos,
      JournalObserver observer) {
    this.store = store;
    this.settings = settings;
    this.observer = observer;
    this.explaining = new Explaining(store, served, signatures, workers);
    this.ofReceipts = new ReceiptExplaining(served, signatures, workers);
    this.allowances = new Allowances(served, settings, nanos);
    this.recording =
        new Recording(
            workers, new Outbox(store, settings.mostWaiting(), afterPause, observer), observer);
  }

  @Override
  public Future<Optional<Diagnosis>> decided(
      Occasion occasion, Evidence evidence, Verdict<?> verdict, Seen seen) {
    boolean refused = verdict instanceof Verdict.Refused<?>;
    if (seen.at().isEmpty() || (!refused && !keepsAccepted(occasion.app()))) {
      return NOTHING; // what most requests come to: costs nothing
    }
    return harmless(() -> noted(occasion, evidence, verdict, seen, seen.at().get()));
  }

  private Future<Optional<Diagnosis>> noted(
      Occasion occasion, Evidence evidence, Verdict<?> verdict, Seen seen, Instant at) {
    Judged judged = Judged.of(occasion, evidence, seen);
    Making making = found -> Document.of(occasion, judged, verdict, seen, at, found);
    return verdict instanceof Verdict.Refused<?>(Step step, _)
        ? refused(
            occasion.app(),
            explained(occasion.app(), () -> explaining.of(occasion.app(), judged, step, seen, at)),
            making)
        : accepted(making);
  }

  @Override
  public Future<Optional<Diagnosis>> refreshed(
      Occasion occasion, Bytes keyId, RefreshDecision decision) {
    return harmless(() ->
        ofApple(
            occasion.app(),
            decision.refresh().outcome(),
            () -> why(occasion.app(), keyId, decision),
            found -> AppleDocument.of(occasion, keyId, decision, found)));
  }

  private Future<Optional<Diagnosis>> why(ServedApp app, Bytes keyId, RefreshDecision decision) {
    return decision.refresh() instanceof Refresh.Refused(Step.Receipt step, _)
            && decision.brought().isPresent()
        ? explained(
            app, () -> ofReceipts.of(app, keyId, decision.brought().get(), step, decision.at()))
        : known(app, AppleWords.diagnosis(decision.refresh()));
  }

  @Override
  public Future<Optional<Diagnosis>> deviceChecked(
      Occasion occasion, DeviceRequest request, DeviceAnswer answer, Instant at) {
    return harmless(() ->
        ofApple(
            occasion.app(),
            answer.outcome(),
            () -> known(occasion.app(), AppleWords.diagnosis(answer)),
            found -> AppleDocument.of(occasion, request, answer, at, found)));
  }

  private Future<Optional<Diagnosis>> ofApple(
      ServedApp app, Outcome outcome, Supplier<Future<Optional<Diagnosis>>> why, Making making) {
    return switch (outcome) {
      case ACCEPTED -> keepsAccepted(app) ? accepted(making) : NOTHING;
      case REFUSED -> refused(app, why.get(), making);
      case UNDECIDED -> soonEnough(why.get());
    };
  }

  private boolean keepsAccepted(ServedApp app) {
    return settings.accepted().contains(app.name());
  }

  private Future<Optional<Diagnosis>> accepted(Making making) {
    recording.record(() -> making.record(Optional.empty()));
    return NOTHING;
  }

  private Future<Optional<Diagnosis>> refused(
      ServedApp app, Future<Optional<Diagnosis>> why, Making making) {
    if (allowances.takeRecord(app)) {
      why.onSuccess(found -> recording.record(() -> making.record(found)));
    } else {
      observer.dropped(Drop.RATE, 1);
    }
    return soonEnough(why);
  }

  private Future<Optional<Diagnosis>> soonEnough(Future<Optional<Diagnosis>> why) {
    return Contexts.here(why)
        .timeout(settings.longestWait().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(Optional.empty());
  }

  /** Never fails: a diagnosis that cannot be had is none. */
  private Future<Optional<Diagnosis>> explained(
      ServedApp app, Supplier<Future<Optional<Diagnosis>>> search) {
    if (!allowances.takeDiagnosis(app)) {
      observer.undiagnosed(app.name());
      return NOTHING;
    }
    return search
        .get()
        .onSuccess(found -> observer.diagnosed(app.name(), found))
        .onFailure(_ -> observer.undiagnosed(app.name()))
        .otherwise(Optional.empty());
  }

  /** A diagnosis that costs no search, and so takes none of what is allowed. */
  private Future<Optional<Diagnosis>> known(ServedApp app, Optional<Diagnosis> why) {
    observer.diagnosed(app.name(), why);
    return Future.succeededFuture(why);
  }

  /** A bug in here is nobody's who asks for something else. */
  private static Future<Optional<Diagnosis>> harmless(
      Supplier<Future<Optional<Diagnosis>>> noting) {
    try {
      return noting.get();
    } catch (RuntimeException e) {
      LOG.error("a decision was neither explained nor recorded", e);
      return NOTHING;
    }
  }

  /** Puts a record together. */
  private interface Making {
    Recorded record(Optional<Diagnosis> why);
  }

  /** When what waits to be written now is written, or dropped. */
  public Future<Void> idle() {
    return recording.idle();
  }

  @Override
  public Future<Optional<Recorded>> decision(String id) {
    return Contexts.here(store.decision(id));
  }

  @Override
  public Future<List<Entry>> decisions(Filter filter) {
    return Contexts.here(store.decisions(filter));
  }
}
