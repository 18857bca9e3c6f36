package assay.store.postgres.keys;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.KeyCount;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Registration;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.StoredKey;
import assay.store.postgres.connection.Link;
import assay.store.postgres.connection.Links;
import assay.store.postgres.connection.PostgresSettings;
import assay.store.postgres.lanes.Decisions;
import assay.store.postgres.values.Columns;
import assay.store.postgres.values.Environments;
import assay.store.postgres.values.Fit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keys and their counters. What every request asks for goes in groups; what operators ask for, one
 * by one. Throws {@link IllegalArgumentException} for what the database cannot hold.
 */
public final class Keys {
  private final Decisions<AdvanceBatch.Move, Advance> advances;
  private final Decisions<RegisterBatch.Addition, Registration> registrations;
  private final Decisions<AppKey, Optional<StoredKey>> finds;
  private final Link direct;
  private final Link slow;

  /** Tells the observer of groups that changed something. */
  public Keys(Links links, PostgresSettings settings, StoreObserver observer) {
    this.direct = links.direct();
    this.slow = links.slow();
    this.advances = new Decisions<>(new AdvanceBatch(), links.advancing(), settings, observer);
    this.registrations =
        new Decisions<>(new RegisterBatch(), List.of(links.registering()), settings, observer);
    this.finds = new Decisions<>(new FindBatch(), List.of(direct), settings, StoreObserver.NONE);
  }

  public Future<Registration> register(
      NewKey key, OpenChallenge challenge, Optional<Instant> firstRefresh, Instant now) {
    Fit.facts(key);
    Fit.challenge(challenge);
    Fit.firstRefresh(key, firstRefresh);
    Fit.time(now);
    return registrations.decide(new RegisterBatch.Addition(key, challenge, firstRefresh, now));
  }

  public Future<Advance> advance(
      AppKey key, long counter, CounterRule rule, Optional<OpenChallenge> challenge, Instant now) {
    Fit.key(key);
    Fit.counter(counter);
    challenge.ifPresent(Fit::challenge);
    Fit.time(now);
    return advances.decide(new AdvanceBatch.Move(key, counter, rule, challenge, now));
  }

  public Future<Optional<StoredKey>> find(AppKey key) {
    Fit.key(key);
    return finds.decide(key);
  }

  /** A page in the order of key ids. */
  public Future<List<StoredKey>> list(
      String app,
      Environment environment,
      Optional<String> subject,
      Optional<Bytes> after,
      int most) {
    if (most < 1 || most > Store.MOST_LISTED) {
      throw new IllegalArgumentException("a page has 1 to " + Store.MOST_LISTED + " keys");
    }
    subject.ifPresent(Fit::text);
    Fit.text(app);
    Tuple arguments =
        Tuple.of(
            app, Environments.number(environment), Columns.bytes(after.orElse(Bytes.EMPTY)), most);
    subject.ifPresent(arguments::addString);
    return direct
        .execute(listing(subject.isPresent()), arguments)
        .map(rows -> rows.stream().map(row -> KeyRows.key(row, 0)).toList());
  }

  private static String listing(boolean ofSubject) {
    return "SELECT "
        + KeyRows.columns("k")
        + " FROM assay_key k WHERE k.app = $1 AND k.environment = $2 AND k.key_id > $3"
        + (ofSubject ? " AND k.subject = $5" : "")
        + " ORDER BY k.key_id LIMIT $4";
  }

  /** The key as it is then, where there is one. */
  public Future<Optional<StoredKey>> revoke(AppKey key, String reason, Instant now) {
    Fit.key(key);
    Fit.text(reason);
    Fit.time(now);
    return direct
        .execute(
            "SELECT " + KeyRows.columns("k") + " FROM assay_revoke($1, $2, $3, $4, $5) k",
            Tuple.of(
                key.app(),
                Environments.number(key.environment()),
                Columns.bytes(key.keyId()),
                reason,
                Columns.time(now)))
        .map(rows -> rows.stream().findFirst().map(row -> KeyRows.key(row, 0)));
  }

  public Future<List<KeyCount>> counts() {
    return slow.execute(
            "SELECT app, environment, count(*), count(revoked_at) FROM assay_key"
                + " GROUP BY app, environment ORDER BY app, environment",
            Tuple.tuple())
        .map(rows -> rows.stream().map(Keys::count).toList());
  }

  private static KeyCount count(Row row) {
    return new KeyCount(
        row.getString(0), Environments.of(row.getShort(1)), row.getLong(2), row.getLong(3));
  }

  /** Refuses decisions from now on, and finishes what waits. */
  public Future<Void> close() {
    return Future.join(advances.close(), registrations.close(), finds.close()).mapEmpty();
  }
}
