package assay.store.sqlite;

import static assay.store.sqlite.Samples.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
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
    return assertThrows(UnusableDatabase.class, opening).getMessage();
  }

  @Test
  void aNewFileIsMadeByEveryVersionAndNoneTwice() throws Exception {
    assertEquals(List.of(FIRST), SqliteStore.migrate(file()));
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
    execute("INSERT INTO schema_versions VALUES (2, 'V002__later.sql', 'abc')");
    for (Executable opening : openings()) {
      String refusal = refusal(opening);
      assertTrue(refusal.contains("newer program (V002__later.sql)"), refusal);
    }
  }

  @Test
  void aDatabaseMadeByAChangedFileIsRefused() throws Exception {
    SqliteStore.migrate(file());
    execute("UPDATE schema_versions SET sha256 = 'abc'");
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
    execute("INSERT INTO schema_versions VALUES (2, 'V002__later.sql', 'abc')");
    assertTrue(Samples.failure(store.ready()).getMessage().contains("newer program"));
    execute("DELETE FROM schema_versions WHERE number = 2");
    await(store.ready());
    await(store.close());
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
    assertEquals(List.of(FIRST), SqliteStore.migrate(file()));
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
