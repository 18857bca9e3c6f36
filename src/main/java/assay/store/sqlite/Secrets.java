package assay.store.sqlite;

import assay.core.Bytes;
import assay.store.ChallengeSecret;
import assay.store.sqlite.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The secrets that challenges are made with: the current one and the one before. */
final class Secrets {
  private final Query read;
  private final Query add;
  private final Query forget;

  Secrets(Connection connection) throws SQLException {
    read = new Query(connection, "SELECT number, secret, since FROM secrets ORDER BY number DESC");
    add =
        new Query(
            connection,
            """
            INSERT INTO secrets (number, secret, since)
            SELECT coalesce(max(number), 0) + 1, ?, ? FROM secrets
            """);
    forget =
        new Query(
            connection, "DELETE FROM secrets WHERE number < (SELECT max(number) - 1 FROM secrets)");
  }

  /** All of them; the fresh one where there was none. */
  List<ChallengeSecret> orFirst(Bytes fresh, Instant now) throws SQLException {
    List<ChallengeSecret> there = all();
    return there.isEmpty() ? rotate(fresh, now) : there;
  }

  List<ChallengeSecret> rotate(Bytes fresh, Instant now) throws SQLException {
    add.run(fresh, now);
    forget.run();
    return all();
  }

  private List<ChallengeSecret> all() throws SQLException {
    return read.all(row -> new ChallengeSecret((int) row.number(1), row.bytes(2), row.time(3)));
  }
}
