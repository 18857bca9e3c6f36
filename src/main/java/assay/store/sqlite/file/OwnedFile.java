package assay.store.sqlite.file;

import assay.store.sqlite.sql.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/** A database file that is there, of this program's version, and whose one server we are. */
public final class OwnedFile {
  private final Path path;
  private final List<String> applied;
  private final OwnerLock lock;

  private OwnedFile(Path path, List<String> applied, OwnerLock lock) {
    this.path = path;
    this.applied = List.copyOf(applied);
    this.lock = lock;
  }

  /** Takes the file, creating and migrating it where that is needed, or leaves no trace. */
  public static OwnedFile take(Path file) throws UnusableDatabase {
    Path path = Folders.place(file);
    OwnerLock lock = OwnerLock.take(path);
    try {
      return new OwnedFile(path, migrated(path), lock);
    } catch (UnusableDatabase | RuntimeException e) {
      lock.release();
      throw e;
    }
  }

  /** The real one. */
  public Path path() {
    return path;
  }

  /** The schema files that were applied just now. */
  public List<String> applied() {
    return applied;
  }

  public void release() {
    lock.release();
  }

  /**
   * The real path of a file that is there, whoever owns it.
   *
   * @throws UnusableDatabase also where this program would have to migrate it
   */
  public static Path current(Path file) throws UnusableDatabase {
    Path path = Folders.existing(file);
    try (Connection connection = new Connections(path).writing()) {
      if (!Schema.isOurs(connection)) {
        throw new UnusableDatabase(path + " is not a database of assay");
      }
      Optional<String> fault = Schema.fault(connection);
      if (fault.isPresent()) {
        throw new UnusableDatabase(path + ": " + fault.get());
      }
      return path;
    } catch (SQLException e) {
      throw unusable(path, e);
    }
  }

  private static List<String> migrated(Path path) throws UnusableDatabase {
    boolean created = create(path);
    try (Connection connection = new Connections(path).writing()) {
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
