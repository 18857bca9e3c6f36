package assay.service.journal.explain;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.Known.EarlierRefusal;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.diagnosis.Signers;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.store.AppKey;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Refused;
import assay.store.Store;
import assay.store.StoredKey;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What this server knows of evidence that it refused: other apps, other keys, and earlier ones. */
final class Background {
  private static final int MOST_APPS = 16;
  private static final int RECORDS_LOOKED_AT = 8;

  private final Store store;
  private final List<ServedApp> apps;
  private final Workers workers;

  Background(Store store, Collection<ServedApp> apps, Workers workers) {
    this.store = store;
    this.apps = List.copyOf(apps);
    this.workers = workers;
  }

  /**
   * All of it.
   *
   * @param sees the names of the other apps that exist for who asks
   */
  Future<Known> add(Known known, ServedApp app, Judged judged, Step step, Predicate<String> sees) {
    if (step == Step.Assertion.UNKNOWN_KEY) {
      return withSigners(known, app, judged)
          .compose(all -> withKeyElsewhere(all, others(app, sees), judged))
          .compose(all -> withEarlierRefusal(all, app, judged));
    }
    return step == Step.Assertion.SIGNATURE
        ? withSigners(known, app, judged)
        : Future.succeededFuture(withApps(known, app, step, sees));
  }

  /** Other apps, where they are looked at. */
  Known withApps(Known known, ServedApp app, Step step, Predicate<String> sees) {
    return Diagnoser.looksAtOtherApps(step.code())
        ? known.withOtherApps(others(app, sees).stream().map(Background::named).toList())
        : known;
  }

  /** Those that exist for who asks go before the rest, so that none of these is in their way. */
  private List<ServedApp> others(ServedApp app, Predicate<String> sees) {
    return Stream.of(sees, sees.negate())
        .flatMap(which -> apps.stream().filter(other -> which.test(other.name())))
        .filter(other -> !other.name().equals(app.name()))
        .limit(MOST_APPS)
        .toList();
  }

  private static OtherApp named(ServedApp other) {
    return new OtherApp(other.name(), other.app());
  }

  /** Those of this app's keys that the signature can be of; two look-ups, whatever it is. */
  private Future<Known> withSigners(Known known, ServedApp app, Judged judged) {
    return workers
        .call(() -> Signers.of(judged.object(), judged.clientData().hash()))
        .compose(ids ->
            found(
                ids.stream()
                    .filter(id -> !id.equals(judged.sent().bytes()))
                    .map(id -> key(app, id))
                    .toList()))
        .map(keys -> known.withKeys(keys.stream().map(key -> signer(key, judged)).toList()));
  }

  private static AppKey key(ServedApp app, Bytes id) {
    return new AppKey(app.name(), app.environment(), id);
  }

  private static Known.Key signer(StoredKey key, Judged judged) {
    return new Known.Key(
        key.facts().key().keyId(),
        key.facts().publicKey(),
        judged.subject().isPresent() && judged.subject().equals(key.facts().subject()));
  }

  private Future<Known> withKeyElsewhere(Known known, List<ServedApp> others, Judged judged) {
    return found(others.stream().map(other -> key(other, judged.sent().bytes())).toList())
        .map(keys -> keys.stream().map(it -> it.facts().key().app()).toList())
        .map(names ->
            known
                .withKeyElsewhere(names)
                .withOtherApps(
                    others.stream()
                        .filter(other -> names.contains(other.name()))
                        .map(Background::named)
                        .toList()));
  }

  private Future<List<StoredKey>> found(List<AppKey> keys) {
    return Future.all(keys.stream().map(store::find).toList())
        .map(all -> all.<Optional<StoredKey>>list().stream().flatMap(Optional::stream).toList());
  }

  private Future<Known> withEarlierRefusal(Known known, ServedApp app, Judged judged) {
    Filter attestations =
        new Filter(
            List.of(app.name()),
            Optional.empty(),
            Optional.of(Kind.ATTESTATION),
            Optional.of(judged.sent().bytes()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            RECORDS_LOOKED_AT);
    return store
        .decisions(attestations)
        .map(entries ->
            entries.stream()
                .filter(entry -> entry.key().environment() == app.environment())
                .flatMap(entry ->
                    entry.refusal().map(Refused::code).flatMap(EarlierRefusal::step).stream()
                        .map(step -> new EarlierRefusal(step, entry.at())))
                .findFirst()
                .map(known::withEarlierRefusal)
                .orElse(known));
  }
}
