package assay.store.sqlite.keys;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.CounterRule.State;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.Risk;
import assay.store.sqlite.sql.Query;
import assay.store.sqlite.sql.Row;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Moves counters: the strict rule in one statement, the window by core's rule between two. */
public final class Counters {
  private record Known(State state, boolean revoked, Optional<Risk> risk) {}

  private final Query strict;
  private final Query read;
  private final Query write;

  public Counters(Connection connection) throws SQLException {
    strict =
        new Query(
            connection,
            """
            UPDATE keys SET counter = ?1, open = NULL, used_at = ?2
            WHERE app = ?3 AND id = ?4 AND counter < ?1 AND revoked_at IS NULL
            RETURNING risk, risk_as_of
            """);
    read =
        new Query(
            connection,
            """
            SELECT counter, open, revoked_at, risk, risk_as_of FROM keys WHERE app = ? AND id = ?
            """);
    write =
        new Query(
            connection,
            "UPDATE keys SET counter = ?, open = ?, used_at = ? WHERE app = ? AND id = ?");
  }

  /** Moves the counter, or tells why not. */
  public Advance move(long app, AppKey key, long counter, CounterRule rule, Instant now)
      throws SQLException {
    return switch (rule) {
      case CounterRule.Strict() -> moveStrictly(app, key, counter, now);
      case CounterRule.Window window -> moveWithin(window, app, key, counter, now);
    };
  }

  /** Why this key may not advance at all, where it may not. */
  public Optional<Advance> barred(long app, AppKey key) throws SQLException {
    Optional<Known> known = known(app, key);
    if (known.isEmpty()) {
      return Optional.of(new Advance.UnknownKey());
    }
    return known.get().revoked() ? Optional.of(new Advance.RevokedKey()) : Optional.empty();
  }

  private Advance moveStrictly(long app, AppKey key, long counter, Instant now)
      throws SQLException {
    Optional<Advance> moved =
        strict.first(
            row -> new Advance.Moved(Keys.risk(row, 1, 2)), counter, now, app, key.keyId());
    return moved.isPresent() ? moved.get() : refused(app, key);
  }

  private Advance moveWithin(
      CounterRule.Window window, long app, AppKey key, long counter, Instant now)
      throws SQLException {
    Optional<Known> known = known(app, key);
    if (known.isEmpty() || known.get().revoked()) {
      return refused(app, key);
    }
    Optional<State> moved = window.advance(known.get().state(), counter);
    if (moved.isEmpty()) {
      return refused(app, key);
    }
    write.run(moved.get().highest(), open(moved.get()), now, app, key.keyId());
    return new Advance.Moved(known.get().risk());
  }

  private Advance refused(long app, AppKey key) throws SQLException {
    Optional<Advance> barred = barred(app, key);
    if (barred.isPresent()) {
      return barred.get();
    }
    long highest = known(app, key).orElseThrow().state().highest();
    return new Advance.CounterNotAhead(highest);
  }

  private Optional<Known> known(long app, AppKey key) throws SQLException {
    return read.first(
        row -> new Known(state(row), !row.isNull(3), Keys.risk(row, 4, 5)), app, key.keyId());
  }

  private static State state(Row row) throws SQLException {
    Optional<Bytes> open = row.maybeBytes(2);
    return new State(
        row.number(1), open.map(o -> new BigInteger(1, o.toArray())).orElse(BigInteger.ZERO));
  }

  private static Optional<Bytes> open(State state) {
    return state.open().signum() == 0
        ? Optional.empty()
        : Optional.of(Bytes.of(state.open().toByteArray()));
  }
}
