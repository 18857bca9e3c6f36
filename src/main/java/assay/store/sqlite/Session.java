package assay.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection, its statements prepared, that one worker uses. It begins and commits and never
 * rolls back: after a failure it is closed, which undoes what was not committed, and another is
 * opened. The driver drops statements that fail, so there would be little left to keep.
 */
abstract sealed class Session implements AutoCloseable permits Decisions, Reads {
  private final Connection connection;

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Begins a transaction: for {@link Decisions} one that holds the right to write at once. */
  final void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  /** Returns when what was done is durable. */
  final void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  /** Between two groups, when everybody has been told. */
  void afterGroup() throws SQLException {}

  @Override
  public final void close() throws SQLException {
    connection.close();
  }
}
