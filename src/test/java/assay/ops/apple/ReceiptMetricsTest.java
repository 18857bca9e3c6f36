package assay.ops.apple;

import static assay.ops.apple.Refreshes.refreshed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.service.ServedApps;
import assay.service.apple.Refresh;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of receipts. */
final class ReceiptMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ReceiptMetrics metrics =
      new ReceiptMetrics(
          List.of(ServedApps.production("shop"), ServedApps.production("bank")), registry);

  private double value(String series) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series + " in\n" + registry.scrape()));
  }

  @Test
  void exchangesAreCountedByAppAndCode() {
    metrics.ended("shop", new Refresh.NoData());
    metrics.ended("shop", refreshed(1));
    metrics.ended("shop", refreshed(1));
    metrics.ended("nobody's", refreshed(1));
    assertEquals(2, value("assay_receipt_refreshes_total{app=\"shop\",code=\"refreshed\"}"));
    assertEquals(1, value("assay_receipt_refreshes_total{app=\"shop\",code=\"no-data\"}"));
    for (String code : Refresh.CODES) {
      assertEquals(0, value("assay_receipt_refreshes_total{app=\"bank\",code=\"" + code + "\"}"));
    }
    assertFalse(registry.scrape().contains("nobody"));
  }

  @Test
  void metricsAreSpreadOverBuckets() {
    for (int metric : new int[] {1, 1, 2, 4, 30}) {
      metrics.ended("shop", refreshed(metric));
    }
    assertEquals(2, value("assay_receipt_metric_bucket{app=\"shop\",le=\"1.0\"}"));
    assertEquals(3, value("assay_receipt_metric_bucket{app=\"shop\",le=\"3.0\"}"));
    assertEquals(4, value("assay_receipt_metric_bucket{app=\"shop\",le=\"21.0\"}"));
    assertEquals(38, value("assay_receipt_metric_sum{app=\"shop\"}"));
  }

  @Test
  void aSpikeIsMeasuredByTheAppsOwnBaseline() {
    assertEquals(Double.NaN, value("assay_receipt_metric_baseline{app=\"shop\"}"));
    for (int i = 0; i < 100; i++) {
      metrics.ended("shop", refreshed(2));
      metrics.ended("bank", refreshed(10));
    }
    assertEquals(2, value("assay_receipt_metric_baseline{app=\"shop\"}"));
    for (int metric : new int[] {4, 6, 7, 20}) {
      metrics.ended("shop", refreshed(metric));
      metrics.ended("bank", refreshed(metric));
    }
    assertEquals(2, value("assay_receipt_metric_spikes_total{app=\"shop\"}"));
    assertEquals(0, value("assay_receipt_metric_spikes_total{app=\"bank\"}"));
    double baseline = value("assay_receipt_metric_baseline{app=\"shop\"}");
    assertEquals(2.1, baseline, 0.05, "a few spikes move it little");
  }

  @Test
  void aMetricThatAnyReinstallBringsIsNoSpike() {
    metrics.ended("shop", refreshed(0));
    metrics.ended("shop", refreshed(4));
    metrics.ended("shop", refreshed(5));
    assertEquals(1, value("assay_receipt_metric_spikes_total{app=\"shop\"}"));
  }
}
