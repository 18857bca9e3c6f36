package assay.store.postgres.connection;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** One connection, logged in. */
public final class Session {
  private final Pool pool;
  private final SqlConnection connection;
  private boolean over;

  Session(Pool pool, SqlConnection connection) {
    this.pool = pool;
    this.connection = connection;
    connection.closeHandler(closed -> over = true);
    connection.exceptionHandler(failure -> {}); // its statement is told, and then it closes
  }

  public Future<RowSet<Row>> execute(String sql, Tuple arguments) {
    return connection.preparedQuery(sql).execute(arguments);
  }

  /** Several statements at once, without arguments. */
  public Future<RowSet<Row>> script(String sql) {
    return connection.query(sql).execute();
  }

  /** Whether the connection is known to be gone. */
  boolean over() {
    return over;
  }

  /** Closes the connection, whether or not it still answers. */
  public Future<Void> end() {
    over = true;
    return pool.close();
  }
}
