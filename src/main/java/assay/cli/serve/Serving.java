package assay.cli.serve;

import assay.cli.UnusableInput;
import assay.cli.store.Stores;
import assay.config.Configuration;
import assay.core.pki.Signatures;
import assay.http.Backend;
import assay.http.Listener;
import assay.http.Listeners;
import assay.http.RouteNames;
import assay.ops.Health;
import assay.ops.MeasuredService;
import assay.ops.Metrics;
import assay.service.ChallengeSecrets;
import assay.service.Decisions;
import assay.service.WorkerPool;
import assay.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. */
final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger("assay.serve");
  private static final int MOST_ATTESTATIONS_WAITING = 1024;
  private static final String VERSION = "0.1.0";
  private static final Duration READY_WITHIN = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration SECRETS_EVERY = Duration.ofSeconds(30);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final Duration COUNTS_EVERY = Duration.ofMinutes(5);

  private final Vertx vertx;
  private final Store store;
  private final Health health;
  private final Listeners listeners;

  private Serving(Vertx vertx, Store store, Health health, Listeners listeners) {
    this.vertx = vertx;
    this.store = store;
    this.health = health;
    this.listeners = listeners;
  }

  /** What everything runs on; takes a while, and waits for nothing. */
  static Vertx vertx() {
    return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops()));
  }

  private static int loops() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Starts, and answers when requests are taken.
   *
   * @param vertx closed when the server stops, or does not start
   * @throws UnusableInput where the store or a listener cannot be had; nothing is left running
   */
  static Serving start(Vertx vertx, Configuration configuration, Signatures signatures)
      throws UnusableInput {
    CompletableFuture<Metrics> metrics =
        CompletableFuture.supplyAsync(() -> metrics(configuration, signatures));
    try {
      Store store =
          Stores.open(
              vertx,
              configuration.store(),
              (decisions, waiting, took) -> metrics.join().committed(decisions, waiting, took));
      return start(vertx, configuration, signatures, metrics.join(), store);
    } catch (UnusableInput e) {
      vertx.close();
      throw e;
    }
  }

  private static Metrics metrics(Configuration configuration, Signatures signatures) {
    return new Metrics(
        configuration.apps(),
        RouteNames.ALL,
        new Metrics.Build(VERSION, signatures.provider().getName()));
  }

  private static Serving start(
      Vertx vertx, Configuration configuration, Signatures signatures, Metrics metrics, Store store)
      throws UnusableInput {
    try {
      return serve(vertx, configuration, signatures, metrics, store);
    } catch (UnusableInput e) {
      Stores.awaited(store.close());
      throw e;
    }
  }

  private static Serving serve(
      Vertx vertx, Configuration configuration, Signatures signatures, Metrics metrics, Store store)
      throws UnusableInput {
    InstantSource clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    ChallengeSecrets secrets = Stores.awaited(ChallengeSecrets.load(store, clock, random));
    Decisions service =
        new Decisions(
            store,
            signatures,
            secrets,
            clock,
            random,
            new WorkerPool(vertx, MOST_ATTESTATIONS_WAITING));
    Health health = new Health(store::ready, READY_WITHIN, clock);
    Backend backend =
        new Backend(
            new MeasuredService(service, metrics, System::nanoTime),
            configuration.apps(),
            configuration.callers().stream().map(HttpSettings::of).toList(),
            signatures,
            metrics::scrape,
            () -> health.ready().compose(Serving::readiness),
            new Observed(metrics),
            clock,
            System::nanoTime,
            random);
    Listeners listeners = listen(vertx, configuration, backend);
    Serving serving = new Serving(vertx, store, health, listeners);
    serving.every(SECRETS_EVERY, "read the challenge secrets", secrets::read);
    serving.every(SWEEP_EVERY, "sweep", () -> store.sweep(clock.instant()));
    serving.every(COUNTS_EVERY, "count the keys", () -> store.counts().onSuccess(metrics::counted));
    store.counts().onSuccess(metrics::counted);
    return serving;
  }

  private static Future<Void> readiness(Health.Answer answer) {
    return answer.good() ? Future.succeededFuture() : Future.failedFuture(answer.reason());
  }

  private static Listeners listen(Vertx vertx, Configuration configuration, Backend backend)
      throws UnusableInput {
    try {
      return Listeners.start(
              vertx,
              HttpSettings.of(configuration.publicListener()),
              HttpSettings.of(configuration.internalListener()),
              loops(),
              backend)
          .await();
    } catch (Exception e) { // whatever the system said of the address
      throw new UnusableInput("the server cannot listen: " + e.getMessage());
    }
  }

  private interface Chore {
    Future<?> run();
  }

  /** Again and again, and not at the same moment on instances that start together. */
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

  int port(Listener listener) {
    return listeners.port(listener);
  }

  /** Accepts nothing more, answers what was asked, and lets go of the store. */
  void stop() {
    health.stop();
    try {
      listeners.stop(GRACE).await();
    } finally {
      store.close().eventually(vertx::close).await();
    }
  }
}
