package assay.store.sqlite;

import assay.store.TokenUses.TokenUse;
import assay.store.sqlite.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Device tokens that were used. */
final class UsedTokens {
  private final Query use;
  private final Query release;
  private final Query forget;

  UsedTokens(Connection connection) throws SQLException {
    use =
        new Query(
            connection,
            "INSERT INTO used_tokens (digest, kept_till) VALUES (?, ?) ON CONFLICT DO NOTHING");
    release = new Query(connection, "DELETE FROM used_tokens WHERE digest = ? AND kept_till = ?");
    forget =
        new Query(
            connection,
            """
            DELETE FROM used_tokens WHERE digest IN (
              SELECT digest FROM used_tokens WHERE kept_till <= ? ORDER BY kept_till LIMIT ?)
            """);
  }

  /** Whether the token was unused; it no longer is. */
  boolean use(TokenUse use) throws SQLException {
    return this.use.run(use.digest(), use.until()) == 1;
  }

  boolean release(TokenUse use) throws SQLException {
    return release.run(use.digest(), use.until()) == 1;
  }

  /** Forgets up to so many that are kept no longer, and tells how many. */
  int forget(Instant now, int most) throws SQLException {
    return forget.run(now, most);
  }
}
