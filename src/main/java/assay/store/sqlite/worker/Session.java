package assay.store.sqlite.worker;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection, its statements prepared, that one worker uses. It begins and commits and never
 * rolls back: after a failure it is closed, which undoes what was not committed, and another is
 * opened. The driver drops statements that fail, so there would be little left to keep.
 */
public interface Session extends AutoCloseable {
  /** The one that the statements are prepared on. */
  Connection connection();

  /** Begins a transaction: on a connection that writes, one that holds the right to at once. */
  default void begin() throws SQLException {
    connection().setAutoCommit(false);
  }

  /** Returns when what was done is durable. */
  default void commit() throws SQLException {
    connection().setAutoCommit(true);
  }

  /** Between two groups, when everybody has been told. */
  default void afterGroup() throws SQLException {}

  @Override
  default void close() throws SQLException {
    connection().close();
  }
}
