package assay.ops.apple;

import assay.service.apple.Refresh;
import assay.service.policy.ServedApp;
import assay.service.refresh.RefreshObserver;
import assay.store.Risk;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What Apple says of receipts, for Prometheus: what became of exchanges, and how the risk metrics
 * of an app's keys lie. May be told from any thread; apps that are not served are counted nowhere.
 */
public final class ReceiptMetrics implements RefreshObserver {
  private final Map<String, AppRisk> apps;

  /** Makes all series, so that a rate is seen from the first event on. */
  public ReceiptMetrics(Collection<ServedApp> served, MeterRegistry registry) {
    apps =
        served.stream()
            .collect(
                Collectors.toUnmodifiableMap(ServedApp::name, app -> new AppRisk(app, registry)));
  }

  @Override
  public void ended(String app, Refresh refresh) {
    Optional.ofNullable(apps.get(app))
        .ifPresent(risk -> {
          risk.ended(refresh.code());
          if (refresh instanceof Refresh.Refreshed(var key)) {
            key.risk().map(Risk::metric).ifPresent(risk::learnt);
          }
        });
  }
}
