package assay.store.sqlite;

import static assay.store.sqlite.Samples.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.store.sqlite.file.UnusableDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Which files this program takes, makes and refuses. */
final class SchemaTest {
  private static final String FIRST = "V001__keys_and_challenges.sql";
  private static final List<String> ALL =
      List.of(
          FIRST,
          "V002__receipt_refreshes.sql",
          "V003__used_device_tokens.sql",
          "V004__decisions.sql");

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("assay.db");
  }

  private void execute(String sql) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static String refusal(Executable opening) {
    return String.valueOf(assertThrows(UnusableDatabase.class, opening).getMessage());
  }

  @Test
  void aNewFileIsMadeByEveryVersionAndNoneTwice() throws Exception {
    assertEquals(ALL, SqliteStore.migrate(file()));
    assertEquals(List.of(), SqliteStore.migrate(file()));
    await(Samples.open(file()).close());
    assertEquals(List.of(), SqliteStore.migrate(file()));
  }

  @Test
  void theFilesHashIsKept() throws Exception {
    SqliteStore.migrate(file());
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT number, name, sha256 FROM schema_versions");
        var sql = getClass().getResourceAsStream("/schema/sqlite/" + FIRST)) {
      assertEquals(1, row.getInt(1));
      assertEquals(FIRST, row.getString(2));
      assertEquals(Bytes.sha256(Bytes.of(sql.readAllBytes())).hex(), row.getString(3));
    }
  }

  @Test
  void aDatabaseOfANewerProgramIsRefused() throws Exception {
    SqliteStore.migrate(file());
    execute("INSERT INTO schema_versions VALUES (5, 'V005__later.sql', 'abc')");
    for (Executable opening : openings()) {
      String refusal = refusal(opening);
      assertTrue(refusal.contains("newer program (V005__later.sql)"), refusal);
    }
  }

  @Test
  void aDatabaseMadeByAChangedFileIsRefused() throws Exception {
    SqliteStore.migrate(file());
    execute("UPDATE schema_versions SET sha256 = 'abc' WHERE number = 1");
    for (Executable opening : openings()) {
      String refusal = refusal(opening);
      assertTrue(refusal.contains(FIRST + " as it is not in this program"), refusal);
    }
  }

  private List<Executable> openings() {
    return List.of(
        () -> Samples.open(file()),
        () -> SqliteStore.beside(file()),
        () -> SqliteStore.migrate(file()));
  }

  @Test
  void aRunningStoreIsNotReadyOnceTheSchemaIsAnother() throws Exception {
    SqliteStore store = Samples.open(file());
    await(store.ready());
    execute("INSERT INTO schema_versions VALUES (5, 'V005__later.sql', 'abc')");
    assertTrue(Samples.failure(store.ready()).toString().contains("newer program"));
    execute("DELETE FROM schema_versions WHERE number = 5");
    await(store.ready());
    await(store.close());
  }

  @Test
  void receiptsOfAnOlderDatabaseBecomeDueWithinADay() throws Exception {
    try (var first = getClass().getResourceAsStream("/schema/sqlite/" + FIRST)) {
      String sql = Bytes.of(first.readAllBytes()).text();
      execute(sql);
      execute(
          "CREATE TABLE schema_versions (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
              + " sha256 TEXT NOT NULL) STRICT");
      execute(
          "INSERT INTO schema_versions VALUES (1, '%s', '%s')"
              .formatted(FIRST, Bytes.sha256(Bytes.utf8(sql)).hex()));
    }
    execute("INSERT INTO apps (number, name, environment) VALUES (1, 'shop', 'production')");
    execute(
        """
        WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < 399)
        INSERT INTO keys (app, id, revoked_at)
        SELECT 1, CAST(printf('%032d', i) AS BLOB), CASE i % 4 WHEN 3 THEN 1 END FROM numbers
        """);
    execute(
        """
        INSERT INTO receipts (app, id, refused_at, bytes)
        SELECT app, id, CASE CAST(CAST(id AS TEXT) AS INTEGER) % 4
          WHEN 1 THEN 'receipt-age' WHEN 2 THEN 'receipt-chain' END, x'00' FROM keys
        """);
    assertEquals(ALL.subList(1, ALL.size()), SqliteStore.migrate(file()));
    assertEquals(200, number("SELECT count(*) FROM refreshes"));
    assertEquals(
        200,
        number(
            "SELECT count(*) FROM refreshes WHERE due_at BETWEEN (unixepoch() - 60) * 1000"
                + " AND (unixepoch() + 86400) * 1000"));
    assertTrue(
        number("SELECT count(*) FROM refreshes WHERE due_at > (unixepoch() + 43200) * 1000") > 50);
  }

  private long number(String sql) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  @Test
  void anotherProgramsDatabaseIsRefusedAndLeftAsItIs() throws Exception {
    execute("CREATE TABLE songs (title TEXT)");
    byte[] before = Files.readAllBytes(file());
    assertTrue(refusal(() -> Samples.open(file())).contains("of another program"));
    assertTrue(refusal(() -> SqliteStore.beside(file())).contains("not a database of assay"));
    assertArrayEquals(before, Files.readAllBytes(file()));
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAsItIs() throws Exception {
    String text = "x".repeat(5000);
    Files.writeString(file(), text);
    String refusal = refusal(() -> Samples.open(file()));
    assertTrue(refusal.contains("is not a database of assay"), refusal);
    assertTrue(refusal(() -> SqliteStore.beside(file())).contains("not a database"));
    assertEquals(text, Files.readString(file()));
  }

  @Test
  void aDatabaseWithoutItsSchemaIsNotForCommands() throws Exception {
    execute("PRAGMA application_id = 0x41535359");
    assertTrue(refusal(() -> SqliteStore.beside(file())).contains("run assay migrate"));
    assertEquals(ALL, SqliteStore.migrate(file()));
    await(SqliteStore.beside(file()).close());
  }

  @Test
  void aRefusedOpenLetsGoOfTheLock() throws Exception {
    Files.writeString(file(), "x".repeat(5000));
    refusal(() -> Samples.open(file()));
    Files.delete(file());
    await(Samples.open(file()).close());
    assertFalse(Files.exists(folder.resolve("assay.db-wal")));
  }
}
