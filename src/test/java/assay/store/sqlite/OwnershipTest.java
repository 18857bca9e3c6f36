package assay.store.sqlite;

import static assay.store.sqlite.Samples.advance;
import static assay.store.sqlite.Samples.await;
import static assay.store.sqlite.Samples.challenge;
import static assay.store.sqlite.Samples.fresh;
import static assay.store.sqlite.Samples.key;
import static assay.store.sqlite.Samples.moved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.sqlite.file.UnusableDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** One server a file; commands beside it. */
final class OwnershipTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("data/assay.db");
  }

  private static String refusal(Executable opening) {
    return String.valueOf(assertThrows(UnusableDatabase.class, opening).getMessage());
  }

  @Test
  void aSecondServerInTheSameProcessIsRefusedUntilTheFirstHasClosed() throws Exception {
    SqliteStore first = Samples.open(file());
    assertTrue(refusal(() -> Samples.open(file())).contains("open in this process already"));
    assertTrue(refusal(() -> SqliteStore.migrate(file())).contains("in this process already"));
    await(first.register(fresh(key(1)), challenge(), Samples.NOW));
    await(first.close());
    SqliteStore second = Samples.open(file());
    assertEquals(moved(), await(advance(second, key(1), 1, challenge())));
    await(second.close());
  }

  @Test
  void aSecondProcessIsRefusedWhileTheFirstLives() throws Exception {
    try (Child child = Child.start(Acknowledging.class, file().toString())) {
      assertTrue(child.output().readLine().startsWith("R "));
      String refusal = refusal(() -> Samples.open(file()));
      assertTrue(refusal.contains("in use by another assay process"), refusal);
      assertTrue(refusal(() -> Samples.open(file())).contains("another assay process"), "again");
    }
    await(Samples.open(file()).close());
  }

  @Test
  void aFailedAttemptInThisProcessDoesNotLoosenTheLock() throws Exception {
    SqliteStore first = Samples.open(file());
    refusal(() -> Samples.open(file()));
    try (Child child = Child.start(Acknowledging.class, file().toString())) {
      assertEquals(null, child.output().readLine(), "the child wrote nothing and ended");
      assertEquals(1, child.process().waitFor());
    }
    await(first.close());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anotherNameOfTheSameFileIsTheSameFile() throws Exception {
    SqliteStore first = Samples.open(file());
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), file());
    assertTrue(refusal(() -> Samples.open(link)).contains("already"));
    await(first.close());
  }

  @Test
  void aCommandWorksBesideTheServerOfAnotherProcess() throws Exception {
    try (Child child = Child.start(Acknowledging.class, file().toString())) {
      String line = child.output().readLine();
      var key = Acknowledging.key(assay.core.Bytes.hex(line.split(" ", -1)[1]));
      SqliteStore beside = SqliteStore.beside(file());
      var revoked = await(beside.revoke(key, "lost", Samples.NOW)).orElseThrow();
      assertEquals("lost", revoked.revoked().orElseThrow().reason());
      await(beside.close());
      // The server moves the key's counter on until it finds it revoked, and never after.
      long last = revoked.counter();
      for (int i = 0; i < 3000; i++) {
        String[] words = child.output().readLine().split(" ", -1);
        if (words[0].equals("A") && words[1].equals(key.keyId().hex())) {
          assertTrue(Long.parseLong(words[3]) <= last);
        }
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyTheOwnerMayReadTheFiles() throws Exception {
    SqliteStore store = Samples.open(file());
    await(store.register(fresh(key(1)), challenge(), Samples.NOW));
    try (var files = Files.list(file().getParent())) {
      var names = files.toList();
      assertEquals(4, names.size(), names::toString); // with its log, shared memory and lock
      for (Path each : names) {
        assertEquals(
            PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(each));
      }
    }
    await(store.close());
  }

  @Test
  void aCloseLeavesTheDatabaseInOneFile() throws Exception {
    SqliteStore store = Samples.open(file());
    await(store.register(fresh(key(1)), challenge(), Samples.NOW));
    await(store.close());
    try (var files = Files.list(file().getParent())) {
      assertEquals(
          Set.of(file(), folder.resolve("data/assay.db.lock")), Set.copyOf(files.toList()));
    }
  }

  @Test
  void aFolderIsNoDatabase() {
    assertTrue(refusal(() -> Samples.open(folder)).contains("is a folder"));
    assertTrue(refusal(() -> SqliteStore.beside(folder)).contains("there is no database"));
  }

  @Test
  void aPathThroughAFileIsRefused() throws Exception {
    Path blocked = Files.writeString(folder.resolve("text"), "x").resolve("sub/assay.db");
    assertTrue(refusal(() -> Samples.open(blocked)).contains("Not a directory"));
  }

  @Test
  void aCommandCreatesNoDatabase() {
    assertTrue(refusal(() -> SqliteStore.beside(file())).contains("there is no database"));
    assertFalse(Files.exists(file().getParent()));
  }
}
