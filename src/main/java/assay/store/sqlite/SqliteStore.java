package assay.store.sqlite;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.ChallengeSecret;
import assay.store.DecisionLog;
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
import assay.store.sqlite.file.Backup;
import assay.store.sqlite.file.Checkpoints;
import assay.store.sqlite.file.Connections;
import assay.store.sqlite.file.OwnedFile;
import assay.store.sqlite.file.UnusableDatabase;
import assay.store.sqlite.worker.Worker;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The store in one SQLite file; the package's page says how it works. */
public final class SqliteStore implements Store {
  private static final int READ_TOGETHER = 64;

  private final Checkpoints checkpoints;
  private final Worker<Decisions> decisions;
  private final Worker<Reads> reads;
  private final Sweep sweep;
  private final Future<Void> closed;

  private SqliteStore(
      Connections connections, SqliteSettings settings, StoreObserver observer, Runnable letGo) {
    checkpoints = new Checkpoints(connections, Checkpoints.DUE);
    decisions =
        new Worker<>(
            settings.mostWaiting(),
            settings.mostTogether(),
            () -> new Decisions(connections.writing(), checkpoints),
            observer);
    reads =
        new Worker<>(
            settings.mostWaiting(),
            READ_TOGETHER,
            () -> new Reads(connections.reading()),
            StoreObserver.NONE);
    sweep = new Sweep(decisions, reads);
    Future<Void> ended = decisions.ended().compose(_ -> reads.ended());
    closed = ended.eventually(() -> letGoOf(letGo));
    decisions.start("assay-store-decisions");
    reads.start("assay-store-reads");
  }

  /**
   * Opens the file as its one server; a file that is not there is created, with its folder, and one
   * of an older version is migrated.
   *
   * @throws UnusableDatabase where another process is its server, or the file is not usable
   */
  public static SqliteStore open(Path file, SqliteSettings settings, StoreObserver observer)
      throws UnusableDatabase {
    OwnedFile owned = OwnedFile.take(file);
    return new SqliteStore(
        new Connections(owned.path(), settings.mostPages()), settings, observer, owned::release);
  }

  /**
   * Opens the file beside a server that may be running: for commands that look, revoke or rotate.
   * What they decide is as safe as the server's own: SQLite lets one transaction write at a time,
   * whichever process it is of, and each waits up to five seconds for its turn.
   *
   * @throws UnusableDatabase where the file is not there, or is not of this program's version
   */
  public static SqliteStore beside(Path file) throws UnusableDatabase {
    Path there = OwnedFile.current(file);
    SqliteSettings settings = SqliteSettings.DEFAULT;
    return new SqliteStore(
        new Connections(there, settings.mostPages()), settings, StoreObserver.NONE, () -> {});
  }

  /**
   * Creates the file or brings it up to this program's version, with no server running.
   *
   * @return the names of the schema files that were applied; none where it was current
   * @throws UnusableDatabase as {@link #open}
   */
  public static List<String> migrate(Path file) throws UnusableDatabase {
    OwnedFile owned = OwnedFile.take(file);
    owned.release();
    return owned.applied();
  }

  /**
   * Copies the database, as it is at one moment, to a new file that {@link #open} takes; a server
   * may go on writing meanwhile. Returns when the copy is on the disk.
   *
   * @throws UnusableDatabase where the target is there already, or something cannot be read or
   *     written; nothing is left behind then
   */
  public static void backup(Path source, Path target) throws UnusableDatabase {
    Backup.copy(source, target);
  }

  @Override
  public Future<Registration> register(
      NewKey key, OpenChallenge challenge, Optional<Instant> firstRefresh, Instant now) {
    if (firstRefresh.isPresent() && key.receipt().isEmpty()) {
      return Future.failedFuture(
          new IllegalArgumentException("a key without a receipt has none to exchange"));
    }
    return decisions.ask(session -> session.register(key, challenge, firstRefresh, now));
  }

  @Override
  public Future<Advance> advance(
      AppKey key, long counter, CounterRule rule, Optional<OpenChallenge> challenge, Instant now) {
    if (counter < 0 || counter > CounterRule.LARGEST) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "a counter has 32 bits, unsigned, which " + counter + " is not"));
    }
    return decisions.ask(session -> session.advance(key, counter, rule, challenge, now));
  }

  @Override
  public Future<Optional<StoredKey>> find(AppKey key) {
    return reads.ask(session -> session.find(key));
  }

  @Override
  public Future<List<StoredKey>> list(
      String app,
      Environment environment,
      Optional<String> subject,
      Optional<Bytes> after,
      int most) {
    if (most < 1 || most > MOST_LISTED) {
      return Future.failedFuture(
          new IllegalArgumentException("a page has 1 to " + MOST_LISTED + " keys, not " + most));
    }
    return reads.ask(session -> session.list(app, environment, subject, after, most));
  }

  @Override
  public Future<Optional<StoredKey>> revoke(AppKey key, String reason, Instant now) {
    return decisions.ask(session -> session.revoke(key, reason, now));
  }

  @Override
  public Future<Due> claimDue(Order order, Instant now) {
    return decisions.ask(session -> session.claimDue(order, now));
  }

  @Override
  public Future<Claim> claim(AppKey key, Duration lease, Instant now) {
    return decisions.ask(session -> session.claim(key, lease, now));
  }

  @Override
  public Future<Finish> finish(
      Lease lease, StoredReceipt receipt, Risk risk, Instant nextDue, String outcome) {
    return decisions.ask(session -> session.finish(lease, receipt, risk, nextDue, outcome));
  }

  @Override
  public Future<Boolean> putOff(Lease lease, Instant nextDue, String outcome) {
    return decisions.ask(session -> session.putOff(lease, nextDue, outcome));
  }

  @Override
  public Future<Boolean> useToken(TokenUse use) {
    return decisions.ask(session -> session.usedTokens().use(use));
  }

  @Override
  public Future<Boolean> releaseToken(TokenUse use) {
    return decisions.ask(session -> session.usedTokens().release(use));
  }

  @Override
  public Future<Void> record(List<Recorded> records) {
    try {
      DecisionLog.requireBounded(records);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return decisions.ask(session -> session.decisionRows().add(records)).mapEmpty();
  }

  @Override
  public Future<Optional<Recorded>> decision(String id) {
    return reads.ask(session -> session.decisions().find(id));
  }

  @Override
  public Future<List<Entry>> decisions(Filter filter) {
    return reads.ask(session -> session.decisions().list(filter));
  }

  @Override
  public Future<Long> forgetDecisions(Instant before, long mostKept) {
    return sweep.forgetDecisions(before, mostKept);
  }

  @Override
  public Future<List<ChallengeSecret>> secrets(Bytes fresh, Instant now) {
    return decisions.ask(session -> session.secrets().orFirst(fresh, now));
  }

  @Override
  public Future<List<ChallengeSecret>> rotateSecret(Bytes fresh, Instant now) {
    return decisions.ask(session -> session.secrets().rotate(fresh, now));
  }

  @Override
  public Future<Long> sweep(Instant now) {
    return sweep.run(now);
  }

  @Override
  public Future<List<KeyCount>> counts() {
    return reads.ask(Reads::counts);
  }

  @Override
  public Future<Void> ready() {
    return reads
        .ask(Reads::schemaFault)
        .compose(fault ->
            fault
                .<Future<Void>>map(why ->
                    Future.failedFuture(
                        new StoreUnavailable(StoreUnavailable.Cause.UNREACHABLE, why)))
                .orElseGet(this::writable));
  }

  /** After a failure only a write shows whether the fault is gone. */
  private Future<Void> writable() {
    return decisions.healthy()
        ? Future.succeededFuture()
        : decisions.ask(Decisions::touch).mapEmpty();
  }

  @Override
  public Future<Void> close() {
    decisions.finish();
    reads.finish();
    return closed;
  }

  private Future<Void> letGoOf(Runnable file) {
    checkpoints.close();
    reads.closeSession();
    decisions.closeSession(); // last, so that the log is written back into the file
    file.run();
    return Future.succeededFuture();
  }
}
