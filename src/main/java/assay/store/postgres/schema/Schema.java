package assay.store.postgres.schema;

import assay.store.postgres.connection.Connector;
import assay.store.postgres.connection.Link;
import assay.store.postgres.connection.Session;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The numbered files that make the schema. Each is applied in one transaction, under a lock that
 * lets one instance at a time do so, and recorded with its digest: a database never has half of
 * one, and a file that changed after it was applied is noticed.
 */
public final class Schema {
  /** The schema that this program needs. */
  public static final Schema NEEDED =
      new Schema(
          List.of(
              Migration.resource("V001__keys_and_challenges.sql"),
              Migration.resource("V002__receipt_refreshes.sql"),
              Migration.resource("V003__used_device_tokens.sql"),
              Migration.resource("V004__decisions.sql")));

  /** Any number that nobody else locks by. */
  private static final long LOCK = 0x41_73_73_61_79L;

  private static final String BEGIN =
      """
      BEGIN;
      SET LOCAL statement_timeout = 0;
      SELECT pg_advisory_xact_lock(%d);
      DO $$ BEGIN
        IF to_regclass('assay_schema') IS NULL THEN -- a user who may only use it may pass here
          CREATE TABLE assay_schema (
            number integer PRIMARY KEY,
            name text NOT NULL,
            sha256 text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now());
        END IF;
      END $$;
      """
          .formatted(LOCK);

  private final List<Migration> migrations;

  Schema(List<Migration> migrations) {
    this.migrations = List.copyOf(migrations);
  }

  /** Applies what is missing, and answers the names of what it applied. */
  public Future<List<String>> apply(Connector connector) {
    return connector.open().compose(session -> ending(session, applyNext(session, List.of())));
  }

  /**
   * Fails with {@link UnusableSchema} where something is missing or is not as this program knows
   * it.
   */
  public Future<Void> check(Connector connector) {
    return connector
        .open()
        .compose(session -> ending(session, applied(session).compose(this::checkAll)));
  }

  private static <T> Future<T> ending(Session session, Future<T> work) {
    // Closing rolls back what was not committed.
    return work.eventually(() -> session.end().otherwiseEmpty());
  }

  /** Fails where the schema is another one by now, or where the database takes no writes. */
  public Future<Void> confirm(Link link) {
    // Locks a row that nobody waits for: a server that takes no writes refuses it.
    return link.execute(
            "SELECT (SELECT max(number) FROM assay_schema) FROM assay_sweep_line FOR KEY SHARE",
            Tuple.tuple())
        .map(rows -> Optional.ofNullable(rows.iterator().next().getInteger(0)).orElse(0))
        .compose(last ->
            last == migrations.size()
                ? Future.succeededFuture()
                : Future.failedFuture(
                    new UnusableSchema(
                        "the database's schema is no longer the one this program needs")));
  }

  private Future<List<String>> applyNext(Session session, List<String> names) {
    return session
        .script(BEGIN)
        .compose(begun -> applied(session))
        .compose(applied -> {
          checkKnown(applied);
          return applied.size() == migrations.size()
              ? session.script("COMMIT").map(names)
              : applyOne(session, migrations.get(applied.size()), names);
        });
  }

  private Future<List<String>> applyOne(Session session, Migration migration, List<String> names) {
    return session
        .script(migration.sql())
        .compose(done ->
            session.execute(
                "INSERT INTO assay_schema (number, name, sha256) VALUES ($1, $2, $3)",
                Tuple.of(migration.number(), migration.name(), migration.sha256())))
        .compose(recorded -> session.script("COMMIT"))
        .recover(failure -> Future.failedFuture(failed(migration, failure)))
        .compose(committed ->
            applyNext(
                session, Stream.concat(names.stream(), Stream.of(migration.name())).toList()));
  }

  private static Throwable failed(Migration migration, Throwable failure) {
    return failure instanceof PgException e
        ? new UnusableSchema(
            "schema file "
                + migration.name()
                + " could not be applied, and nothing of it was: "
                + e.getErrorMessage()
                + " (SQLSTATE "
                + e.getSqlState()
                + "); the user must be allowed to create tables and functions in a database that"
                + " has no others of these names")
        : failure;
  }

  private static Future<List<Applied>> applied(Session session) {
    return session
        .script("SELECT number, name, sha256 FROM assay_schema ORDER BY number")
        .recover(failure ->
            failure instanceof PgException e && "42P01".equals(e.getSqlState())
                ? Future.failedFuture(
                    new UnusableSchema("the database has no schema yet; run assay migrate"))
                : Future.failedFuture(failure))
        .map(Schema::recorded);
  }

  private static List<Applied> recorded(RowSet<Row> rows) {
    return rows.stream()
        .map(row -> new Applied(row.getInteger(0), row.getString(1), row.getString(2)))
        .toList();
  }

  private Future<Void> checkAll(List<Applied> applied) {
    checkKnown(applied);
    if (applied.size() < migrations.size()) {
      throw new UnusableSchema(
          "the database's schema is older than this program: "
              + migrations.get(applied.size()).name()
              + " is missing; run assay migrate");
    }
    return Future.succeededFuture();
  }

  /** What was applied must be the first of what is known, in the same words. */
  private void checkKnown(List<Applied> applied) {
    if (applied.size() > migrations.size()) {
      throw new UnusableSchema(
          "the database's schema is newer than this program: it has "
              + applied.getLast().name()
              + "; use the version of assay that made it, or a later one");
    }
    for (int i = 0; i < applied.size(); i++) {
      Migration known = migrations.get(i);
      if (!applied.get(i).equals(new Applied(known.number(), known.name(), known.sha256()))) {
        throw new UnusableSchema(
            "schema file "
                + known.name()
                + " is not the one that the database was made with ("
                + applied.get(i).name()
                + ", SHA-256 "
                + applied.get(i).sha256()
                + "); it belongs to another build of assay");
      }
    }
  }

  /** A file as it was recorded when it was applied. */
  private record Applied(int number, String name, String sha256) {}
}
