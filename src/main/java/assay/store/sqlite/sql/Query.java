package assay.store.sqlite.sql;

import assay.core.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement that is prepared once and run with its parameters in order. Bytes, instants (as
 * milliseconds) and optional values are bound as what they stand for.
 */
public final class Query implements AutoCloseable {
  private final PreparedStatement statement;

  public Query(Connection connection, String sql) throws SQLException {
    this.statement = connection.prepareStatement(sql);
  }

  /** What a row is read as. */
  public interface Reading<T> {
    T of(Row row) throws SQLException;
  }

  /** Runs a statement that answers no rows, and tells how many it changed. */
  public int run(Object... parameters) throws SQLException {
    bind(parameters);
    return statement.executeUpdate();
  }

  /** Runs the statement to its end, and reads its first row. */
  public <T> Optional<T> first(Reading<T> reading, Object... parameters) throws SQLException {
    List<T> rows = all(reading, parameters);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  /** Runs the statement to its end, and reads its rows. */
  public <T> List<T> all(Reading<T> reading, Object... parameters) throws SQLException {
    bind(parameters);
    try (ResultSet rows = statement.executeQuery()) {
      List<T> read = new ArrayList<>(1);
      while (rows.next()) {
        read.add(reading.of(new Row(rows)));
      }
      return read;
    }
  }

  /** Lets go of the statement, where it is not one to keep. */
  @Override
  public void close() throws SQLException {
    statement.close();
  }

  private void bind(Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      bind(i + 1, parameters[i]);
    }
  }

  private void bind(int position, Object parameter) throws SQLException {
    switch (parameter) {
      case Bytes bytes -> statement.setBytes(position, bytes.toArray());
      case byte[] bytes -> statement.setBytes(position, bytes);
      case String text -> statement.setString(position, text);
      case Integer number -> statement.setInt(position, number);
      case Long number -> statement.setLong(position, number);
      case Instant time -> statement.setLong(position, time.toEpochMilli());
      case Optional<?> value when value.isPresent() -> bind(position, value.get());
      case Optional<?> _ -> statement.setNull(position, java.sql.Types.NULL);
      default -> throw new IllegalArgumentException("no such type here: " + parameter.getClass());
    }
  }
}
