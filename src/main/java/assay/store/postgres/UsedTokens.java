package assay.store.postgres;

import assay.store.TokenUses.TokenUse;
import assay.store.postgres.connection.Link;
import assay.store.postgres.values.Columns;
import assay.store.postgres.values.Fit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** Device tokens that were used. Each method is one statement, and one row. */
final class UsedTokens {
  private final Link link;

  UsedTokens(Link link) {
    this.link = link;
  }

  Future<Boolean> use(TokenUse use) {
    return changesOne(
        "INSERT INTO assay_used_token (digest, kept_till) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        use);
  }

  Future<Boolean> release(TokenUse use) {
    return changesOne("DELETE FROM assay_used_token WHERE digest = $1 AND kept_till = $2", use);
  }

  private Future<Boolean> changesOne(String sql, TokenUse use) {
    Fit.tokenUse(use);
    return link.execute(sql, Tuple.of(Columns.bytes(use.digest()), Columns.time(use.until())))
        .map(rows -> rows.rowCount() == 1);
  }
}
