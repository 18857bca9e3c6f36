package assay.store.sqlite;

import assay.store.OpenChallenge;
import assay.store.Store;
import assay.store.sqlite.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Challenges that were spent. A sweep first raises the line, up to which whatever expires counts as
 * spent, and then forgets what is not above it. It raises the line only to an expiry that is there:
 * a clock that leapt ahead closes no more than what was given out by then.
 */
final class Challenges {
  private final Query spend;
  private final Query unspend;
  private final Query raise;
  private final Query forget;

  Challenges(Connection connection) throws SQLException {
    spend =
        new Query(
            connection,
            """
            INSERT INTO spent (expires_at, challenge)
            SELECT ?1, ?2 WHERE ?1 > (SELECT line FROM swept)
            ON CONFLICT DO NOTHING
            """);
    unspend = new Query(connection, "DELETE FROM spent WHERE expires_at = ? AND challenge = ?");
    raise =
        new Query(
            connection,
            """
            UPDATE swept SET line = due.expires_at
            FROM (SELECT max(expires_at) AS expires_at FROM spent WHERE expires_at < ?) AS due
            WHERE due.expires_at > line
            """);
    forget =
        new Query(
            connection,
            """
            DELETE FROM spent WHERE (expires_at, challenge) IN (
              SELECT expires_at, challenge FROM spent
              WHERE expires_at <= (SELECT line FROM swept)
              ORDER BY expires_at LIMIT ?)
            """);
  }

  /** Whether the challenge was unspent; it no longer is. */
  boolean spend(OpenChallenge challenge) throws SQLException {
    return spend.run(challenge.expiresAt(), challenge.id()) == 1;
  }

  /** Takes back what {@link #spend} did in the same transaction, for a decision that refuses. */
  void unspend(OpenChallenge challenge) throws SQLException {
    unspend.run(challenge.expiresAt(), challenge.id());
  }

  int raiseLine(Instant now) throws SQLException {
    return raise.run(now.minusMillis(Store.KEPT_AFTER_EXPIRY));
  }

  /** Forgets up to so many below the line, and tells how many. */
  int forget(int most) throws SQLException {
    return forget.run(most);
  }
}
