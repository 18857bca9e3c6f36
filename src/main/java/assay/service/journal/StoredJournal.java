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
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
  private final Listener devices;
  private final Listener callers;

  /** What one app is allowed. */
  private record Allowances(Allowance records, Allowance diagnoses) {}

  /** What is allowed of one listener: a flood of one takes nothing from the other. */
  private record Listener(Allowance diagnoses, Map<String, Allowances> apps) {}

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
    this.devices = listener(served, settings, nanos);
    this.callers = listener(served, settings, nanos);
  }

  private static Listener listener(
      Collection<ServedApp> served, JournalSettings settings, LongSupplier nanos) {
    return new Listener(
        allowance(settings.diagnosesPerSecondOfAll(), nanos),
        served.stream()
            .map(ServedApp::name)
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(),
                    _ ->
                        new Allowances(
                            allowance(settings.recordsPerSecond(), nanos),
                            allowance(settings.diagnosesPerSecond(), nanos)))));
  }

  private static Allowance allowance(double perSecond, LongSupplier nanos) {
    return new Allowance(perSecond, (int) (perSecond * BURST_SECONDS), nanos);
  }

  @Override
  public Future<Optional<Diagnosis>> decided(
      Occasion occasion, Evidence evidence, Verdict<?> verdict, Seen seen) {
    Optional<Instant> at = seen.at();
    Listener listener = occasion.listener().equals("public") ? devices : callers;
    Optional<Allowances> allowed = Optional.ofNullable(listener.apps().get(occasion.app().name()));
    if (at.isEmpty() || allowed.isEmpty()) {
      return Future.succeededFuture(Optional.empty()); // nothing was judged
    }
    boolean refused = verdict instanceof Verdict.Refused<?>;
    if (!refused && !settings.accepted().contains(occasion.app().name())) {
      return Future.succeededFuture(Optional.empty()); // what most requests come to: costs nothing
    }
    Judged judged = Judged.of(occasion, evidence, seen);
    if (!(verdict instanceof Verdict.Refused<?>(Step step, _))) {
      record(() -> Document.of(occasion, judged, verdict, seen, at.get(), Optional.empty()));
      return Future.succeededFuture(Optional.empty());
    }
    Future<Optional<Diagnosis>> why =
        explained(occasion.app(), listener, allowed.get(), judged, step, seen, at.get());
    if (allowed.get().records().take()) {
      why.onSuccess(
          found -> record(() -> Document.of(occasion, judged, verdict, seen, at.get(), found)));
    } else {
      observer.dropped(Drop.RATE, 1);
    }
    return Contexts.here(why)
        .timeout(settings.longestWait().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(Optional.empty());
  }

  /** Never fails: a diagnosis that cannot be had is none. */
  private Future<Optional<Diagnosis>> explained(
      ServedApp app,
      Listener listener,
      Allowances allowed,
      Judged judged,
      Step step,
      Seen seen,
      Instant at) {
    if (!allowed.diagnoses().take() || !listener.diagnoses().take()) {
      observer.undiagnosed(app.name());
      return Future.succeededFuture(Optional.empty());
    }
    return explaining
        .of(app, judged, step, seen, at)
        .onSuccess(found -> observer.diagnosed(app.name(), found))
        .onFailure(_ -> observer.undiagnosed(app.name()))
        .otherwise(Optional.empty());
  }

  private interface Making {
    Recorded record();
  }

  /** Puts the record together where that holds nobody up. */
  private void record(Making making) {
    workers
        .call(making::record)
        .onSuccess(record -> {
          if (record.document().length() > DecisionLog.LARGEST_DOCUMENT) {
            observer.dropped(Drop.STORE, 1);
          } else {
            outbox.add(record);
          }
        })
        .onFailure(_ -> observer.dropped(Drop.QUEUE, 1));
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
