package assay.store.postgres;

import assay.store.AppKey;
import assay.store.DecisionLog;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Recorded;
import assay.store.DecisionLog.Refused;
import assay.store.postgres.connection.Link;
import assay.store.postgres.values.Columns;
import assay.store.postgres.values.Environments;
import assay.store.postgres.values.Fit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Records of decisions: written, listed and read where nothing that decides has to wait. */
final class DecisionRecords {
  private static final String COLUMNS =
      "id, at, app, environment, kind, key_id, step, code, detail, diagnosis";

  private final Link slow;

  DecisionRecords(Link slow) {
    this.slow = slow;
  }

  Future<Void> add(List<Recorded> records) {
    DecisionLog.requireBounded(records);
    records.forEach(DecisionRecords::fit);
    List<Entry> entries = records.stream().map(Recorded::entry).toList();
    Tuple arguments =
        Tuple.tuple()
            .addValue(Columns.texts(entries, Entry::id))
            .addValue(Columns.times(entries, Entry::at))
            .addValue(Columns.apps(entries, Entry::key))
            .addValue(Columns.environments(entries, Entry::key))
            .addValue(Columns.texts(entries, entry -> entry.kind().text()))
            .addValue(Columns.keyIds(entries, Entry::key))
            .addValue(Columns.optionalTexts(entries, of(Refused::step)))
            .addValue(Columns.optionalTexts(entries, of(Refused::code)))
            .addValue(Columns.optionalTexts(entries, of(Refused::detail)))
            .addValue(Columns.optionalTexts(entries, Entry::diagnosis))
            .addValue(Columns.bytes(records, Recorded::document));
    return slow.execute(
            "INSERT INTO assay_decision ("
                + COLUMNS
                + ", document) SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[],"
                + " $4::smallint[], $5::text[], $6::bytea[], $7::text[], $8::text[], $9::text[],"
                + " $10::text[], $11::bytea[]) ON CONFLICT DO NOTHING",
            arguments)
        .mapEmpty();
  }

  private static Function<Entry, Optional<String>> of(Function<Refused, String> part) {
    return entry -> entry.refusal().map(part);
  }

  private static void fit(Recorded record) {
    Entry entry = record.entry();
    Fit.text(entry.id());
    Fit.time(entry.at());
    Fit.text(entry.key().app());
    entry.refusal().ifPresent(refused -> Fit.text(refused.detail()));
  }

  Future<Optional<Recorded>> find(String id) {
    Fit.text(id);
    return slow.execute(
            "SELECT " + COLUMNS + ", document FROM assay_decision WHERE id = $1", Tuple.of(id))
        .map(rows ->
            rows.stream()
                .findFirst()
                .map(row -> new Recorded(entry(row), Columns.bytes(row.getBuffer(10)))));
  }

  Future<List<Entry>> list(Filter filter) {
    filter.apps().forEach(Fit::text);
    filter.code().ifPresent(Fit::text);
    Tuple arguments = Tuple.tuple();
    List<String> conditions = new ArrayList<>();
    arguments.addValue(filter.apps().toArray(String[]::new));
    conditions.add("app = ANY ($1)");
    filter.code().ifPresent(code -> add(conditions, arguments, "code = $", code));
    filter.kind().ifPresent(kind -> add(conditions, arguments, "kind = $", kind.text()));
    filter
        .keyId()
        .ifPresent(keyId -> add(conditions, arguments, "key_id = $", Columns.bytes(keyId)));
    filter.since().ifPresent(at -> add(conditions, arguments, "at >= $", Columns.time(at)));
    filter.until().ifPresent(at -> add(conditions, arguments, "at < $", Columns.time(at)));
    filter
        .after()
        .ifPresent(last -> {
          Fit.text(last.id());
          arguments.addValue(Columns.time(last.at())).addValue(last.id());
          conditions.add("(at, id) < ($" + (arguments.size() - 1) + ", $" + arguments.size() + ")");
        });
    arguments.addValue(filter.most());
    return slow.execute(
            "SELECT "
                + COLUMNS
                + " FROM assay_decision WHERE "
                + String.join(" AND ", conditions)
                + " ORDER BY at DESC, id DESC LIMIT $"
                + arguments.size(),
            arguments)
        .map(rows -> rows.stream().map(DecisionRecords::entry).toList());
  }

  private static void add(
      List<String> conditions, Tuple arguments, String condition, Object value) {
    arguments.addValue(value);
    conditions.add(condition + arguments.size());
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getString(0),
        row.getOffsetDateTime(1).toInstant(),
        new AppKey(
            row.getString(2), Environments.of(row.getShort(3)), Columns.bytes(row.getBuffer(5))),
        Kind.parse(row.getString(4)).orElseThrow(),
        Optional.ofNullable(row.getString(6))
            .map(step -> new Refused(step, row.getString(7), row.getString(8))),
        Optional.ofNullable(row.getString(9)));
  }
}
