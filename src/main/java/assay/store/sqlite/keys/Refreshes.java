package assay.store.sqlite.keys;

import assay.store.AppKey;
import assay.store.ReceiptQueue.Claim;
import assay.store.ReceiptQueue.Claimed;
import assay.store.ReceiptQueue.Due;
import assay.store.ReceiptQueue.Finish;
import assay.store.ReceiptQueue.Lease;
import assay.store.ReceiptQueue.Order;
import assay.store.ReceiptQueue.Space;
import assay.store.Risk;
import assay.store.StoredReceipt;
import assay.store.sqlite.sql.Query;
import assay.store.sqlite.sql.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The queue of receipts. One column says when a receipt can be claimed: at its time, or when the
 * lease on it runs out. So a claim is one look at one index, and a holder that crashed needs nobody
 * to tidy up.
 */
public final class Refreshes {
  private record Entry(long app, AppKey key, Instant dueAt) {}

  /** What a claim depends on, and what it answers. */
  private record State(
      boolean revoked, Instant lastUsed, boolean leased, Optional<Instant> dueAt, Claimed ifTaken) {
    boolean isHeld(Instant now) {
      return leased && dueAt.filter(now::isBefore).isPresent();
    }
  }

  private final Apps apps;
  private final Query add;
  private final Query due;
  private final Query state;
  private final Query take;
  private final Query postpone;
  private final Query replaceReceipt;
  private final Query replaceRisk;
  private final Query end;

  public Refreshes(Connection connection, Apps apps) throws SQLException {
    this.apps = apps;
    add = new Query(connection, "INSERT INTO refreshes (app, id, due_at) VALUES (?, ?, ?)");
    due =
        new Query(
            connection,
            """
            SELECT id, due_at FROM refreshes WHERE app = ? AND due_at <= ? ORDER BY due_at LIMIT ?
            """);
    state =
        new Query(
            connection,
            """
            SELECT k.revoked_at, coalesce(k.used_at, f.registered_at), s.leased, s.due_at,
                   s.claims, f.public_key, f.app_id, s.attempts, s.outcome,
                   r.refused_at, r.created_at, r.not_before, r.expires_at, r.bytes
            FROM refreshes s
            JOIN keys k ON k.app = s.app AND k.id = s.id
            JOIN facts f ON f.app = s.app AND f.id = s.id
            JOIN receipts r ON r.app = s.app AND r.id = s.id
            WHERE s.app = ? AND s.id = ?
            """);
    take =
        new Query(
            connection,
            """
            UPDATE refreshes
            SET due_at = ?, leased = 1, claims = claims + 1, attempts = attempts + 1
            WHERE app = ? AND id = ?
            """);
    postpone =
        new Query(
            connection, "UPDATE refreshes SET due_at = ?, leased = 0 WHERE app = ? AND id = ?");
    replaceReceipt =
        new Query(
            connection,
            """
            UPDATE receipts
            SET refused_at = ?1, created_at = ?2, not_before = ?3, expires_at = ?4, bytes = ?5
            WHERE app = ?6 AND id = ?7 AND coalesce(created_at < ?2, 1)
            """);
    replaceRisk =
        new Query(connection, "UPDATE keys SET risk = ?, risk_as_of = ? WHERE app = ? AND id = ?");
    end =
        new Query(
            connection,
            """
            UPDATE refreshes
            SET due_at = ?1, leased = 0, outcome = ?2,
                attempts = CASE WHEN ?3 THEN 0 ELSE attempts END
            WHERE app = ?4 AND id = ?5 AND leased AND claims = ?6
            """);
  }

  void add(long app, AppKey key, Instant dueAt) throws SQLException {
    add.run(app, key.keyId(), dueAt);
  }

  public Due claimDue(Order order, Instant now) throws SQLException {
    List<Claimed> claimed = new ArrayList<>();
    List<Entry> entries = due(order, now);
    for (Entry entry : entries) {
      State found = state(entry.app(), entry.key()).orElseThrow();
      if (found.revoked()) {
        postpone.run(Optional.empty(), entry.app(), entry.key().keyId());
      } else if (found.lastUsed().isBefore(now.minus(order.unusedAfter()))) {
        postpone.run(now.plus(order.nextLook()), entry.app(), entry.key().keyId());
      } else {
        claimed.add(take(entry.app(), entry.key(), found, now.plus(order.lease())));
      }
    }
    return new Due(claimed, entries.size() - claimed.size());
  }

  private List<Entry> due(Order order, Instant now) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    for (Space space : order.spaces()) {
      Optional<Long> app = apps.number(space.app(), space.environment());
      if (app.isPresent()) {
        entries.addAll(
            due.all(
                row ->
                    new Entry(
                        app.get(),
                        new AppKey(space.app(), space.environment(), row.bytes(1)),
                        row.time(2)),
                app.get(),
                now,
                order.most()));
      }
    }
    return entries.stream().sorted(Comparator.comparing(Entry::dueAt)).limit(order.most()).toList();
  }

  /** Claims the receipt of a key that is there. */
  public Claim claim(long app, AppKey key, boolean revoked, Duration lease, Instant now)
      throws SQLException {
    if (revoked) {
      return new Claim.RevokedKey();
    }
    Optional<State> found = state(app, key);
    if (found.isEmpty()) {
      return new Claim.NoReceipt();
    }
    return found.get().isHeld(now)
        ? new Claim.UnderWay()
        : new Claim.Taken(take(app, key, found.get(), now.plus(lease)));
  }

  private Claimed take(long app, AppKey key, State found, Instant until) throws SQLException {
    take.run(until, app, key.keyId());
    return found.ifTaken();
  }

  public Finish finish(
      long app, Lease lease, StoredReceipt receipt, Risk risk, Instant nextDue, String outcome)
      throws SQLException {
    if (state(app, lease.key()).filter(now -> holds(now, lease)).isEmpty()) {
      return Finish.LEASE_LOST;
    }
    int replaced =
        replaceReceipt.run(
            receipt.refusedAt(),
            receipt.createdAt(),
            receipt.notBefore(),
            receipt.expiresAt(),
            receipt.bytes(),
            app,
            lease.key().keyId());
    if (replaced == 0) {
      return Finish.NOT_NEWER;
    }
    replaceRisk.run(risk.metric(), risk.asOf(), app, lease.key().keyId());
    end(app, lease, nextDue, outcome, true);
    return Finish.REPLACED;
  }

  public boolean putOff(long app, Lease lease, Instant nextDue, String outcome)
      throws SQLException {
    return end(app, lease, nextDue, outcome, false);
  }

  private static boolean holds(State found, Lease lease) {
    return found.leased() && found.ifTaken().lease().number() == lease.number() + 1;
  }

  private boolean end(long app, Lease lease, Instant nextDue, String outcome, boolean brought)
      throws SQLException {
    return end.run(nextDue, outcome, brought ? 1 : 0, app, lease.key().keyId(), lease.number())
        == 1;
  }

  private Optional<State> state(long app, AppKey key) throws SQLException {
    return state.first(row -> state(row, key), app, key.keyId());
  }

  private static State state(Row row, AppKey key) throws SQLException {
    Claimed ifTaken =
        new Claimed(
            new Lease(key, row.number(5) + 1),
            row.bytes(6),
            row.text(7),
            new StoredReceipt(
                row.bytes(14),
                row.maybeText(10),
                row.maybeTime(11),
                row.maybeTime(12),
                row.maybeTime(13)),
            (int) row.number(8) + 1,
            row.maybeText(9));
    return new State(!row.isNull(1), row.time(2), row.number(3) == 1, row.maybeTime(4), ifTaken);
  }
}
