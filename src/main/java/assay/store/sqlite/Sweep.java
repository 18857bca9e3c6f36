package assay.store.sqlite;

import assay.store.sqlite.worker.Task;
import assay.store.sqlite.worker.Worker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;

/** Forgets what is kept no longer, in pieces: each queues up anew, so decisions go in between. */
final class Sweep {
  /** How many rows a sweep forgets between two groups of decisions: some milliseconds. */
  private static final int ROWS_AT_ONCE = 2_000;

  /** Documents fill pages, so fewer of them at once take as long. */
  private static final int DOCUMENTS_AT_ONCE = 100;

  private final Worker<Decisions> decisions;
  private final Worker<Reads> reads;

  Sweep(Worker<Decisions> decisions, Worker<Reads> reads) {
    this.decisions = decisions;
    this.reads = reads;
  }

  /** How many challenges and uses of tokens were forgotten. */
  Future<Long> run(Instant now) {
    return decisions
        .ask(session -> session.challenges().raiseLine(now))
        .compose(_ -> forget(session -> session.challenges().forget(ROWS_AT_ONCE), ROWS_AT_ONCE))
        .compose(challenges ->
            forget(session -> session.usedTokens().forget(now, ROWS_AT_ONCE), ROWS_AT_ONCE)
                .map(tokens -> challenges + tokens));
  }

  /** How many decisions were forgotten. */
  Future<Long> forgetDecisions(Instant before, long mostKept) {
    return reads
        .ask(session -> session.decisions().beyond(mostKept))
        .map(beyond -> beyond.map(at -> at.plusMillis(1)).filter(before::isBefore).orElse(before))
        .compose(line ->
            forget(
                session -> session.decisionRows().forget(line, DOCUMENTS_AT_ONCE),
                DOCUMENTS_AT_ONCE));
  }

  private Future<Long> forget(Task.Work<Decisions, Integer> piece, int atOnce) {
    Promise<Long> forgotten = Promise.promise();
    forget(piece, atOnce, forgotten, 0);
    return forgotten.future();
  }

  private void forget(
      Task.Work<Decisions, Integer> piece, int atOnce, Promise<Long> done, long before) {
    decisions
        .ask(piece)
        .onSuccess(count -> {
          if (count < atOnce) {
            done.complete(before + count);
          } else {
            forget(piece, atOnce, done, before + count);
          }
        })
        .onFailure(done::fail);
  }
}
