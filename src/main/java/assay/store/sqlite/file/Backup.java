package assay.store.sqlite.file;

import assay.store.sqlite.sql.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Copies a database, as it is at one moment, while a server may be writing to it: SQLite's {@code
 * VACUUM INTO} reads one snapshot and holds up no writer. The copy gets its name when it is whole
 * and on the disk.
 */
public final class Backup {
  private Backup() {}

  public static void copy(Path source, Path target) throws UnusableDatabase {
    Path from = Folders.existing(source);
    Path to = Folders.place(target);
    if (Files.exists(to)) {
      throw new UnusableDatabase(to + " is there already: name a new file for the backup");
    }
    Path part = to.resolveSibling(to.getFileName() + ".part");
    create(part);
    try {
      fill(from, part);
      Folders.sync(part);
      Files.move(part, to);
      Folders.syncFolder(to);
    } catch (SQLException e) {
      throw failed(part, new UnusableDatabase("cannot back up " + from + ": " + e.getMessage(), e));
    } catch (IOException e) {
      throw failed(part, new UnusableDatabase("cannot write " + to + ": " + Folders.reason(e), e));
    }
  }

  private static void create(Path part) throws UnusableDatabase {
    try {
      if (!Folders.createPrivate(part)) {
        throw new UnusableDatabase(
            part + " is there: another backup runs, or was broken off; delete it then");
      }
    } catch (IOException e) {
      throw new UnusableDatabase("cannot write " + part + ": " + Folders.reason(e), e);
    }
  }

  private static void fill(Path from, Path part) throws SQLException {
    try (Connection connection = new Connections(from).writing()) {
      if (!Schema.isOurs(connection)) {
        throw new SQLException("it is not a database of assay");
      }
      new Query(connection, "VACUUM INTO ?").run(part.toString());
    }
  }

  private static UnusableDatabase failed(Path part, UnusableDatabase failure) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }
}
