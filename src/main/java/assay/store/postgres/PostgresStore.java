package assay.store.postgres;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.ChallengeSecret;
import assay.store.Environment;
import assay.store.KeyCount;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Registration;
import assay.store.Risk;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.StoreUnavailable;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The store on PostgreSQL. Opens as many connections as there are lanes for counters, and one each
 * for registrations, for reads and single changes, and for what may take long.
 */
public final class PostgresStore implements Store {
  private static final int OTHER_CONNECTIONS = 3;

  private final Loops loops;
  private final List<Link> links;
  private final Decisions<AdvanceBatch.Move, Advance> advances;
  private final Decisions<RegisterBatch.Addition, Registration> registrations;
  private final Decisions<AppKey, Optional<StoredKey>> finds;
  private final Link direct;
  private final Link slow;
  private final Sweep sweep;
  private final Refreshes refreshes;
  private final UsedTokens usedTokens;
  private final DecisionRecords decisionRecords;
  private final Promise<Void> closed = Promise.promise();
  private final AtomicBoolean closing = new AtomicBoolean();

  private PostgresStore(Vertx vertx, Connector connector, StoreObserver observer, Loops loops) {
    PostgresSettings settings = connector.settings();
    this.loops = loops;
    this.links =
        IntStream.range(0, settings.lanes() + OTHER_CONNECTIONS)
            .mapToObj(number -> new Link(vertx, loops.context(number), connector))
            .toList();
    int lanes = settings.lanes();
    this.direct = links.get(lanes + 1);
    this.slow = links.get(lanes + 2);
    this.advances =
        new Decisions<>(new AdvanceBatch(), links.subList(0, lanes), settings, observer);
    this.registrations =
        new Decisions<>(new RegisterBatch(), List.of(links.get(lanes)), settings, observer);
    this.finds = new Decisions<>(new FindBatch(), List.of(direct), settings, StoreObserver.NONE);
    this.sweep = new Sweep(vertx, slow);
    this.refreshes = new Refreshes(direct, slow);
    this.usedTokens = new UsedTokens(direct);
    this.decisionRecords = new DecisionRecords(slow);
  }

  /**
   * Connects, brings the schema up to date or checks it, and opens the store.
   *
   * @return fails with {@link StoreUnavailable} where the database cannot be reached, and with
   *     {@link UnusableSchema} where its schema is not one to work with
   */
  public static Future<PostgresStore> open(
      Vertx vertx, PostgresSettings settings, StoreObserver observer) {
    return fitting(() -> {
      Connector connector = new Connector(vertx, settings);
      return Loops.open(vertx, settings.lanes() + OTHER_CONNECTIONS)
          .compose(loops ->
              on(loops, connector, () -> prepared(connector))
                  .map(ready -> new PostgresStore(vertx, connector, observer, loops))
                  .onFailure(failure -> loops.close()));
    });
  }

  /**
   * Brings the schema up to date, whatever the settings say.
   *
   * @return the names of the files that were applied, in order; none where nothing was missing
   */
  public static Future<List<String>> migrate(Vertx vertx, PostgresSettings settings) {
    return fitting(() -> {
      Connector connector = new Connector(vertx, settings);
      return Loops.open(vertx, 1)
          .compose(loops ->
              on(loops, connector, () -> Schema.NEEDED.apply(connector))
                  .onComplete(done -> loops.close()));
    });
  }

  private static Future<Boolean> prepared(Connector connector) {
    return connector.settings().migrates()
        ? Schema.NEEDED.apply(connector).map(true)
        : Schema.NEEDED.check(connector).map(true);
  }

  /** Works on a context of the store; what fails there is the connection or the schema. */
  private static <T> Future<T> on(Loops loops, Connector connector, Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    loops
        .context(0)
        .runOnContext(go ->
            work.get()
                .recover(failure -> Future.failedFuture(told(connector.settings(), failure)))
                .onComplete(promise));
    return promise.future();
  }

  private static Throwable told(PostgresSettings settings, Throwable failure) {
    return failure instanceof UnusableSchema ? failure : Faults.ofConnecting(settings, failure);
  }

  @Override
  public Future<Registration> register(
      NewKey key, OpenChallenge challenge, Optional<Instant> firstRefresh, Instant now) {
    return fitting(() -> {
      Fit.facts(key);
      Fit.challenge(challenge);
      Fit.firstRefresh(key, firstRefresh);
      Fit.time(now);
      return registrations.decide(new RegisterBatch.Addition(key, challenge, firstRefresh, now));
    });
  }

  @Override
  public Future<Advance> advance(
      AppKey key, long counter, CounterRule rule, Optional<OpenChallenge> challenge, Instant now) {
    return fitting(() -> {
      Fit.key(key);
      Fit.counter(counter);
      challenge.ifPresent(Fit::challenge);
      Fit.time(now);
      return advances.decide(new AdvanceBatch.Move(key, counter, rule, challenge, now));
    });
  }

  @Override
  public Future<Optional<StoredKey>> find(AppKey key) {
    return fitting(() -> {
      Fit.key(key);
      return finds.decide(key);
    });
  }

  @Override
  public Future<List<StoredKey>> list(
      String app,
      Environment environment,
      Optional<String> subject,
      Optional<Bytes> after,
      int most) {
    return fitting(() -> {
      if (most < 1 || most > MOST_LISTED) {
        throw new IllegalArgumentException("a page has 1 to " + MOST_LISTED + " keys");
      }
      subject.ifPresent(Fit::text);
      Fit.text(app);
      Tuple arguments =
          Tuple.of(
              app,
              Environments.number(environment),
              Columns.bytes(after.orElse(Bytes.EMPTY)),
              most);
      subject.ifPresent(arguments::addString);
      return direct
          .execute(listing(subject.isPresent()), arguments)
          .map(rows -> rows.stream().map(row -> KeyRows.key(row, 0)).toList());
    });
  }

  private static String listing(boolean ofSubject) {
    return "SELECT "
        + KeyRows.columns("k")
        + " FROM assay_key k WHERE k.app = $1 AND k.environment = $2 AND k.key_id > $3"
        + (ofSubject ? " AND k.subject = $5" : "")
        + " ORDER BY k.key_id LIMIT $4";
  }

  @Override
  public Future<Optional<StoredKey>> revoke(AppKey key, String reason, Instant now) {
    return fitting(() -> {
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
    });
  }

  @Override
  public Future<Due> claimDue(Order order, Instant now) {
    return fitting(() -> refreshes.claimDue(order, now));
  }

  @Override
  public Future<Claim> claim(AppKey key, Duration lease, Instant now) {
    return fitting(() -> refreshes.claim(key, lease, now));
  }

  @Override
  public Future<Finish> finish(
      Lease lease, StoredReceipt receipt, Risk risk, Instant nextDue, String outcome) {
    return fitting(() -> refreshes.finish(lease, receipt, risk, nextDue, outcome));
  }

  @Override
  public Future<Boolean> putOff(Lease lease, Instant nextDue, String outcome) {
    return fitting(() -> refreshes.putOff(lease, nextDue, outcome));
  }

  @Override
  public Future<Boolean> useToken(TokenUse use) {
    return fitting(() -> usedTokens.use(use));
  }

  @Override
  public Future<Boolean> releaseToken(TokenUse use) {
    return fitting(() -> usedTokens.release(use));
  }

  @Override
  public Future<Void> record(List<Recorded> records) {
    return fitting(() -> decisionRecords.add(records));
  }

  @Override
  public Future<Optional<Recorded>> decision(String id) {
    return fitting(() -> decisionRecords.find(id));
  }

  @Override
  public Future<List<Entry>> decisions(Filter filter) {
    return fitting(() -> decisionRecords.list(filter));
  }

  @Override
  public Future<Long> forgetDecisions(Instant before, long mostKept) {
    return fitting(() -> {
      Fit.time(before);
      return sweep.forgetDecisions(before, mostKept);
    });
  }

  @Override
  public Future<List<ChallengeSecret>> secrets(Bytes fresh, Instant now) {
    return secrets("assay_secrets", fresh, now);
  }

  @Override
  public Future<List<ChallengeSecret>> rotateSecret(Bytes fresh, Instant now) {
    return secrets("assay_rotate_secret", fresh, now);
  }

  private Future<List<ChallengeSecret>> secrets(String function, Bytes fresh, Instant now) {
    return fitting(() -> {
      Fit.secret(fresh);
      Fit.time(now);
      return direct
          .execute(
              "SELECT number, secret, since FROM " + function + "($1, $2)",
              Tuple.of(Columns.bytes(fresh), Columns.time(now)))
          .map(rows -> rows.stream().map(PostgresStore::secret).toList());
    });
  }

  private static ChallengeSecret secret(Row row) {
    return new ChallengeSecret(
        row.getInteger(0), Columns.bytes(row.getBuffer(1)), row.getOffsetDateTime(2).toInstant());
  }

  @Override
  public Future<Long> sweep(Instant now) {
    return fitting(() -> {
      Fit.time(now);
      return sweep.run(now);
    });
  }

  @Override
  public Future<List<KeyCount>> counts() {
    return slow.execute(
            "SELECT app, environment, count(*), count(revoked_at) FROM assay_key"
                + " GROUP BY app, environment ORDER BY app, environment",
            Tuple.tuple())
        .map(rows -> rows.stream().map(PostgresStore::count).toList());
  }

  private static KeyCount count(Row row) {
    return new KeyCount(
        row.getString(0), Environments.of(row.getShort(1)), row.getLong(2), row.getLong(3));
  }

  @Override
  public Future<Void> ready() {
    // Locks a row that nobody waits for: a server that takes no writes refuses it.
    return direct
        .execute(
            "SELECT (SELECT max(number) FROM assay_schema) FROM assay_sweep_line FOR KEY SHARE",
            Tuple.tuple())
        .map(rows -> Optional.ofNullable(rows.iterator().next().getInteger(0)).orElse(0))
        .compose(number ->
            number == Schema.NEEDED.number()
                ? Future.succeededFuture()
                : Future.failedFuture(
                    new UnusableSchema(
                        "the database's schema is no longer the one this program needs")));
  }

  @Override
  public Future<Void> close() {
    if (closing.compareAndSet(false, true)) {
      Future.join(advances.close(), registrations.close(), finds.close())
          .eventually(() -> Future.join(links.stream().map(Link::close).toList()))
          .eventually(loops::close)
          .<Void>mapEmpty()
          .onComplete(closed);
    }
    return closed.future();
  }

  /** What does not fit is a caller's mistake, told like every failure by the future. */
  private static <T> Future<T> fitting(Supplier<Future<T>> call) {
    try {
      return call.get();
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }
}
