package assay.cli.serve;

import assay.config.Configuration;
import assay.config.DecisionsConfig;
import assay.core.pki.Signatures;
import assay.ops.JournalMetrics;
import assay.ops.Metrics;
import assay.service.journal.JournalSettings;
import assay.service.journal.StoredJournal;
import assay.service.work.WorkerPool;
import assay.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of a server, and its sweep. */
record Journaling(StoredJournal journal, Store store, DecisionsConfig config, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger("assay.serve");

  /** Beyond it, a diagnosis is not made, or a record dropped. */
  private static final int MOST_WAITING = 256;

  /** A stopping server waits no longer for what it could still explain and write. */
  private static final long LAST_WRITES_MILLIS = 2000;

  /** What comes within it is written together. */
  private static final long PAUSE_MILLIS = 100;

  static Journaling start(
      Vertx vertx,
      Configuration configuration,
      Signatures signatures,
      Metrics metrics,
      Store store,
      InstantSource clock) {
    DecisionsConfig config = configuration.decisions();
    StoredJournal journal =
        new StoredJournal(
            store,
            configuration.apps(),
            signatures,
            WorkerPool.ofJournals(vertx, MOST_WAITING),
            JournalSettings.of(config.accepted()),
            work -> vertx.setTimer(PAUSE_MILLIS, _ -> work.run()),
            System::nanoTime,
            new JournalMetrics(metrics.registry()));
    return new Journaling(journal, store, config, clock);
  }

  /** When what was decided so far is explained and written, or given up; never fails. */
  Future<Void> finish() {
    return journal
        .idle()
        .timeout(LAST_WRITES_MILLIS, TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .onSuccess(_ -> giveUp());
  }

  private void giveUp() {
    int lost = journal.giveUp();
    if (lost > 0) {
      LOG.atWarn()
          .addKeyValue("records", lost)
          .addKeyValue("waitedMillis", LAST_WRITES_MILLIS)
          .log(
              "the stop did not wait for all records of decisions: the store is slow or gone, or"
                  + " very many were refused at the end; the decisions themselves were answered");
    }
  }

  /** Forgets what is too old, and what is too much. */
  Future<Long> sweep() {
    return store.forgetDecisions(clock.instant().minus(config.keep()), config.most());
  }
}
