package assay.store.postgres;

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
import assay.store.postgres.connection.Link;
import assay.store.postgres.values.Columns;
import assay.store.postgres.values.Environments;
import assay.store.postgres.values.Fit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The queue of receipts. What looks through the queue goes where it holds nobody up; what is about
 * one key goes with the other single changes.
 */
final class Refreshes {
  private static final String CLAIMED =
      "environment, app, key_id, claim, public_key, app_id, receipt, refused_at, created_at,"
          + " not_before, expires_at, attempts, last_outcome";

  private final Link direct;
  private final Link slow;

  Refreshes(Link direct, Link slow) {
    this.direct = direct;
    this.slow = slow;
  }

  Future<Due> claimDue(Order order, Instant now) {
    order.spaces().forEach(space -> Fit.text(space.app()));
    Fit.time(now);
    Tuple arguments =
        Tuple.tuple()
            .addValue(Columns.texts(order.spaces(), Space::app))
            .addValue(
                order.spaces().stream()
                    .map(space -> Environments.number(space.environment()))
                    .toArray(Short[]::new))
            .addValue(order.most())
            .addValue(Columns.time(now))
            .addValue(Columns.time(now.plus(order.lease())))
            .addValue(Columns.time(now.minus(order.unusedAfter())))
            .addValue(Columns.time(now.plus(order.nextLook())));
    return slow.execute(
            "SELECT " + CLAIMED + " FROM assay_claim_due($1, $2, $3, $4, $5, $6, $7)", arguments)
        .map(Refreshes::due);
  }

  private static Due due(RowSet<Row> rows) {
    List<Claimed> claimed = new ArrayList<>();
    for (Row row : rows) {
      if (row.getBuffer(4) != null) {
        claimed.add(claimed(row, 0));
      }
    }
    return new Due(claimed, rows.size() - claimed.size());
  }

  Future<Claim> claim(AppKey key, Duration lease, Instant now) {
    Fit.time(now);
    Tuple arguments =
        place(key).addValue(Columns.time(now)).addValue(Columns.time(now.plus(lease)));
    return direct
        .execute("SELECT state, " + CLAIMED + " FROM assay_claim($1, $2, $3, $4, $5)", arguments)
        .map(rows -> claim(rows.iterator().next()));
  }

  private static Claim claim(Row row) {
    return switch (row.getInteger(0)) {
      case 0 -> new Claim.Taken(claimed(row, 1));
      case 1 -> new Claim.UnderWay();
      case 2 -> new Claim.UnknownKey();
      case 3 -> new Claim.RevokedKey();
      case 4 -> new Claim.NoReceipt();
      default -> throw new IllegalStateException("assay_claim has no state " + row.getInteger(0));
    };
  }

  private static Claimed claimed(Row row, int first) {
    AppKey key =
        new AppKey(
            row.getString(first + 1),
            Environments.of(row.getShort(first)),
            Columns.bytes(row.getBuffer(first + 2)));
    return new Claimed(
        new Lease(key, row.getLong(first + 3)),
        Columns.bytes(row.getBuffer(first + 4)),
        row.getString(first + 5),
        new StoredReceipt(
            Columns.bytes(row.getBuffer(first + 6)),
            Optional.ofNullable(row.getString(first + 7)),
            time(row, first + 8),
            time(row, first + 9),
            time(row, first + 10)),
        row.getInteger(first + 11),
        Optional.ofNullable(row.getString(first + 12)));
  }

  private static Optional<Instant> time(Row row, int column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }

  Future<Finish> finish(
      Lease lease, StoredReceipt receipt, Risk risk, Instant nextDue, String outcome) {
    Fit.receipt(receipt);
    Fit.time(risk.asOf());
    Fit.time(nextDue);
    Tuple arguments =
        place(lease.key())
            .addValue(lease.number())
            .addValue(Columns.bytes(receipt.bytes()))
            .addValue(receipt.createdAt().map(Columns::time).orElseThrow())
            .addValue(receipt.notBefore().map(Columns::time).orElse(null))
            .addValue(receipt.expiresAt().map(Columns::time).orElse(null))
            .addValue(risk.metric())
            .addValue(Columns.time(risk.asOf()))
            .addValue(Columns.time(nextDue))
            .addValue(outcome);
    return direct
        .execute(
            "SELECT assay_finish_refresh($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            arguments)
        .map(rows ->
            switch (rows.iterator().next().getInteger(0)) {
              case 0 -> Finish.REPLACED;
              case 1 -> Finish.NOT_NEWER;
              default -> Finish.LEASE_LOST;
            });
  }

  Future<Boolean> putOff(Lease lease, Instant nextDue, String outcome) {
    Fit.time(nextDue);
    Tuple arguments =
        place(lease.key())
            .addValue(lease.number())
            .addValue(Columns.time(nextDue))
            .addValue(outcome);
    return direct
        .execute("SELECT assay_put_off_refresh($1, $2, $3, $4, $5, $6)", arguments)
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static Tuple place(AppKey key) {
    Fit.key(key);
    return Tuple.of(key.app(), Environments.number(key.environment()), Columns.bytes(key.keyId()));
  }
}
