package assay.ops;

import assay.core.Verdict;
import assay.ops.apple.AppleMetrics;
import assay.ops.apple.ReceiptMetrics;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.Refresh;
import assay.service.challenge.Purpose;
import assay.service.policy.ServedApp;
import assay.store.KeyCount;
import assay.store.StoreObserver;
import assay.store.StoreUnavailable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is counted and timed, for Prometheus. All methods may be called from any thread and cost
 * well under a microsecond; names of apps that are not served are counted nowhere.
 */
public final class Metrics implements StoreObserver, AutoCloseable {
  /** Of what {@link #scrape} answers. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double[] BATCHES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, AppMetrics> apps = new ConcurrentHashMap<>();
  private final Map<DecisionKind, Timer> latencies = new EnumMap<>(DecisionKind.class);
  private final Map<StoreUnavailable.Cause, Counter> unavailable =
      new EnumMap<>(StoreUnavailable.Cause.class);
  private final AtomicInteger queue = new AtomicInteger();
  private final DistributionSummary batch;
  private final Timer commit;
  private final HttpMetrics http;
  private final AppleMetrics apple;
  private final ReceiptMetrics receipts;
  private final Counter addresses;
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /**
   * The program that runs.
   *
   * @param version of it, such as 0.1.0
   * @param signatures who checks them, such as the name of the provider
   */
  public record Build(String version, String signatures) {}

  /**
   * Makes all counters.
   *
   * @param routes the templates of the routes, as {@link #answered} is told them
   */
  public Metrics(Collection<ServedApp> served, Collection<String> routes, Build build) {
    served.forEach(app -> apps.put(app.name(), new AppMetrics(app, registry)));
    for (DecisionKind kind : DecisionKind.values()) {
      latencies.put(kind, latency(kind));
    }
    for (StoreUnavailable.Cause cause : StoreUnavailable.Cause.values()) {
      unavailable.put(cause, unavailable(cause));
    }
    Gauge.builder("assay.store.queue", queue, AtomicInteger::get)
        .description("Decisions that waited when the last group became durable")
        .register(registry);
    batch =
        DistributionSummary.builder("assay.store.batch")
            .description("Decisions that became durable together")
            .serviceLevelObjectives(BATCHES)
            .register(registry);
    commit = Buckets.latency("assay.store.commit", "Until a group was durable").register(registry);
    http = new HttpMetrics(routes, registry);
    apple = new AppleMetrics(served, registry);
    receipts = new ReceiptMetrics(served, registry);
    addresses =
        Counter.builder("assay.limited.addresses")
            .description("Requests of addresses that sent too many")
            .register(registry);
    bindProcess(build);
  }

  private Timer latency(DecisionKind kind) {
    return Buckets.latency("assay.decision", "From evidence to a durable decision")
        .tag("kind", kind.label())
        .register(registry);
  }

  private Counter unavailable(StoreUnavailable.Cause cause) {
    return Counter.builder("assay.store.unavailable")
        .description("Decisions that the store could not make")
        .tag("cause", cause.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .register(registry);
  }

  private void bindProcess(Build build) {
    List<MeterBinder> binders =
        List.of(
            new JvmMemoryMetrics(),
            collections,
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics());
    binders.forEach(binder -> binder.bindTo(registry));
    Gauge.builder("assay.build.info", () -> 1)
        .description("What runs")
        .tag("version", build.version())
        .tag("signatures", build.signatures())
        .tag("java", Runtime.version().toString())
        .register(registry);
  }

  /** Evidence was judged, and the judgement is durable. */
  public void decided(String app, DecisionKind kind, Verdict<?> verdict, Duration took) {
    of(app).ifPresent(metrics -> metrics.decided(kind, verdict));
    Optional.ofNullable(latencies.get(kind)).ifPresent(timer -> timer.record(took));
  }

  /**
   * A receipt that came inside an attestation was judged with it.
   *
   * @param refusedAt the code of the step that refused it
   */
  public void receipt(String app, Optional<String> refusedAt) {
    of(app).ifPresent(metrics -> metrics.receipt(refusedAt));
  }

  /** Nothing was decided, as the store could not. */
  public void undecided(StoreUnavailable.Cause cause) {
    Optional.ofNullable(unavailable.get(cause)).ifPresent(Counter::increment);
  }

  /** A challenge was given out. */
  public void issued(String app, Purpose purpose) {
    of(app).ifPresent(metrics -> metrics.issued(purpose));
  }

  /** A request was turned away. */
  public void limited(String app, Limit limit) {
    of(app).ifPresent(metrics -> metrics.limited(limit));
  }

  /** An address was turned away, before it was known which app it asks about. */
  public void limitedAddress() {
    addresses.increment();
  }

  /**
   * A request was answered.
   *
   * @param route the template, such as {@code /v1/apps/:app/challenges}; what is none of the known
   *     ones counts as {@code other}
   */
  public void answered(Listener listener, String route, int status, Duration took) {
    http.answered(listener, route, status, took);
  }

  /** An exchange of a receipt at Apple ended. */
  public void refreshed(String app, Refresh refresh) {
    receipts.ended(app, refresh);
  }

  /**
   * DeviceCheck was to be asked.
   *
   * @param operation {@code query}, {@code update} or {@code validate}
   */
  public void deviceChecked(String app, String operation, DeviceAnswer answer) {
    apple.deviceChecked(app, operation, answer);
  }

  /**
   * A call to Apple ended.
   *
   * @param operation {@code receipt}, {@code query}, {@code update} or {@code validate}
   * @param outcome a word of a few
   */
  public void askedApple(String operation, String outcome, Duration took) {
    apple.asked(operation, outcome, took);
  }

  /** A host of Apple's is left alone from now on, or no longer. */
  public void appleCircuit(String host, boolean open) {
    apple.circuit(host, open);
  }

  /** The store told how many keys there are: to be called every few minutes. */
  public void counted(List<KeyCount> counts) {
    apps.values().forEach(app -> app.counted(counts));
  }

  @Override
  public void committed(int decisions, int waiting, Duration took) {
    batch.record(decisions);
    queue.set(waiting);
    commit.record(took);
  }

  /** For whatever else has meters, such as pools. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Everything, as {@link #CONTENT_TYPE}. */
  public String scrape() {
    return registry.scrape(CONTENT_TYPE);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private Optional<AppMetrics> of(String app) {
    return Optional.ofNullable(apps.get(app));
  }
}
