package assay.store.sqlite.file;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteOpenMode;

/**
 * How the file is opened. In WAL mode readers and the writer do not wait for each other; with
 * {@code synchronous=FULL} a commit returns after its bytes reached the disk.
 */
public final class Connections {
  /** How long a writer waits for another process' short transaction, in milliseconds. */
  static final int BUSY_TIMEOUT = 5_000;

  /** A log that grew larger, while a backup read the file, is cut back, in bytes. */
  private static final int LARGEST_KEPT_LOG = 64 * 1024 * 1024;

  private static final int WRITER_CACHE = -64 * 1024; // negative: KiB
  private static final int READER_CACHE = -16 * 1024;

  private final Path file;
  private final long mostPages;

  /** The file may grow as far as the disk goes. */
  Connections(Path file) {
    this(file, 0);
  }

  /**
   * Opens nothing yet.
   *
   * @param mostPages how large the file may grow, in pages; 0 for as far as the disk goes
   */
  public Connections(Path file, long mostPages) {
    this.file = file;
    this.mostPages = mostPages;
  }

  /** A connection that may write; the file must be there. */
  public Connection writing() throws SQLException {
    SQLiteConfig config = config(WRITER_CACHE);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      // macOS: fsync alone leaves the bytes in the drive's cache.
      statement.execute("PRAGMA fullfsync = 1");
      statement.execute("PRAGMA checkpoint_fullfsync = 1");
      statement.execute("PRAGMA wal_autocheckpoint = " + Checkpoints.AT_THE_LATEST);
      statement.execute("PRAGMA journal_size_limit = " + LARGEST_KEPT_LOG);
      if (mostPages > 0) {
        statement.execute("PRAGMA max_page_count = " + mostPages);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection that cannot write; the file must be there. */
  public Connection reading() throws SQLException {
    SQLiteConfig config = config(READER_CACHE);
    config.setReadOnly(true);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private static SQLiteConfig config(int cache) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT);
    config.setCacheSize(cache);
    return config;
  }
}
