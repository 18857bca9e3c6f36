package assay.store.sqlite;

import assay.core.Bytes;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.KeyCount;
import assay.store.StoredKey;
import assay.store.sqlite.file.Schema;
import assay.store.sqlite.keys.Apps;
import assay.store.sqlite.keys.Keys;
import assay.store.sqlite.sql.Query;
import assay.store.sqlite.worker.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Everything that only reads. */
final class Reads implements Session {
  private final Connection connection;
  private final Apps apps;
  private final Keys keys;
  private final Query counts;
  private final DecisionReads decisions;

  Reads(Connection connection) throws SQLException {
    this.connection = connection;
    apps = new Apps(connection);
    keys = new Keys(connection);
    decisions = new DecisionReads(connection);
    counts = new Query(connection, "SELECT name, environment, keys, revoked FROM apps");
  }

  @Override
  public Connection connection() {
    return connection;
  }

  Optional<StoredKey> find(AppKey key) throws SQLException {
    Optional<Long> app = apps.number(key.app(), key.environment());
    return app.isPresent() ? keys.find(app.get(), key) : Optional.empty();
  }

  List<StoredKey> list(
      String app,
      Environment environment,
      Optional<String> subject,
      Optional<Bytes> after,
      int most)
      throws SQLException {
    Optional<Long> number = apps.number(app, environment);
    return number.isPresent()
        ? keys.list(number.get(), app, environment, subject, after, most)
        : List.of();
  }

  DecisionReads decisions() {
    return decisions;
  }

  List<KeyCount> counts() throws SQLException {
    return counts.all(row ->
        new KeyCount(row.text(1), Environment.parse(row.text(2)), row.number(3), row.number(4)));
  }

  /** What is wrong with the schema, where something is. */
  Optional<String> schemaFault() throws SQLException {
    return Schema.fault(connection);
  }
}
