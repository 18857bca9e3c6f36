package assay.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Requests by listener, route and status. */
final class HttpMetrics {
  private static final String OTHER = "other";
  private static final int LEAST_STATUS = 100;
  private static final int MOST_STATUS = 599;

  private record Answered(Listener listener, String route, int status) {}

  private record Meters(Counter answers, Timer latency) {}

  private final Set<String> routes;
  private final MeterRegistry registry;
  private final Map<Answered, Meters> meters = new ConcurrentHashMap<>();

  HttpMetrics(Collection<String> routes, MeterRegistry registry) {
    this.routes = Set.copyOf(routes);
    this.registry = registry;
  }

  void answered(Listener listener, String route, int status, Duration took) {
    boolean valid = LEAST_STATUS <= status && status <= MOST_STATUS;
    Answered key =
        new Answered(listener, routes.contains(route) ? route : OTHER, valid ? status : 0);
    Meters known = meters.get(key); // first, as computing takes a lock
    Meters counted = known == null ? meters.computeIfAbsent(key, this::meters) : known;
    counted.answers().increment();
    counted.latency().record(took);
  }

  private Meters meters(Answered key) {
    return new Meters(
        Counter.builder("assay.http.requests")
            .description("Requests that were answered")
            .tag("listener", key.listener().label())
            .tag("route", key.route())
            .tag("status", String.valueOf(key.status()))
            .register(registry),
        Buckets.latency("assay.http.request", "From a request's first byte to its answer")
            .tag("listener", key.listener().label())
            .tag("route", key.route())
            .register(registry));
  }
}
