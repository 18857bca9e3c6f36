package assay.store.sqlite.file;

import assay.store.sqlite.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log back into the file, so that it can begin anew. SQLite would do it within a commit,
 * and with a million keys most pages of the log are different ones: either it happens often, or a
 * decision waits long. So a thread of its own does nearly all of it beside the writer, twice, as
 * the writer goes on meanwhile; the little that came since then the writer does between two groups.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** How long the log may be before it is written back, in pages: 32 MiB. */
  public static final int DUE = 8 * 1024;

  /** Where SQLite does it by itself after all, should this class fail at it. */
  static final int AT_THE_LATEST = 16 * DUE;

  private static final int GROUPS_BETWEEN_LOOKS = 8;

  private enum State {
    IDLE,
    BESIDE,
    NEARLY
  }

  private final Connections connections;
  private final int due;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("assay-store-checkpoints").daemon().factory());
  private volatile State state = State.IDLE;
  private int groups;

  /**
   * Opens a connection of its own each time.
   *
   * @param due how long the log may be, in pages
   */
  public Checkpoints(Connections connections, int due) {
    this.connections = connections;
    this.due = due;
  }

  /** Called by the writer between two groups. */
  public void afterGroup(Query logSize, Query checkpoint) throws SQLException {
    if (state == State.NEARLY) {
      run(checkpoint);
      state = State.IDLE;
    } else if (state == State.IDLE && ++groups % GROUPS_BETWEEN_LOOKS == 0 && run(logSize) > due) {
      state = State.BESIDE;
      thread.execute(this::beside);
    }
  }

  /** Waits for what is being written back. */
  public void close() {
    thread.close();
  }

  private void beside() {
    try (Connection connection = connections.writing()) {
      Query checkpoint = checkpoint(connection);
      run(checkpoint);
      run(checkpoint);
      state = State.NEARLY;
    } catch (SQLException e) {
      LOG.warn("the store's log was not written back: {}", e.getMessage());
      state = State.IDLE;
    }
  }

  /** Writes back what no reader needs in the log, and waits for nobody. */
  public static Query checkpoint(Connection connection) throws SQLException {
    return new Query(connection, "PRAGMA wal_checkpoint(PASSIVE)");
  }

  /** Writes back nothing, and tells how long the log is. */
  public static Query logSize(Connection connection) throws SQLException {
    return new Query(connection, "PRAGMA wal_checkpoint(NOOP)");
  }

  /** How many pages the log has. */
  private static long run(Query checkpoint) throws SQLException {
    Optional<Long> pages = checkpoint.first(row -> row.number(2));
    return pages.orElse(0L);
  }
}
