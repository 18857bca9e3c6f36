package assay.cli.serve;

import assay.cli.apple.AppleCalls;
import assay.ops.Metrics;
import assay.service.challenge.ChallengeSecrets;
import assay.service.refresh.ReceiptRefresh;
import assay.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server does again and again beside its answers, for as long as its Vert.x runs. */
record Chores(Vertx vertx, Store store, Metrics metrics, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger("assay.serve");
  private static final Duration SECRETS_EVERY = Duration.ofSeconds(30);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final Duration COUNTS_EVERY = Duration.ofMinutes(5);
  private static final Duration REFRESH_EVERY = Duration.ofSeconds(1);

  private interface Chore {
    Future<?> run();
  }

  void begin(
      ChallengeSecrets secrets, Journaling journaling, AppleCalls apple, ReceiptRefresh refresh) {
    every(SECRETS_EVERY, "read the challenge secrets", secrets::read);
    every(SWEEP_EVERY, "sweep", () -> store.sweep(clock.instant()));
    every(SWEEP_EVERY, "forget decisions", journaling::sweep);
    every(COUNTS_EVERY, "count the keys", this::count);
    if (!apple.receipts().isEmpty()) {
      every(REFRESH_EVERY, "refresh receipts", refresh::tick);
    }
    count();
  }

  private Future<?> count() {
    return store.counts().onSuccess(metrics::counted);
  }

  /** Not at the same moment on instances that start together. */
  private void every(Duration period, String what, Chore chore) {
    long first = ThreadLocalRandom.current().nextLong(period.toMillis() / 2, period.toMillis());
    vertx.setPeriodic(
        first,
        period.toMillis(),
        _ ->
            chore
                .run()
                .onFailure(e ->
                    LOG.atWarn()
                        .addKeyValue("chore", what)
                        .addKeyValue("cause", e.getMessage())
                        .log("could not {}; it is tried again", what)));
  }
}
