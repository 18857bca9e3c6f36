package assay.store.sqlite;

import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Recorded;
import assay.store.DecisionLog.Refused;
import assay.store.sqlite.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Writes records of decisions that were answered before. They share the one writing thread with the
 * decisions: SQLite has one writer at a time in any case, so another connection would make
 * decisions wait for its commits, where here a batch rides along with what commits next.
 */
final class DecisionRows {
  private final Query add;
  private final Query document;
  private final Query forget;

  DecisionRows(Connection connection) throws SQLException {
    add =
        new Query(
            connection,
            """
            INSERT INTO decisions
              (id, at, app, environment, kind, key_id, step, code, detail, diagnosis)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """);
    document =
        new Query(
            connection,
            """
            INSERT INTO decision_documents (number, document)
            SELECT number, ?2 FROM decisions WHERE id = ?1
            """);
    forget =
        new Query(
            connection,
            """
            DELETE FROM decisions WHERE number IN (
              SELECT number FROM decisions WHERE at < ? ORDER BY at LIMIT ?)
            """);
  }

  int add(List<Recorded> records) throws SQLException {
    int added = 0;
    for (Recorded record : records) {
      if (add(record.entry())) {
        document.run(record.entry().id(), record.document());
        added++;
      }
    }
    return added;
  }

  private boolean add(Entry entry) throws SQLException {
    return add.run(
            entry.id(),
            entry.at(),
            entry.key().app(),
            entry.key().environment().text(),
            entry.kind().text(),
            entry.key().keyId(),
            entry.refusal().map(Refused::step),
            entry.refusal().map(Refused::code),
            entry.refusal().map(Refused::detail),
            entry.diagnosis())
        == 1;
  }

  /** Forgets up to so many of before a time, and tells how many. */
  int forget(Instant before, int most) throws SQLException {
    return forget.run(before, most);
  }
}
