package assay.store.postgres;

import assay.store.Store;
import assay.store.postgres.connection.Link;
import assay.store.postgres.values.Columns;
import assay.store.postgres.values.Fit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Forgets spent challenges: raises the line up to which challenges count as spent anyway, waits
 * until no decision runs that may have seen an older line, and deletes up to it. Why that is safe
 * stands beside {@code assay_sweep_line}. Then forgets uses of device tokens, which need no line.
 * Several instances may sweep at once: they share the work.
 */
final class Sweep {
  private static final int PIECE = 2000;

  /** Between pieces, so that a large sweep takes a fraction of the database's time. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** After that many looks 10 ms apart the deleting is left to the next sweep. */
  private static final int MOST_LOOKS = 200;

  private final Vertx vertx;
  private final Link link;

  Sweep(Vertx vertx, Link link) {
    this.vertx = vertx;
    this.link = link;
  }

  /** How many challenges and uses of tokens were forgotten. */
  Future<Long> run(Instant now) {
    Fit.time(now);
    Instant expiredBefore = now.minusMillis(Store.KEPT_AFTER_EXPIRY);
    // Two statements, as the fence must be set after the line is committed.
    return link.execute("SELECT assay_raise_sweep_line($1)", Tuple.of(Columns.time(expiredBefore)))
        .compose(raised -> link.execute("SELECT assay_fence_sweep_line()", Tuple.tuple()))
        .compose(fenced -> settled(MOST_LOOKS))
        .compose(settled ->
            settled
                ? forget("SELECT assay_forget($1)", Tuple.of(PIECE), 0)
                : Future.succeededFuture(0L))
        .compose(challenges ->
            forget(
                "SELECT assay_forget_tokens($1, $2)",
                Tuple.of(PIECE, Columns.time(now)),
                challenges));
  }

  /** How many decisions were forgotten. */
  Future<Long> forgetDecisions(Instant before, long mostKept) {
    Fit.time(before);
    return link.execute(
            "SELECT at FROM assay_decision ORDER BY at DESC, id DESC LIMIT 1 OFFSET $1",
            Tuple.of(mostKept))
        .compose(rows -> {
          Instant line =
              rows.stream()
                  .findFirst()
                  .map(row -> row.getOffsetDateTime(0).toInstant().plusMillis(1))
                  .filter(before::isBefore)
                  .orElse(before);
          return forget(
              "SELECT assay_forget_decisions($1, $2)", Tuple.of(PIECE, Columns.time(line)), 0);
        });
  }

  private Future<Boolean> settled(int looks) {
    return link.execute("SELECT assay_sweep_settled()", Tuple.tuple())
        .compose(rows -> {
          boolean settled = only(rows).getBoolean(0);
          return settled || looks == 0
              ? Future.succeededFuture(settled)
              : pause().compose(again -> settled(looks - 1));
        });
  }

  private Future<Long> forget(String sql, Tuple arguments, long before) {
    return link.execute(sql, arguments)
        .compose(rows -> {
          long piece = only(rows).getLong(0);
          long total = before + piece;
          return piece == 0
              ? Future.succeededFuture(total)
              : pause().compose(again -> forget(sql, arguments, total));
        });
  }

  private Future<?> pause() {
    return vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Row only(RowSet<Row> rows) {
    return rows.iterator().next();
  }
}
