package assay.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/**
 * A database file that is there, of this program's version, and whose one server we are.
 *
 * @param path the real one
 * @param applied the schema files that were applied just now
 */
record OwnedFile(Path path, List<String> applied, OwnerLock lock) {

  /** Takes the file, creating and migrating it where that is needed, or leaves no trace. */
  static OwnedFile take(Path file) throws UnusableDatabase {
    Path path = Folders.place(file);
    OwnerLock lock = OwnerLock.take(path);
    try {
      return new OwnedFile(path, migrated(path), lock);
    } catch (UnusableDatabase | RuntimeException e) {
      lock.release();
      throw e;
    }
  }

  void release() {
    lock.release();
  }

  /** Refuses a file that this program would have to migrate, or cannot work with. */
  static void requireCurrent(Path path) throws UnusableDatabase {
    try (Connection connection = new Connections(path, SqliteSettings.DEFAULT).writing()) {
      if (!Schema.isOurs(connection)) {
        throw new UnusableDatabase(path + " is not a database of assay");
      }
      Optional<String> fault = Schema.fault(connection);
      if (fault.isPresent()) {
        throw new UnusableDatabase(path + ": " + fault.get());
      }
    } catch (SQLException e) {
      throw unusable(path, e);
    }
  }

  private static List<String> migrated(Path path) throws UnusableDatabase {
    boolean created = create(path);
    try (Connection connection = new Connections(path, SqliteSettings.DEFAULT).writing()) {
      return Schema.migrate(connection);
    } catch (SQLException e) {
      throw discarded(created, path, unusable(path, e));
    } catch (UnusableDatabase e) {
      throw discarded(created, path, new UnusableDatabase(path + ": " + e.getMessage(), e));
    }
  }

  private static boolean create(Path path) throws UnusableDatabase {
    try {
      return Folders.createPrivate(path);
    } catch (IOException e) {
      throw new UnusableDatabase("cannot create " + path + ": " + Folders.reason(e), e);
    }
  }

  private static UnusableDatabase discarded(boolean created, Path path, UnusableDatabase failure) {
    if (created) {
      for (String suffix : List.of("", "-wal", "-shm")) {
        try {
          Files.deleteIfExists(path.resolveSibling(path.getFileName() + suffix));
        } catch (IOException e) {
          failure.addSuppressed(e);
        }
      }
    }
    return failure;
  }

  private static UnusableDatabase unusable(Path path, SQLException e) {
    String why =
        Faults.is(e, SQLiteErrorCode.SQLITE_NOTADB)
            ? " is not a database of assay: name another file for the store"
            : " cannot be used: " + e.getMessage();
    return new UnusableDatabase(path + why, e);
  }
}
