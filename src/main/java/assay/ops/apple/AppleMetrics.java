package assay.ops.apple;

import assay.service.apple.DeviceAnswer;
import assay.service.policy.ServedApp;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * What is counted of the calls to Apple. Counters of apps are made at start, as all counters of
 * apps are; the times of calls where there is a first one, as a server that asks nobody should not
 * show them.
 */
public final class AppleMetrics {
  private static final List<String> DEVICE_OPERATIONS = List.of("query", "update", "validate");

  private static final Duration[] LATENCIES =
      LongStream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private record Question(String app, String operation, String outcome) {}

  private record Call(String operation, String outcome) {}

  private final MeterRegistry registry;
  private final Map<Question, Counter> questions = new HashMap<>();
  private final Map<Call, Timer> calls = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> circuits = new ConcurrentHashMap<>();

  /** Makes the counters of all apps, so that a rate is seen from the first event on. */
  public AppleMetrics(Collection<ServedApp> served, MeterRegistry registry) {
    this.registry = registry;
    for (ServedApp app : served) {
      for (String operation : DEVICE_OPERATIONS) {
        for (String code : DeviceAnswer.CODES) {
          Question question = new Question(app.name(), operation, code);
          questions.put(question, counter(question, registry));
        }
      }
    }
  }

  private static Counter counter(Question question, MeterRegistry registry) {
    return Counter.builder("assay.devicecheck")
        .description("Questions to DeviceCheck, by what became of them")
        .tag("app", question.app())
        .tag("operation", question.operation())
        .tag("outcome", question.outcome())
        .register(registry);
  }

  /** DeviceCheck was to be asked. */
  public void deviceChecked(String app, String operation, DeviceAnswer answer) {
    Optional.ofNullable(questions.get(new Question(app, operation, answer.code())))
        .ifPresent(Counter::increment);
  }

  /** A call ended. */
  public void asked(String operation, String outcome, Duration took) {
    calls.computeIfAbsent(new Call(operation, outcome), this::timer).record(took);
  }

  private Timer timer(Call call) {
    return Timer.builder("assay.apple")
        .description("Calls to Apple, from being asked until the outcome was told")
        .tag("operation", call.operation())
        .tag("outcome", call.outcome())
        .serviceLevelObjectives(LATENCIES)
        .register(registry);
  }

  /** A host is left alone from now on, or no longer. */
  public void circuit(String host, boolean open) {
    circuits.computeIfAbsent(host, this::gauge).set(open ? 1 : 0);
  }

  private AtomicInteger gauge(String host) {
    AtomicInteger state = new AtomicInteger();
    Gauge.builder("assay.apple.circuit.open", state, AtomicInteger::get)
        .description("1 while a host of Apple's that was down is left alone")
        .tag("host", host)
        .register(registry);
    return state;
  }
}
