package assay.ops;

import assay.core.Step;
import assay.core.Verdict;
import assay.service.challenge.Purpose;
import assay.service.policy.ServedApp;
import assay.store.KeyCount;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is counted of one app. All counters are made at start, so that counting looks nothing up by
 * text, and so that a rate is seen from the first refusal on.
 */
final class AppMetrics {
  /** Before the store has told. */
  private static final long UNKNOWN = -1;

  private final Map<DecisionKind, Counter> accepted = new EnumMap<>(DecisionKind.class);
  private final Map<Step, Counter> refused = new HashMap<>();
  private final Map<String, Counter> refusedReceipts = new HashMap<>();
  private final Map<Purpose, Counter> challenges = new EnumMap<>(Purpose.class);
  private final Map<Limit, Counter> limited = new EnumMap<>(Limit.class);
  private final AtomicLong active = new AtomicLong(UNKNOWN);
  private final AtomicLong revoked = new AtomicLong(UNKNOWN);
  private final ServedApp app;

  AppMetrics(ServedApp app, MeterRegistry registry) {
    this.app = app;
    for (DecisionKind kind : DecisionKind.values()) {
      accepted.put(kind, decisions(kind, "accepted", registry));
      kind.steps().forEach(step -> refused.put(step, decisions(kind, step.code(), registry)));
    }
    DecisionKind.RECEIPT.steps().forEach(step -> refusedReceipts.put(step.code(), counter(step)));
    for (Purpose purpose : Purpose.values()) {
      challenges.put(
          purpose,
          Counter.builder("assay.challenges.issued")
              .description("Challenges that were given out")
              .tag("app", app.name())
              .tag("purpose", purpose.text())
              .register(registry));
    }
    for (Limit limit : Limit.values()) {
      limited.put(
          limit,
          Counter.builder("assay.limited")
              .description("Requests that a rate limit turned away")
              .tag("app", app.name())
              .tag("limit", limit.label())
              .register(registry));
    }
    keys("active", active, registry);
    keys("revoked", revoked, registry);
  }

  private Counter decisions(DecisionKind kind, String code, MeterRegistry registry) {
    return Counter.builder("assay.decisions")
        .description("Decisions, by what became of them: accepted, or the step that refused")
        .tag("app", app.name())
        .tag("kind", kind.label())
        .tag("code", code)
        .register(registry);
  }

  private void keys(String state, AtomicLong count, MeterRegistry registry) {
    Gauge.builder("assay.keys", count, AppMetrics::value)
        .description("Registered keys, as of some minutes ago")
        .tag("app", app.name())
        .tag("environment", app.environment().text())
        .tag("state", state)
        .register(registry);
  }

  private static double value(AtomicLong count) {
    return count.get() == UNKNOWN ? Double.NaN : count.get();
  }

  void decided(DecisionKind kind, Verdict<?> verdict) {
    switch (verdict) {
      case Verdict.Accepted<?> _ -> accepted(kind).increment();
      case Verdict.Refused<?>(Step step, _) -> counter(step).increment();
    }
  }

  void receipt(Optional<String> refusedAt) {
    refusedAt
        .map(code -> Optional.ofNullable(refusedReceipts.get(code)))
        .orElse(Optional.of(accepted(DecisionKind.RECEIPT)))
        .ifPresent(Counter::increment);
  }

  void issued(Purpose purpose) {
    Optional.ofNullable(challenges.get(purpose)).ifPresent(Counter::increment);
  }

  void limited(Limit limit) {
    Optional.ofNullable(limited.get(limit)).ifPresent(Counter::increment);
  }

  /** Takes the numbers of this app in its environment from all. */
  void counted(Iterable<KeyCount> counts) {
    long all = 0;
    long dead = 0;
    for (KeyCount count : counts) {
      if (count.app().equals(app.name()) && count.environment() == app.environment()) {
        all += count.keys();
        dead += count.revoked();
      }
    }
    active.set(all - dead);
    revoked.set(dead);
  }

  private Counter accepted(DecisionKind kind) {
    return Objects.requireNonNull(accepted.get(kind));
  }

  private Counter counter(Step step) {
    return Objects.requireNonNull(refused.get(step));
  }
}
