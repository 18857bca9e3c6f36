package assay.store.sqlite;

import static assay.store.sqlite.Samples.advance;
import static assay.store.sqlite.Samples.await;
import static assay.store.sqlite.Samples.challenge;
import static assay.store.sqlite.Samples.fresh;
import static assay.store.sqlite.Samples.key;
import static assay.store.sqlite.Samples.moved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.Advance;
import assay.store.OpenChallenge;
import assay.store.sqlite.file.UnusableDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A backup is a database as it was at one moment. */
final class BackupTest {
  @TempDir private Path folder;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong acknowledged = new AtomicLong();
  private final ConcurrentLinkedQueue<OpenChallenge> spent = new ConcurrentLinkedQueue<>();

  private Path file() {
    return folder.resolve("assay.db");
  }

  private Path copy() {
    return folder.resolve("backups/copy.db");
  }

  @Test
  void aBackupDuringWritesHoldsAllThatWasToldBeforeAndOpens() throws Exception {
    SqliteStore store = Samples.open(file());
    await(store.register(fresh(key(1)), challenge(), Samples.NOW));
    advanceUntilStopped(store, 1);
    while (acknowledged.get() < 300) {
      Thread.onSpinWait();
    }
    long before = acknowledged.get();
    List<OpenChallenge> spentBefore = spent.stream().limit(before).toList();
    SqliteStore.backup(file(), copy());
    long after = acknowledged.get();
    stop.set(true);
    await(store.close());

    assertEquals("ok", integrity());
    SqliteStore copy = Samples.open(copy());
    long kept = await(copy.find(key(1))).orElseThrow().counter();
    assertTrue(before <= kept && kept <= after + 1, before + " " + kept + " " + after);
    for (OpenChallenge challenge : spentBefore) {
      assertEquals(
          new Advance.ChallengeSpent(), await(advance(copy, key(1), 1_000_000, challenge)));
    }
    assertEquals(moved(), await(advance(copy, key(1), 1_000_000, challenge())));
    await(copy.close());
  }

  private void advanceUntilStopped(SqliteStore store, long counter) {
    OpenChallenge challenge = challenge();
    advance(store, key(1), counter, challenge)
        .onSuccess(_ -> {
          spent.add(challenge);
          acknowledged.set(counter);
          if (!stop.get()) {
            advanceUntilStopped(store, counter + 1);
          }
        });
  }

  private String integrity() throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy());
        var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA integrity_check")) {
      return row.getString(1);
    }
  }

  @Test
  void aBackupNeedsNoServer() throws Exception {
    SqliteStore store = Samples.open(file());
    await(store.register(fresh(key(1)), challenge(), Samples.NOW));
    await(store.close());
    SqliteStore.backup(file(), copy());
    SqliteStore copy = SqliteStore.beside(copy());
    assertTrue(await(copy.find(key(1))).isPresent());
    await(copy.close());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aBackupIsForItsOwnersEyesAndLeavesNothingElse() throws Exception {
    SqliteStore.migrate(file());
    SqliteStore.backup(file(), copy());
    try (var files = Files.list(copy().getParent())) {
      assertEquals(List.of(copy()), files.toList());
    }
    assertEquals(
        PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(copy()));
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws Exception {
    SqliteStore.migrate(file());
    Files.createDirectories(copy().getParent());
    Files.writeString(copy(), "precious");
    assertTrue(refusal(file(), copy()).contains("is there already"));
    assertTrue(refusal(file(), file()).contains("is there already"));
    assertEquals("precious", Files.readString(copy()));
  }

  @Test
  void whatIsNoDatabaseOfOursIsNotCopiedAndNoHalfFileIsLeft() throws Exception {
    Files.writeString(folder.resolve("text"), "x".repeat(5000));
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("songs.db"));
        var statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE songs (title TEXT)");
    }
    assertTrue(refusal(folder.resolve("none"), copy()).contains("there is no database"));
    assertTrue(refusal(folder.resolve("text"), copy()).contains("cannot back up"));
    assertTrue(refusal(folder.resolve("songs.db"), copy()).contains("not a database of assay"));
    try (var files = Files.list(copy().getParent())) {
      assertEquals(List.of(), files.toList());
    }
  }

  private static String refusal(Path source, Path target) {
    return String.valueOf(
        assertThrows(UnusableDatabase.class, () -> SqliteStore.backup(source, target))
            .getMessage());
  }
}
