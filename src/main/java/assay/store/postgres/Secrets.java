package assay.store.postgres;

import assay.core.Bytes;
import assay.store.ChallengeSecret;
import assay.store.postgres.connection.Link;
import assay.store.postgres.values.Columns;
import assay.store.postgres.values.Fit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** The secrets that challenges are made with: the current one and the one before. */
final class Secrets {
  private final Link link;

  Secrets(Link link) {
    this.link = link;
  }

  /** All of them; the fresh one where there was none. */
  Future<List<ChallengeSecret>> orFirst(Bytes fresh, Instant now) {
    return from("assay_secrets", fresh, now);
  }

  Future<List<ChallengeSecret>> rotate(Bytes fresh, Instant now) {
    return from("assay_rotate_secret", fresh, now);
  }

  private Future<List<ChallengeSecret>> from(String function, Bytes fresh, Instant now) {
    Fit.secret(fresh);
    Fit.time(now);
    return link.execute(
            "SELECT number, secret, since FROM " + function + "($1, $2)",
            Tuple.of(Columns.bytes(fresh), Columns.time(now)))
        .map(rows -> rows.stream().map(Secrets::secret).toList());
  }

  private static ChallengeSecret secret(Row row) {
    return new ChallengeSecret(
        row.getInteger(0), Columns.bytes(row.getBuffer(1)), row.getOffsetDateTime(2).toInstant());
  }
}
