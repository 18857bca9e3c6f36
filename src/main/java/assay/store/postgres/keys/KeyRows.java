package assay.store.postgres.keys;

import assay.core.Bytes;
import assay.store.AppKey;
import assay.store.NewKey;
import assay.store.Risk;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import assay.store.postgres.values.Columns;
import assay.store.postgres.values.Environments;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads rows of {@code assay_key}, whatever columns stand before them. */
final class KeyRows {
  private static final List<String> COLUMNS =
      List.of(
          "app",
          "environment",
          "key_id",
          "public_key",
          "app_id",
          "subject",
          "validation_category",
          "bundle_version",
          "os_version",
          "os_build",
          "has_receipt",
          "receipt_refused_at",
          "receipt_created_at",
          "receipt_not_before",
          "receipt_expires_at",
          "registered_at",
          "counter",
          "last_used_at",
          "revoked_at",
          "revoked_reason",
          "risk_metric",
          "risk_as_of");

  private final Row row;
  private int next;

  private KeyRows(Row row, int first) {
    this.row = row;
    this.next = first;
  }

  /** The columns to select, of a row with this name, in the order in which they are read. */
  static String columns(String of) {
    return COLUMNS.stream().map(column -> of + "." + column).collect(Collectors.joining(", "));
  }

  /** The key whose columns begin there. */
  static StoredKey key(Row row, int first) {
    return new KeyRows(row, first).key();
  }

  private StoredKey key() {
    NewKey facts =
        new NewKey(
            appKey(),
            Columns.bytes(row.getBuffer(next++)),
            row.getString(next++),
            text(),
            number(),
            text(),
            text(),
            text(),
            receipt());
    return new StoredKey(
        facts,
        row.getOffsetDateTime(next++).toInstant(),
        row.getLong(next++),
        time(),
        revoked(),
        risk());
  }

  private AppKey appKey() {
    return new AppKey(
        row.getString(next++),
        Environments.of(row.getShort(next++)),
        Columns.bytes(row.getBuffer(next++)));
  }

  private Optional<StoredReceipt> receipt() {
    boolean there = row.getBoolean(next++);
    var receipt = new StoredReceipt(Bytes.EMPTY, text(), time(), time(), time());
    return there ? Optional.of(receipt) : Optional.empty();
  }

  private Optional<StoredKey.Revoked> revoked() {
    Optional<Instant> at = time();
    Optional<String> reason = text();
    return at.map(when -> new StoredKey.Revoked(when, reason.orElse("")));
  }

  private Optional<Risk> risk() {
    Optional<Integer> metric = Optional.ofNullable(row.getInteger(next++));
    Optional<Instant> asOf = time();
    return metric.flatMap(number -> asOf.map(at -> new Risk(number, at)));
  }

  private Optional<String> text() {
    return Optional.ofNullable(row.getString(next++));
  }

  private Optional<Long> number() {
    return Optional.ofNullable(row.getLong(next++));
  }

  private Optional<Instant> time() {
    return Optional.ofNullable(row.getOffsetDateTime(next++)).map(OffsetDateTime::toInstant);
  }
}
