package assay.service.journal;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import assay.service.Journal;
import assay.service.Seen;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.apple.Outcome;
import assay.service.apple.Refresh;
import assay.service.apple.RefreshDecision;
import assay.service.journal.JournalObserver.Drop;
import assay.service.journal.Recording.Making;
import assay.service.journal.document.AppleDocument;
import assay.service.journal.document.Document;
import assay.service.journal.explain.AppleExplaining;
import assay.service.journal.explain.Explaining;
import assay.service.journal.explain.Found;
import assay.service.journal.explain.Judged;
import assay.service.policy.ServedApp;
import assay.service.work.Contexts;
import assay.service.work.Workers;
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

/** The journal in a store. */
public final class StoredJournal implements Journal {
  private static final Future<Optional<Diagnosis>> NOTHING =
      Future.succeededFuture(Optional.empty());

  private final Store store;
  private final JournalSettings settings;
  private final JournalObserver observer;
  private final Explaining explaining;
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
            occasion,
            explained(occasion, () -> explaining.of(occasion, judged, step, seen, at)),
            making)
        : accepted(making);
  }

  @Override
  public Future<Optional<Diagnosis>> refreshed(
      Occasion occasion, Bytes keyId, RefreshDecision decision) {
    return harmless(() ->
        ofApple(
            occasion,
            decision.refresh().outcome(),
            () -> why(occasion, keyId, decision),
            found -> AppleDocument.of(occasion, keyId, decision, found)));
  }

  private Future<Found> why(Occasion occasion, Bytes keyId, RefreshDecision decision) {
    return decision.refresh() instanceof Refresh.Refused(Step.Receipt step, _)
            && decision.brought().isPresent()
        ? explained(
            occasion,
            () -> explaining.of(occasion, keyId, decision.brought().get(), step, decision.at()))
        : known(occasion.app(), AppleExplaining.of(decision.refresh()));
  }

  @Override
  public Future<Optional<Diagnosis>> deviceChecked(
      Occasion occasion, DeviceRequest request, DeviceAnswer answer, Instant at) {
    return harmless(() ->
        ofApple(
            occasion,
            answer.outcome(),
            () -> known(occasion.app(), AppleExplaining.of(answer)),
            found -> AppleDocument.of(occasion, request, answer, at, found)));
  }

  private Future<Optional<Diagnosis>> ofApple(
      Occasion occasion, Outcome outcome, Supplier<Future<Found>> why, Making making) {
    return switch (outcome) {
      case ACCEPTED -> keepsAccepted(occasion.app()) ? accepted(making) : NOTHING;
      case REFUSED -> refused(occasion, why.get(), making);
      case UNDECIDED -> soonEnough(why.get());
    };
  }

  private boolean keepsAccepted(ServedApp app) {
    return settings.accepted().contains(app.name());
  }

  private Future<Optional<Diagnosis>> accepted(Making making) {
    recording.record(Future.succeededFuture(Found.NOTHING), making);
    return NOTHING;
  }

  private Future<Optional<Diagnosis>> refused(Occasion occasion, Future<Found> why, Making making) {
    if (allowances.takeRecord(occasion)) {
      recording.record(why, making);
    } else {
      observer.dropped(Drop.RATE, 1);
    }
    return soonEnough(why);
  }

  private Future<Optional<Diagnosis>> soonEnough(Future<Found> why) {
    return Contexts.here(why)
        .timeout(settings.longestWait().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(Found.NOTHING)
        .map(Found::told);
  }

  /** Never fails: a diagnosis that cannot be had is none. */
  private Future<Found> explained(Occasion occasion, Supplier<Future<Found>> search) {
    String app = occasion.app().name();
    if (!allowances.takeDiagnosis(occasion)) {
      observer.undiagnosed(app);
      return Future.succeededFuture(Found.NOTHING);
    }
    return Future.succeededFuture()
        .compose(_ -> search.get())
        .map(found -> {
          observer.diagnosed(app, found.whole());
          return found;
        })
        .recover(cause -> {
          observer.missed(cause, () -> observer.undiagnosed(app));
          return Future.succeededFuture(Found.NOTHING);
        });
  }

  /** A diagnosis that costs no search, and so takes none of what is allowed. */
  private Future<Found> known(ServedApp app, Optional<Diagnosis> why) {
    observer.diagnosed(app.name(), why);
    return Future.succeededFuture(Found.of(why));
  }

  /** A bug in here, thrown or told, changes no answer. */
  private Future<Optional<Diagnosis>> harmless(Supplier<Future<Optional<Diagnosis>>> noting) {
    return Future.succeededFuture()
        .compose(_ -> noting.get())
        .recover(cause -> {
          observer.failed(cause);
          return NOTHING;
        });
  }

  /** When what is to be recorded so far is explained and written, or dropped. */
  public Future<Void> idle() {
    return recording.outbox().idle();
  }

  /**
   * Records nothing more; what is not known to be written is counted as {@link Drop#STOP}.
   *
   * @return how many records that are
   */
  public int giveUp() {
    return recording.outbox().giveUp();
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
