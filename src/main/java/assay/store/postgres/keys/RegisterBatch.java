package assay.store.postgres.keys;

import assay.store.AppKey;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Registration;
import assay.store.StoredReceipt;
import assay.store.postgres.lanes.Batch;
import assay.store.postgres.values.Columns;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keys that are to be added: {@code assay_register}. */
final class RegisterBatch implements Batch<RegisterBatch.Addition, Registration> {

  record Addition(
      NewKey facts, OpenChallenge challenge, Optional<Instant> firstRefresh, Instant now) {
    AppKey key() {
      return facts.key();
    }
  }

  @Override
  public String sql() {
    return "SELECT r.n, r.outcome, "
        + KeyRows.columns("(r.key)")
        + " FROM assay_register($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
        + " $16, $17, $18, $19) AS r";
  }

  /** Receipts go along, of up to 16 KiB each. */
  @Override
  public int most() {
    return 64;
  }

  @Override
  public List<Object> claims(Addition addition) {
    return List.of(addition.key(), addition.challenge().id());
  }

  @Override
  public int compare(Addition left, Addition right) {
    return KeyOrder.SAME_EVERYWHERE.compare(left.key(), right.key());
  }

  @Override
  public Tuple arguments(List<Addition> rows) {
    return Tuple.tuple()
        .addValue(Columns.apps(rows, Addition::key))
        .addValue(Columns.environments(rows, Addition::key))
        .addValue(Columns.keyIds(rows, Addition::key))
        .addValue(Columns.bytes(rows, row -> row.facts().publicKey()))
        .addValue(Columns.texts(rows, row -> row.facts().appId()))
        .addValue(Columns.optionalTexts(rows, row -> row.facts().subject()))
        .addValue(
            rows.stream()
                .map(row -> row.facts().validationCategory().orElse(null))
                .toArray(Long[]::new))
        .addValue(Columns.optionalTexts(rows, row -> row.facts().bundleVersion()))
        .addValue(Columns.optionalTexts(rows, row -> row.facts().osVersion()))
        .addValue(Columns.optionalTexts(rows, row -> row.facts().osBuild()))
        .addValue(
            Columns.optionalBytes(rows, row -> row.facts().receipt().map(StoredReceipt::bytes)))
        .addValue(
            Columns.optionalTexts(
                rows, row -> row.facts().receipt().flatMap(StoredReceipt::refusedAt)))
        .addValue(
            Columns.optionalTimes(
                rows, row -> row.facts().receipt().flatMap(StoredReceipt::createdAt)))
        .addValue(
            Columns.optionalTimes(
                rows, row -> row.facts().receipt().flatMap(StoredReceipt::notBefore)))
        .addValue(
            Columns.optionalTimes(
                rows, row -> row.facts().receipt().flatMap(StoredReceipt::expiresAt)))
        .addValue(Columns.bytes(rows, row -> row.challenge().id()))
        .addValue(Columns.times(rows, row -> row.challenge().expiresAt()))
        .addValue(Columns.optionalTimes(rows, Addition::firstRefresh))
        .addValue(Columns.times(rows, Addition::now));
  }

  @Override
  public Registration outcome(Addition addition, Row row) {
    return switch (row.getInteger(1)) {
      case 0 -> new Registration.Added(KeyRows.key(row, 2));
      case 1 -> new Registration.Known(KeyRows.key(row, 2));
      case 2 -> new Registration.Revoked();
      case 3 -> new Registration.ChallengeSpent();
      default ->
          throw new IllegalStateException("assay_register has no outcome " + row.getInteger(1));
    };
  }

  @Override
  public Registration absent(Addition addition) {
    return new Registration.ChallengeSpent();
  }
}
