package assay.store.sqlite.file;

import assay.core.Bytes;
import assay.store.sqlite.sql.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbered files that make the schema. Each is applied once, in one transaction with the row
 * that says so; a file that was applied never changes.
 */
public final class Schema {
  /** The mark of Assay's files: "ASSY". */
  private static final int APPLICATION_ID = 0x41535359;

  private static final List<String> FILES =
      List.of(
          "V001__keys_and_challenges.sql",
          "V002__receipt_refreshes.sql",
          "V003__used_device_tokens.sql",
          "V004__decisions.sql");

  private record Version(long number, String name, String sha256) {}

  private Schema() {}

  /**
   * Applies what is missing; the caller keeps other programs away meanwhile.
   *
   * @return the names of the files that were applied
   */
  static List<String> migrate(Connection connection) throws SQLException, UnusableDatabase {
    refuseStrangers(connection);
    new Query(connection, "PRAGMA journal_mode = WAL").first(row -> row.text(1));
    List<Version> wanted = wanted();
    List<Version> applied = applied(connection);
    Optional<String> fault = fault(applied, wanted);
    if (fault.isPresent()) {
      throw new UnusableDatabase(fault.get());
    }
    List<Version> missing = wanted.subList(applied.size(), wanted.size());
    for (Version version : missing) {
      apply(connection, version);
    }
    return missing.stream().map(Version::name).toList();
  }

  /** Why this program cannot work with the file as it is, where it cannot. */
  public static Optional<String> fault(Connection connection) throws SQLException {
    List<Version> wanted = wanted();
    List<Version> applied = applied(connection);
    if (applied.size() < wanted.size()) {
      return Optional.of(
          "the database is older than this program and has to be migrated: run assay migrate");
    }
    return fault(applied, wanted);
  }

  /** Whether the file is one of Assay's. */
  static boolean isOurs(Connection connection) throws SQLException {
    return number(connection, "PRAGMA application_id") == APPLICATION_ID;
  }

  private static void refuseStrangers(Connection connection) throws SQLException, UnusableDatabase {
    if (!isOurs(connection) && number(connection, "SELECT count(*) FROM sqlite_schema") > 0) {
      throw new UnusableDatabase(
          "the file is an SQLite database of another program; name another file for the store");
    }
  }

  private static Optional<String> fault(List<Version> applied, List<Version> wanted) {
    for (int i = 0; i < applied.size(); i++) {
      if (i >= wanted.size()) {
        return Optional.of(
            "the database was migrated by a newer program ("
                + applied.get(i).name()
                + "), which this one does not know; run that or a later version");
      }
      if (!applied.get(i).equals(wanted.get(i))) {
        return Optional.of(
            "the database was made by "
                + applied.get(i).name()
                + " as it is not in this program ("
                + wanted.get(i).name()
                + " here): run a released version, or restore a backup");
      }
    }
    return Optional.empty();
  }

  private static List<Version> applied(Connection connection) throws SQLException {
    if (number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_versions'")
        == 0) {
      return List.of();
    }
    return new Query(connection, "SELECT number, name, sha256 FROM schema_versions ORDER BY number")
        .all(row -> new Version(row.number(1), row.text(2), row.text(3)));
  }

  private static List<Version> wanted() {
    List<Version> versions = new ArrayList<>();
    for (String name : FILES) {
      String hash = Bytes.sha256(Bytes.utf8(sql(name))).hex();
      versions.add(new Version(versions.size() + 1L, name, hash));
    }
    return versions;
  }

  private static void apply(Connection connection, Version version) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          CREATE TABLE IF NOT EXISTS schema_versions (
            number INTEGER PRIMARY KEY,
            name   TEXT NOT NULL,
            sha256 TEXT NOT NULL
          ) STRICT
          """);
      statement.executeUpdate(sql(version.name()));
      new Query(connection, "INSERT INTO schema_versions VALUES (?, ?, ?)")
          .run(version.number(), version.name(), version.sha256());
    }
    connection.setAutoCommit(true);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    return new Query(connection, sql).first(row -> row.number(1)).orElseThrow();
  }

  private static String sql(String name) {
    try (InputStream in = Schema.class.getResourceAsStream("/schema/sqlite/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file schema/sqlite/" + name);
      }
      return Bytes.of(in.readAllBytes()).text();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
