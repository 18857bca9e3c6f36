package assay.ops.apple;

import assay.service.apple.Refresh;
import assay.service.policy.RiskLimit;
import assay.service.policy.ServedApp;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The risk metrics of one app's keys, as refreshed receipts bring them. What is high depends on the
 * app (one key a device, or one for each user of it), so a spike is measured by the app's own
 * baseline: a mean in which the last few hundred receipts weigh most. It begins anew with the
 * process, and a spike moves it little.
 */
final class AppRisk {
  /** What one receipt weighs in the baseline. */
  private static final double WEIGHT = 1.0 / 256;

  /** How many times the baseline a spike is. */
  private static final double SPIKE = 3;

  /** No spike, however low the baseline: a device that was reinstalled and restored. */
  private static final int NEVER_A_SPIKE = 4;

  private static final double[] BOUNDS = {1, 2, 3, 5, 8, 13, 21, 34, 55, 100, 1000};

  private final Map<String, Counter> exchanges = new HashMap<>();
  private final DistributionSummary metrics;
  private final Counter spikes;
  private final Counter above;
  private final Optional<RiskLimit> limit;
  private volatile double baseline = Double.NaN;

  AppRisk(ServedApp app, MeterRegistry registry) {
    limit = app.riskLimit();
    for (String code : Refresh.CODES) {
      exchanges.put(
          code,
          Counter.builder("assay.receipt.refreshes")
              .description("Exchanges of receipts at Apple, by what became of them")
              .tag("app", app.name())
              .tag("code", code)
              .register(registry));
    }
    metrics =
        DistributionSummary.builder("assay.receipt.metric")
            .description("Risk metrics that refreshed receipts brought")
            .tag("app", app.name())
            .serviceLevelObjectives(BOUNDS)
            .register(registry);
    spikes =
        Counter.builder("assay.receipt.metric.spikes")
            .description("Risk metrics of more than three times the app's baseline")
            .tag("app", app.name())
            .register(registry);
    above =
        Counter.builder("assay.receipt.metric.above.maximum")
            .description("Risk metrics above the app's maximumRiskMetric")
            .tag("app", app.name())
            .register(registry);
    Gauge.builder("assay.receipt.metric.baseline", this, risk -> risk.baseline)
        .description("Mean of the app's latest risk metrics; NaN before the first")
        .tag("app", app.name())
        .register(registry);
  }

  void ended(String code) {
    Optional.ofNullable(exchanges.get(code)).ifPresent(Counter::increment);
  }

  synchronized void learnt(int metric) {
    metrics.record(metric);
    if (limit.isPresent() && metric > limit.get().maximum()) {
      above.increment();
    }
    if (metric > NEVER_A_SPIKE && metric > SPIKE * baseline) {
      spikes.increment();
    }
    baseline = Double.isNaN(baseline) ? metric : baseline + WEIGHT * (metric - baseline);
  }
}
