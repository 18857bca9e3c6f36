package assay.http.server;

import assay.core.Bytes;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.service.Journal;
import assay.service.Seen;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.apple.RefreshDecision;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Recorded;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Answers what a test told it to, and remembers what it was told and asked. */
final class ProgrammedJournal implements Journal {
  /** What it was told of one decision. */
  record Told(Occasion occasion, Evidence evidence, Verdict<?> verdict) {}

  final List<Told> told = new CopyOnWriteArrayList<>();

  /** Ids and outcomes of what Apple was asked. */
  final List<String> ofApple = new CopyOnWriteArrayList<>();

  final List<Filter> filters = new CopyOnWriteArrayList<>();
  final ConcurrentMap<String, Recorded> records = new ConcurrentHashMap<>();
  private volatile Supplier<Future<Optional<Diagnosis>>> diagnosis =
      () -> Future.succeededFuture(Optional.empty());
  private volatile List<Entry> entries = List.of();

  /** What the next refusals are diagnosed as. */
  void diagnose(Supplier<Future<Optional<Diagnosis>>> outcome) {
    diagnosis = outcome;
  }

  /** What the next lists hold, as far as they are asked for so many. */
  void list(List<Entry> all) {
    entries = all;
  }

  @Override
  public Future<Optional<Diagnosis>> decided(
      Occasion occasion, Evidence evidence, Verdict<?> verdict, Seen seen) {
    told.add(new Told(occasion, evidence, verdict));
    return diagnosis.get();
  }

  @Override
  public Future<Optional<Diagnosis>> refreshed(
      Occasion occasion, Bytes keyId, RefreshDecision decision) {
    ofApple.add(occasion.id() + " " + decision.refresh().code());
    return diagnosis.get();
  }

  @Override
  public Future<Optional<Diagnosis>> deviceChecked(
      Occasion occasion, DeviceRequest request, DeviceAnswer answer, Instant at) {
    ofApple.add(occasion.id() + " " + answer.code());
    return diagnosis.get();
  }

  @Override
  public Future<Optional<Recorded>> decision(String id) {
    return Future.succeededFuture(Optional.ofNullable(records.get(id)));
  }

  @Override
  public Future<List<Entry>> decisions(Filter filter) {
    filters.add(filter);
    return Future.succeededFuture(entries.stream().limit(filter.most()).toList());
  }
}
