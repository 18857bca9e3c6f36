package assay.store.sqlite;

import assay.core.Bytes;
import assay.store.AppKey;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Position;
import assay.store.DecisionLog.Recorded;
import assay.store.DecisionLog.Refused;
import assay.store.Environment;
import assay.store.sqlite.sql.Query;
import assay.store.sqlite.sql.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link DecisionRows} wrote. */
final class DecisionReads {
  private static final String COLUMNS =
      "d.id, d.at, d.app, d.environment, d.kind, d.key_id, d.step, d.code, d.detail, d.diagnosis";

  private final Connection connection;
  private final Query one;
  private final Query newest;

  DecisionReads(Connection connection) throws SQLException {
    this.connection = connection;
    one =
        new Query(
            connection,
            "SELECT "
                + COLUMNS
                + ", w.document FROM decisions d JOIN decision_documents w USING (number)"
                + " WHERE d.id = ?");
    newest =
        new Query(
            connection, "SELECT at FROM decisions ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?");
  }

  Optional<Recorded> find(String id) throws SQLException {
    return one.first(row -> new Recorded(entry(row), row.bytes(11)), id);
  }

  /** Prepared for each call: operators ask seldom, and for many things. */
  List<Entry> list(Filter filter) throws SQLException {
    if (filter.apps().isEmpty()) {
      return List.of();
    }
    Where where = new Where(filter);
    try (Query page =
        new Query(
            connection,
            "SELECT "
                + COLUMNS
                + " FROM decisions d WHERE "
                + String.join(" AND ", where.conditions)
                + " ORDER BY d.at DESC, d.id DESC LIMIT ?")) {
      return page.all(DecisionReads::entry, where.parameters.toArray());
    }
  }

  /** When the newest of those was made that so many newer ones leave no room for. */
  Optional<Instant> beyond(long mostKept) throws SQLException {
    return newest.first(row -> row.time(1), mostKept);
  }

  /** The conditions of a filter, and what they are about, in the same order. */
  private static final class Where {
    final List<String> conditions = new ArrayList<>();
    final List<Object> parameters = new ArrayList<>();

    Where(Filter filter) {
      String apps = ", ?".repeat(filter.apps().size()).substring(2);
      add("d.app IN (" + apps + ")", filter.apps().toArray());
      filter.code().ifPresent(code -> add("d.code = ?", code));
      filter.kind().ifPresent(kind -> add("d.kind = ?", kind.text()));
      filter.keyId().ifPresent(keyId -> add("d.key_id = ?", keyId));
      filter.since().ifPresent(since -> add("d.at >= ?", since));
      filter.until().ifPresent(until -> add("d.at < ?", until));
      filter.after().ifPresent(this::below);
      parameters.add(filter.most());
    }

    private void below(Position last) {
      add("(d.at, d.id) < (?, ?)", last.at(), last.id());
    }

    private void add(String condition, Object... about) {
      conditions.add(condition);
      parameters.addAll(List.of(about));
    }
  }

  private static Entry entry(Row row) throws SQLException {
    Bytes keyId = row.bytes(6);
    return new Entry(
        row.text(1),
        row.time(2),
        new AppKey(row.text(3), Environment.parse(row.text(4)), keyId),
        Kind.parse(row.text(5)).orElseThrow(),
        refusal(row),
        row.maybeText(10));
  }

  private static Optional<Refused> refusal(Row row) throws SQLException {
    Optional<String> step = row.maybeText(7);
    return step.isPresent()
        ? Optional.of(new Refused(step.get(), row.text(8), row.text(9)))
        : Optional.empty();
  }
}
