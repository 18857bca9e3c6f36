package assay.store.postgres.connection;

import assay.store.StoreUnavailable;
import assay.store.StoreUnavailable.Cause;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A connection that is there when it is needed: made with the first statement, made again when it
 * was lost. After a failed attempt nothing is tried for a moment, and whoever asks meanwhile is
 * told at once; the moment grows to a second and is never the same for two, so that a database that
 * comes back is not met by all at once.
 *
 * <p>Confined to one Vert.x context: statements may be sent from any thread, and their futures
 * complete on that context.
 */
public final class Link {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST_TRIES = 4;

  /** What the client waits beyond the server's own timeout before it gives the connection up. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final Vertx vertx;
  private final Context context;
  private final PostgresSettings settings;
  private final Connector connector;

  private Optional<Future<Session>> current = Optional.empty();
  private Optional<StoreUnavailable> lastFailure = Optional.empty();
  private long nextTry;
  private Duration pause = SHORTEST_PAUSE;
  private int running;
  private boolean closing;

  Link(Vertx vertx, Context context, Connector connector) {
    this.vertx = vertx;
    this.context = context;
    this.settings = connector.settings();
    this.connector = connector;
  }

  public Context context() {
    return context;
  }

  /**
   * Runs a statement that is a transaction of its own. Fails with {@link StoreUnavailable} only.
   * What the database rolled back because of another transaction is tried again.
   */
  public Future<RowSet<Row>> execute(String sql, Tuple arguments) {
    Promise<RowSet<Row>> promise = Promise.promise();
    context.runOnContext(go -> {
      if (closing) {
        promise.fail(Faults.closed());
      } else {
        running++;
        attempt(sql, arguments, 1).onComplete(ended -> running--).onComplete(promise);
      }
    });
    return promise.future();
  }

  /** Refuses what comes from now on, finishes what runs, and lets go of the connection. */
  public Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(go -> {
      closing = true;
      endWhenQuiet(closed);
    });
    return closed.future();
  }

  private void endWhenQuiet(Promise<Void> closed) {
    if (running > 0) {
      vertx.setTimer(5, later -> endWhenQuiet(closed));
      return;
    }
    Optional<Future<Session>> last = current;
    current = Optional.empty();
    // A server that is silent holds nobody up.
    last.map(session -> session.compose(Session::end).timeout(1, TimeUnit.SECONDS).otherwiseEmpty())
        .orElseGet(Future::succeededFuture)
        .onComplete(closed);
  }

  private Future<RowSet<Row>> attempt(String sql, Tuple arguments, int number) {
    return session()
        .compose(session ->
            guarded(session, sql, arguments)
                .recover(failure -> again(session, failure, sql, arguments, number)));
  }

  private Future<RowSet<Row>> again(
      Session session, Throwable failure, String sql, Tuple arguments, int number) {
    boolean outdated = Faults.outdated(failure);
    if (outdated || !Faults.sessionLives(failure)) {
      drop(session);
    }
    boolean again = outdated ? number == 1 : number < MOST_TRIES && Faults.conflict(failure);
    if (again) {
      return vertx
          .timer(number * 5L + spread(10), TimeUnit.MILLISECONDS)
          .compose(go -> attempt(sql, arguments, number + 1));
    }
    return Future.failedFuture(Faults.ofStatement(failure));
  }

  /** A dead network gives no answer at all, so the server's timeout alone is not enough. */
  private Future<RowSet<Row>> guarded(Session session, String sql, Tuple arguments) {
    Promise<RowSet<Row>> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            settings.statementTimeout().plus(GRACE).toMillis(),
            fired ->
                answer.tryFail(
                    new StoreUnavailable(Cause.TIMED_OUT, "no answer from PostgreSQL in time")));
    session
        .execute(sql, arguments)
        .onComplete(result -> {
          vertx.cancelTimer(timer);
          if (result.succeeded()) {
            answer.tryComplete(result.result());
          } else {
            answer.tryFail(result.cause());
          }
        });
    return answer.future();
  }

  private Future<Session> session() {
    if (current.isPresent() && !overAlready(current.get())) {
      return current.get();
    }
    if (lastFailure.isPresent() && System.nanoTime() - nextTry < 0) {
      return Future.failedFuture(lastFailure.get());
    }
    Future<Session> opening =
        connector
            .open()
            .recover(failure -> Future.failedFuture(Faults.ofConnecting(settings, failure)));
    current = Optional.of(opening);
    opening.onComplete(opened -> {
      if (opened.succeeded()) {
        lastFailure = Optional.empty();
        pause = SHORTEST_PAUSE;
      } else {
        current = Optional.empty();
        backOff((StoreUnavailable) opened.cause());
      }
    });
    return opening;
  }

  private static boolean overAlready(Future<Session> session) {
    return session.succeeded() && session.result().over();
  }

  private void backOff(StoreUnavailable failure) {
    lastFailure = Optional.of(failure);
    nextTry = System.nanoTime() + pause.plusMillis(spread(pause.toMillis())).toNanos();
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  private void drop(Session session) {
    if (current.filter(it -> it.succeeded() && it.result() == session).isPresent()) {
      current = Optional.empty();
    }
    session.end();
  }

  /** Spreads the tries of several instances; what the clock's last digits say is chance enough. */
  private static long spread(long millis) {
    return Math.floorMod(System.nanoTime() / 1000, millis + 1);
  }
}
