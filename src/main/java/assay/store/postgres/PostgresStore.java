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
import assay.store.postgres.connection.Connector;
import assay.store.postgres.connection.Faults;
import assay.store.postgres.connection.Links;
import assay.store.postgres.connection.Loops;
import assay.store.postgres.connection.PostgresSettings;
import assay.store.postgres.keys.Keys;
import assay.store.postgres.schema.Schema;
import assay.store.postgres.schema.UnusableSchema;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The store on PostgreSQL; the package's page says how it works. */
public final class PostgresStore implements Store {
  private final Loops loops;
  private final Links links;
  private final Keys keys;
  private final Refreshes refreshes;
  private final UsedTokens usedTokens;
  private final DecisionRecords decisionRecords;
  private final Secrets secrets;
  private final Sweep sweep;
  private final Promise<Void> closed = Promise.promise();
  private final AtomicBoolean closing = new AtomicBoolean();

  private PostgresStore(Vertx vertx, Connector connector, StoreObserver observer, Loops loops) {
    this.loops = loops;
    this.links = new Links(vertx, connector, loops);
    this.keys = new Keys(links, connector.settings(), observer);
    this.refreshes = new Refreshes(links.direct(), links.slow());
    this.usedTokens = new UsedTokens(links.direct());
    this.decisionRecords = new DecisionRecords(links.slow());
    this.secrets = new Secrets(links.direct());
    this.sweep = new Sweep(vertx, links.slow());
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
      return Loops.open(vertx, Links.count(settings))
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
    return fitting(() -> keys.register(key, challenge, firstRefresh, now));
  }

  @Override
  public Future<Advance> advance(
      AppKey key, long counter, CounterRule rule, Optional<OpenChallenge> challenge, Instant now) {
    return fitting(() -> keys.advance(key, counter, rule, challenge, now));
  }

  @Override
  public Future<Optional<StoredKey>> find(AppKey key) {
    return fitting(() -> keys.find(key));
  }

  @Override
  public Future<List<StoredKey>> list(
      String app,
      Environment environment,
      Optional<String> subject,
      Optional<Bytes> after,
      int most) {
    return fitting(() -> keys.list(app, environment, subject, after, most));
  }

  @Override
  public Future<Optional<StoredKey>> revoke(AppKey key, String reason, Instant now) {
    return fitting(() -> keys.revoke(key, reason, now));
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
    return fitting(() -> sweep.forgetDecisions(before, mostKept));
  }

  @Override
  public Future<List<ChallengeSecret>> secrets(Bytes fresh, Instant now) {
    return fitting(() -> secrets.orFirst(fresh, now));
  }

  @Override
  public Future<List<ChallengeSecret>> rotateSecret(Bytes fresh, Instant now) {
    return fitting(() -> secrets.rotate(fresh, now));
  }

  @Override
  public Future<Long> sweep(Instant now) {
    return fitting(() -> sweep.run(now));
  }

  @Override
  public Future<List<KeyCount>> counts() {
    return keys.counts();
  }

  @Override
  public Future<Void> ready() {
    return Schema.NEEDED.confirm(links.direct());
  }

  @Override
  public Future<Void> close() {
    if (closing.compareAndSet(false, true)) {
      keys.close().eventually(links::close).eventually(loops::close).onComplete(closed);
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
