package assay.cli.serve;

import assay.apple.call.Sources;
import assay.cli.UnusableInput;
import assay.cli.apple.AppleCalls;
import assay.cli.store.Stores;
import assay.config.Configuration;
import assay.config.ReceiptsConfig;
import assay.core.pki.Signatures;
import assay.http.Backend;
import assay.http.Listener;
import assay.http.RouteNames;
import assay.http.server.Listeners;
import assay.ops.Health;
import assay.ops.MeasuredService;
import assay.ops.Metrics;
import assay.service.Decisions;
import assay.service.Journal;
import assay.service.Service;
import assay.service.challenge.ChallengeSecrets;
import assay.service.devicecheck.SingleUse;
import assay.service.policy.ServedApp;
import assay.service.refresh.ReceiptRefresh;
import assay.service.refresh.RefreshSettings;
import assay.service.work.PooledRandom;
import assay.service.work.WorkerPool;
import assay.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. */
final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger("assay.serve");
  private static final int MOST_ATTESTATIONS_WAITING = 1024;
  private static final int MOST_RECEIPTS_WAITING = 1024;
  private static final String VERSION = "0.1.0";
  private static final Duration READY_WITHIN = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final InstantSource CLOCK = Clock.systemUTC();

  private final Vertx vertx;
  private final Store store;
  private final AppleCalls apple;
  private final ReceiptRefresh refresh;
  private final Health health;
  private final Listeners listeners;
  private final Journaling journaling;

  private Serving(
      Vertx vertx,
      Store store,
      AppleCalls apple,
      ReceiptRefresh refresh,
      Health health,
      Listeners listeners,
      Journaling journaling) {
    this.vertx = vertx;
    this.store = store;
    this.apple = apple;
    this.refresh = refresh;
    this.health = health;
    this.listeners = listeners;
    this.journaling = journaling;
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
    SecureRandom random = new SecureRandom();
    Future<AppleCalls> apple =
        AppleCalls.start(
            vertx,
            configuration,
            new Sources(CLOCK, System::nanoTime, random),
            new ObservedApple(metrics::join));
    try {
      Store store =
          Stores.open(
              vertx,
              configuration.store(),
              (decisions, waiting, took) -> metrics.join().committed(decisions, waiting, took));
      return start(
          new Ground(vertx, configuration, signatures, metrics.join(), new PooledRandom(random)),
          store,
          apple);
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

  /** What all parts are made of. */
  private record Ground(
      Vertx vertx,
      Configuration configuration,
      Signatures signatures,
      Metrics metrics,
      RandomGenerator random) {}

  private static Serving start(Ground ground, Store store, Future<AppleCalls> apple)
      throws UnusableInput {
    try {
      return serve(ground, store, Stores.awaited(apple));
    } catch (UnusableInput e) {
      Stores.awaited(store.close());
      throw e;
    }
  }

  private static Serving serve(Ground ground, Store store, AppleCalls apple) throws UnusableInput {
    ChallengeSecrets secrets = Stores.awaited(ChallengeSecrets.load(store, CLOCK, ground.random()));
    Journaling journaling =
        Journaling.start(
            ground.vertx(),
            ground.configuration(),
            ground.signatures(),
            ground.metrics(),
            store,
            CLOCK);
    ReceiptRefresh refresh = refresh(ground, store, apple, journaling.journal());
    Decisions decisions = decisions(ground, store, secrets, refresh, apple);
    Health health = new Health(store::ready, READY_WITHIN, CLOCK);
    Listeners listeners =
        listen(
            ground.vertx(),
            ground.configuration(),
            backend(ground, measured(ground, decisions), journaling, health));
    Serving serving =
        new Serving(ground.vertx(), store, apple, refresh, health, listeners, journaling);
    new Chores(ground.vertx(), store, ground.metrics(), CLOCK)
        .begin(secrets, journaling, apple, refresh);
    serving.warm(decisions, ground.configuration().apps());
    return serving;
  }

  private static ReceiptRefresh refresh(
      Ground ground, Store store, AppleCalls apple, Journal journal) {
    ReceiptsConfig config = ground.configuration().receipts();
    return new ReceiptRefresh(
        ground.configuration().apps(),
        apple.receipts(),
        ground.signatures(),
        RefreshSettings.DEFAULT
            .withInterval(config.interval())
            .withPace(config.perSecond(), RefreshSettings.DEFAULT.mostInFlight()),
        new ReceiptRefresh.Tools(
            store,
            WorkerPool.ofReceipts(ground.vertx(), MOST_RECEIPTS_WAITING),
            CLOCK,
            ground.random(),
            ground.metrics()::refreshed,
            journal));
  }

  private static Decisions decisions(
      Ground ground,
      Store store,
      ChallengeSecrets secrets,
      ReceiptRefresh refresh,
      AppleCalls apple) {
    return new Decisions(
        store,
        ground.signatures(),
        secrets,
        CLOCK,
        ground.random(),
        new WorkerPool(ground.vertx(), MOST_ATTESTATIONS_WAITING),
        refresh,
        new SingleUse(store, apple.deviceChecks(), CLOCK));
  }

  private static Service measured(Ground ground, Decisions decisions) {
    return new MeasuredService(decisions, ground.metrics(), System::nanoTime);
  }

  private static Backend backend(
      Ground ground, Service service, Journaling journaling, Health health) {
    return new Backend(
        service,
        journaling.journal(),
        ground.configuration().apps(),
        ground.configuration().callers().stream().map(HttpSettings::of).toList(),
        ground.signatures(),
        ground.metrics()::scrape,
        () -> health.ready().compose(Serving::readiness),
        new Observed(ground.metrics()),
        CLOCK,
        System::nanoTime,
        ground.random());
  }

  /** Nobody waits for it, and a server that cannot do it now reads each key when it comes. */
  private void warm(Decisions decisions, Collection<ServedApp> apps) {
    decisions
        .warm(apps)
        .onSuccess(keys -> LOG.atDebug().addKeyValue("keys", keys).log("read the registered keys"))
        .onFailure(e ->
            LOG.atDebug()
                .addKeyValue("cause", e.getMessage())
                .log("could not read the registered keys ahead; each is read when it comes"));
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

  int port(Listener listener) {
    return listeners.port(listener);
  }

  /**
   * Accepts nothing more, answers what was asked, hangs up on Apple, and lets go of the store: in
   * this order, as each needs what comes after it.
   */
  void stop() {
    health.stop();
    refresh.stop();
    try {
      listeners.stop(GRACE).await();
    } finally {
      apple
          .close()
          .eventually(journaling::finish)
          .eventually(store::close)
          .eventually(vertx::close)
          .await();
    }
  }
}
