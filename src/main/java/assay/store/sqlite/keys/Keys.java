package assay.store.sqlite.keys;

import assay.core.Bytes;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.NewKey;
import assay.store.Risk;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import assay.store.sqlite.sql.Query;
import assay.store.sqlite.sql.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads keys whole, but for the bytes of their receipts. */
public final class Keys {
  private static final String SELECT =
      """
      SELECT k.id, f.public_key, f.app_id, f.subject, f.validation_category, f.bundle_version,
             f.os_version, f.os_build, f.registered_at, k.counter, k.used_at,
             k.revoked_at, k.revoked_for, k.risk, k.risk_as_of,
             r.id IS NOT NULL, r.refused_at, r.created_at, r.not_before, r.expires_at
      FROM facts f
      JOIN keys k ON k.app = f.app AND k.id = f.id
      LEFT JOIN receipts r ON r.app = f.app AND r.id = f.id
      """;

  private final Query one;
  private final Query page;
  private final Query subjectsPage;

  public Keys(Connection connection) throws SQLException {
    one = new Query(connection, SELECT + "WHERE f.app = ? AND f.id = ?");
    page = new Query(connection, SELECT + "WHERE f.app = ? AND f.id > ? ORDER BY f.id LIMIT ?");
    subjectsPage =
        new Query(
            connection,
            SELECT + "WHERE f.app = ? AND f.subject = ? AND f.id > ? ORDER BY f.id LIMIT ?");
  }

  public Optional<StoredKey> find(long app, AppKey key) throws SQLException {
    return one.first(row -> key(row, key.app(), key.environment()), app, key.keyId());
  }

  public List<StoredKey> list(
      long app,
      String name,
      Environment environment,
      Optional<String> subject,
      Optional<Bytes> after,
      int most)
      throws SQLException {
    Bytes above = after.orElse(Bytes.EMPTY);
    Query.Reading<StoredKey> reading = row -> key(row, name, environment);
    return subject.isPresent()
        ? subjectsPage.all(reading, app, subject, above, most)
        : page.all(reading, app, above, most);
  }

  private static StoredKey key(Row row, String app, Environment environment) throws SQLException {
    return new StoredKey(
        facts(row, app, environment),
        row.time(9),
        row.number(10),
        row.maybeTime(11),
        row.isNull(12)
            ? Optional.empty()
            : Optional.of(new StoredKey.Revoked(row.time(12), row.text(13))),
        risk(row, 14, 15));
  }

  private static NewKey facts(Row row, String app, Environment environment) throws SQLException {
    return new NewKey(
        new AppKey(app, environment, row.bytes(1)),
        row.bytes(2),
        row.text(3),
        row.maybeText(4),
        row.maybeNumber(5),
        row.maybeText(6),
        row.maybeText(7),
        row.maybeText(8),
        row.number(16) == 0 ? Optional.empty() : Optional.of(receipt(row)));
  }

  private static StoredReceipt receipt(Row row) throws SQLException {
    return new StoredReceipt(
        Bytes.EMPTY, row.maybeText(17), row.maybeTime(18), row.maybeTime(19), row.maybeTime(20));
  }

  static Optional<Risk> risk(Row row, int metric, int asOf) throws SQLException {
    return row.isNull(metric)
        ? Optional.empty()
        : Optional.of(new Risk((int) row.number(metric), row.time(asOf)));
  }
}
