package assay.service.journal;

import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import assay.service.Contexts;
import assay.service.Decisions.Workers;
import assay.service.Journal;
import assay.service.Seen;
import assay.service.ServedApp;
import assay.service.journal.JournalObserver.Drop;
import assay.store.DecisionLog;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Recorded;
import assay.store.Store;
import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The journal in a store. */
public final class StoredJournal implements Journal {
  private static final int BURST_SECONDS = 10;

  private final Store store;
  private final JournalSettings settings;
  private final JournalObserver observer;
  private final Explaining explaining;
  private final Outbox outbox;
  private final Workers workers;
  private final Allowance diagnoses;
  private final Map<String, Allowances> apps;

  /** What one app is allowed. */
  private record Allowances(Allowance records, Allowance diagnoses) {}

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
    this.workers = workers;
    this.explaining = new Explaining(store, served, signatures, workers);
    this.outbox = new Outbox(store, settings.mostWaiting(), afterPause, observer);
    this.diagnoses = allowance(settings.diagnosesPerSecondOfAll(), nanos);
    this.apps =
        served.stream()
            .map(ServedApp::name)
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(),
                    _ ->
                        new Allowances(
                            allowance(settings.recordsPerSecond(), nanos),
                            allowance(settings.diagnosesPerSecond(), nanos))));
  }

  private static Allowance allowance(double perSecond, LongSupplier nanos) {
    return new Allowance(perSecond, (int) (perSecond * BURST_SECONDS), nanos);
  }

  @Override
  public Future<Optional<Diagnosis>> decided(
      Occasion occasion, Evidence evidence, Verdict<?> verdict, Seen seen) {
    if (seen.at().isEmpty() || !apps.containsKey(occasion.app().name())) {
      return Future.succeededFuture(Optional.empty()); // nothing was judged
    }
    if (verdict instanceof Verdict.Accepted<?>
        && !settings.accepted().contains(occasion.app().name())) {
      return Future.succeededFuture(Optional.empty()); // what most requests come to: costs nothing
    }
    return Future.succeededFuture()
        .compose(_ -> taken(occasion, evidence, verdict, seen)) // whatever is thrown there
        .recover(cause -> {
          observer.failed(cause);
          return Future.succeededFuture(Optional.empty());
        });
  }

  private Future<Optional<Diagnosis>> taken(
      Occasion occasion, Evidence evidence, Verdict<?> verdict, Seen seen) {
    Instant at = seen.at().orElseThrow();
    Judged judged = Judged.of(occasion, evidence, seen);
    if (!(verdict instanceof Verdict.Refused<?>(Step step, _))) {
      record(() -> Document.of(occasion, judged, verdict, seen, at, Optional.empty()));
      return Future.succeededFuture(Optional.empty());
    }
    Allowances allowed = Objects.requireNonNull(apps.get(occasion.app().name()), "one each");
    Future<Optional<Found>> why = explained(occasion.app(), allowed, judged, step, seen, at);
    if (allowed.records().take()) {
      why.onSuccess(found -> record(() -> Document.of(occasion, judged, verdict, seen, at, found)));
    } else {
      observer.dropped(Drop.RATE, 1);
    }
    return Contexts.here(why)
        .timeout(settings.longestWait().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(Optional.empty())
        .map(found -> found.map(Found::diagnosis));
  }

  /** Never fails: a diagnosis that cannot be had is none. */
  private Future<Optional<Found>> explained(
      ServedApp app, Allowances allowed, Judged judged, Step step, Seen seen, Instant at) {
    if (!allowed.diagnoses().take() || !diagnoses.take()) {
      observer.undiagnosed(app.name());
      return Future.succeededFuture(Optional.empty());
    }
    return Future.succeededFuture()
        .compose(_ -> explaining.of(app, judged, step, seen, at))
        .map(found -> {
          observer.diagnosed(app.name(), found.map(Found::diagnosis));
          return found;
        })
        .recover(cause -> {
          missed(cause, () -> observer.undiagnosed(app.name()));
          return Future.succeededFuture(Optional.empty());
        });
  }

  /** A store or a worker that cannot keep up is nobody's fault; everything else is a bug. */
  private void missed(Throwable cause, Runnable counted) {
    counted.run();
    if (!(cause instanceof StoreUnavailable)) {
      observer.failed(cause);
    }
  }

  private interface Making {
    Recorded record();
  }

  /** Puts the record together where that holds nobody up; throws nothing. */
  private void record(Making making) {
    Future.succeededFuture()
        .compose(_ -> workers.call(making::record))
        .map(this::sent)
        .onFailure(cause -> missed(cause, () -> observer.dropped(Drop.QUEUE, 1)));
  }

  private boolean sent(Recorded record) {
    boolean fits = record.document().length() <= DecisionLog.LARGEST_DOCUMENT;
    if (fits) {
      outbox.add(record);
    } else {
      observer.dropped(Drop.STORE, 1);
    }
    return fits;
  }

  /** When what waits to be written now is written, or dropped. */
  public Future<Void> idle() {
    return outbox.idle();
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
