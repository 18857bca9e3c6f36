package assay.store.sqlite;

import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.ReceiptQueue.Claim;
import assay.store.ReceiptQueue.Due;
import assay.store.ReceiptQueue.Finish;
import assay.store.ReceiptQueue.Lease;
import assay.store.ReceiptQueue.Order;
import assay.store.Registration;
import assay.store.Risk;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import assay.store.sqlite.file.Checkpoints;
import assay.store.sqlite.keys.Apps;
import assay.store.sqlite.keys.Counters;
import assay.store.sqlite.keys.Keys;
import assay.store.sqlite.keys.Refreshes;
import assay.store.sqlite.keys.Registrations;
import assay.store.sqlite.sql.Query;
import assay.store.sqlite.worker.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that writes. Each method is one decision of several that share a transaction, so a
 * decision that refuses takes back what it did itself.
 */
final class Decisions implements Session {
  private final Connection connection;
  private final Apps apps;
  private final Keys keys;
  private final Counters counters;
  private final Registrations registrations;
  private final Refreshes refreshes;
  private final Challenges challenges;
  private final UsedTokens usedTokens;
  private final DecisionRows decisionRows;
  private final Secrets secrets;
  private final Query revoke;
  private final Query countRevoked;
  private final Query touch;
  private final Checkpoints checkpoints;
  private final Query logSize;
  private final Query checkpoint;

  Decisions(Connection connection, Checkpoints checkpoints) throws SQLException {
    this.connection = connection;
    this.checkpoints = checkpoints;
    logSize = Checkpoints.logSize(connection);
    checkpoint = Checkpoints.checkpoint(connection);
    apps = new Apps(connection);
    keys = new Keys(connection);
    counters = new Counters(connection);
    refreshes = new Refreshes(connection, apps);
    registrations = new Registrations(connection, refreshes);
    challenges = new Challenges(connection);
    usedTokens = new UsedTokens(connection);
    decisionRows = new DecisionRows(connection);
    secrets = new Secrets(connection);
    revoke =
        new Query(
            connection,
            """
            UPDATE keys SET revoked_at = ?, revoked_for = ?
            WHERE app = ? AND id = ? AND revoked_at IS NULL
            """);
    countRevoked = new Query(connection, "UPDATE apps SET revoked = revoked + 1 WHERE number = ?");
    touch = new Query(connection, "UPDATE swept SET line = line");
  }

  Registration register(
      NewKey key, OpenChallenge challenge, Optional<Instant> firstRefresh, Instant now)
      throws SQLException {
    Optional<StoredKey> there = find(key.key());
    if (there.isPresent()) {
      return there.get().revoked().isPresent()
          ? new Registration.Revoked()
          : new Registration.Known(there.get());
    }
    if (!challenges.spend(challenge)) {
      return new Registration.ChallengeSpent();
    }
    registrations.add(key, firstRefresh, now);
    return new Registration.Added(find(key.key()).orElseThrow());
  }

  /** The challenge goes first, as most advances succeed: two statements then do it all. */
  Advance advance(
      AppKey key, long counter, CounterRule rule, Optional<OpenChallenge> challenge, Instant now)
      throws SQLException {
    Optional<Long> app = apps.number(key.app(), key.environment());
    if (app.isEmpty()) {
      return new Advance.UnknownKey();
    }
    if (challenge.isPresent() && !challenges.spend(challenge.get())) {
      return counters.barred(app.get(), key).orElseGet(Advance.ChallengeSpent::new);
    }
    Advance outcome = counters.move(app.get(), key, counter, rule, now);
    if (challenge.isPresent() && !(outcome instanceof Advance.Moved)) {
      challenges.unspend(challenge.get());
    }
    return outcome;
  }

  Optional<StoredKey> revoke(AppKey key, String reason, Instant now) throws SQLException {
    Optional<Long> app = apps.number(key.app(), key.environment());
    if (app.isPresent() && revoke.run(now, reason, app.get(), key.keyId()) == 1) {
      countRevoked.run(app.get());
    }
    return find(key);
  }

  Due claimDue(Order order, Instant now) throws SQLException {
    return refreshes.claimDue(order, now);
  }

  Claim claim(AppKey key, Duration lease, Instant now) throws SQLException {
    Optional<StoredKey> there = find(key);
    if (there.isEmpty()) {
      return new Claim.UnknownKey();
    }
    long app = apps.number(key.app(), key.environment()).orElseThrow();
    return refreshes.claim(app, key, there.get().revoked().isPresent(), lease, now);
  }

  Finish finish(Lease lease, StoredReceipt receipt, Risk risk, Instant nextDue, String outcome)
      throws SQLException {
    Optional<Long> app = apps.number(lease.key().app(), lease.key().environment());
    return app.isPresent()
        ? refreshes.finish(app.get(), lease, receipt, risk, nextDue, outcome)
        : Finish.LEASE_LOST;
  }

  boolean putOff(Lease lease, Instant nextDue, String outcome) throws SQLException {
    Optional<Long> app = apps.number(lease.key().app(), lease.key().environment());
    return app.isPresent() && refreshes.putOff(app.get(), lease, nextDue, outcome);
  }

  Challenges challenges() {
    return challenges;
  }

  UsedTokens usedTokens() {
    return usedTokens;
  }

  DecisionRows decisionRows() {
    return decisionRows;
  }

  Secrets secrets() {
    return secrets;
  }

  /** Writes what was there before: shows whether anything can be written. */
  int touch() throws SQLException {
    return touch.run();
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void afterGroup() throws SQLException {
    checkpoints.afterGroup(logSize, checkpoint);
  }

  private Optional<StoredKey> find(AppKey key) throws SQLException {
    Optional<Long> app = apps.number(key.app(), key.environment());
    return app.isPresent() ? keys.find(app.get(), key) : Optional.empty();
  }
}
