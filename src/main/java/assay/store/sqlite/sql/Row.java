package assay.store.sqlite.sql;

import assay.core.Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A row that a query answered; columns are counted from 1. */
public record Row(ResultSet columns) {
  public long number(int column) throws SQLException {
    return columns.getLong(column);
  }

  public Optional<Long> maybeNumber(int column) throws SQLException {
    long number = columns.getLong(column);
    return columns.wasNull() ? Optional.empty() : Optional.of(number);
  }

  public Instant time(int column) throws SQLException {
    return Instant.ofEpochMilli(columns.getLong(column));
  }

  public Optional<Instant> maybeTime(int column) throws SQLException {
    return maybeNumber(column).map(Instant::ofEpochMilli);
  }

  public String text(int column) throws SQLException {
    return columns.getString(column);
  }

  public Optional<String> maybeText(int column) throws SQLException {
    return Optional.ofNullable(columns.getString(column));
  }

  public Bytes bytes(int column) throws SQLException {
    return Bytes.of(columns.getBytes(column));
  }

  public Optional<Bytes> maybeBytes(int column) throws SQLException {
    return Optional.ofNullable(columns.getBytes(column)).map(Bytes::of);
  }

  public boolean isNull(int column) throws SQLException {
    columns.getLong(column);
    return columns.wasNull();
  }
}
