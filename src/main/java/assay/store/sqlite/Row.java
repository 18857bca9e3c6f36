package assay.store.sqlite;

import assay.core.Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A row that a query answered; columns are counted from 1. */
record Row(ResultSet columns) {
  long number(int column) throws SQLException {
    return columns.getLong(column);
  }

  Optional<Long> maybeNumber(int column) throws SQLException {
    long number = columns.getLong(column);
    return columns.wasNull() ? Optional.empty() : Optional.of(number);
  }

  Instant time(int column) throws SQLException {
    return Instant.ofEpochMilli(columns.getLong(column));
  }

  Optional<Instant> maybeTime(int column) throws SQLException {
    return maybeNumber(column).map(Instant::ofEpochMilli);
  }

  String text(int column) throws SQLException {
    return columns.getString(column);
  }

  Optional<String> maybeText(int column) throws SQLException {
    return Optional.ofNullable(columns.getString(column));
  }

  Bytes bytes(int column) throws SQLException {
    return Bytes.of(columns.getBytes(column));
  }

  Optional<Bytes> maybeBytes(int column) throws SQLException {
    return Optional.ofNullable(columns.getBytes(column)).map(Bytes::of);
  }

  boolean isNull(int column) throws SQLException {
    columns.getLong(column);
    return columns.wasNull();
  }
}
