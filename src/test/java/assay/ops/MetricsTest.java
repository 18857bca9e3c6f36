package assay.ops;

import static assay.ops.apple.Refreshes.refreshed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Step;
import assay.core.Verdict;
import assay.service.ServedApps;
import assay.service.apple.DeviceAnswer;
import assay.service.challenge.Purpose;
import assay.service.policy.RiskLimit;
import assay.store.Environment;
import assay.store.KeyCount;
import assay.store.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a scraper reads. */
final class MetricsTest {
  private static final String ROUTE = "/v1/apps/:app/challenges";
  private static final Duration MILLIS = Duration.ofMillis(3);
  private final Metrics metrics =
      new Metrics(
          List.of(
              ServedApps.of("shop", Environment.PRODUCTION, List.of()),
              ServedApps.limiting(
                  ServedApps.of("demo", Environment.TEST, List.of()), new RiskLimit(3, false))),
          List.of(ROUTE),
          new Metrics.Build("1.2.3", "Nobody"));

  @AfterEach
  void close() {
    metrics.close();
  }

  /** The number behind a name with its labels. */
  private double value(String series) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .reduce((one, other) -> {
          throw new AssertionError(series + " stands there twice");
        })
        .orElseThrow(() -> new AssertionError("no " + series + " in\n" + metrics.scrape()));
  }

  private static Verdict<String> refused(Step step) {
    return new Verdict.Refused<>(step, "a detail");
  }

  @Test
  void decisionsAreCountedByAppKindAndCode() {
    metrics.decided("shop", DecisionKind.ASSERTION, new Verdict.Accepted<>("learnt"), MILLIS);
    metrics.decided("shop", DecisionKind.ASSERTION, refused(Step.Assertion.COUNTER), MILLIS);
    metrics.decided("shop", DecisionKind.ASSERTION, refused(Step.Assertion.COUNTER), MILLIS);
    metrics.decided("shop", DecisionKind.ATTESTATION, refused(Step.Attestation.COUNTER), MILLIS);
    assertEquals(
        1, value("assay_decisions_total{app=\"shop\",code=\"accepted\",kind=\"assertion\"}"));
    assertEquals(
        2, value("assay_decisions_total{app=\"shop\",code=\"counter\",kind=\"assertion\"}"));
    assertEquals(
        1, value("assay_decisions_total{app=\"shop\",code=\"counter\",kind=\"attestation\"}"));
    assertEquals(
        0, value("assay_decisions_total{app=\"demo\",code=\"counter\",kind=\"assertion\"}"));
  }

  @Test
  void everyReasonCodeIsThereBeforeItsFirstRefusal() {
    for (DecisionKind kind : DecisionKind.values()) {
      for (Step step : kind.steps()) {
        assertEquals(
            0,
            value(
                "assay_decisions_total{app=\"shop\",code=\"%s\",kind=\"%s\"}"
                    .formatted(step.code(), kind.label())));
      }
    }
  }

  @Test
  void receiptsAreCountedByTheCodeThatIsStored() {
    metrics.receipt("shop", Optional.empty());
    metrics.receipt("shop", Optional.of("receipt-age"));
    metrics.receipt("shop", Optional.of("no-such-code"));
    assertEquals(
        1, value("assay_decisions_total{app=\"shop\",code=\"accepted\",kind=\"receipt\"}"));
    assertEquals(
        1, value("assay_decisions_total{app=\"shop\",code=\"receipt-age\",kind=\"receipt\"}"));
    assertFalse(metrics.scrape().contains("no-such-code"));
  }

  @Test
  void latenciesFallIntoBucketsFromATenthOfAMillisecondToASecond() {
    metrics.decided(
        "shop", DecisionKind.ASSERTION, new Verdict.Accepted<>("a"), Duration.ofNanos(90_000));
    metrics.decided("shop", DecisionKind.ASSERTION, new Verdict.Accepted<>("a"), MILLIS);
    String bucket = "assay_decision_seconds_bucket{kind=\"assertion\",le=\"%s\"}";
    assertEquals(1, value(bucket.formatted("1.0E-4")));
    assertEquals(1, value(bucket.formatted("0.0025")));
    assertEquals(2, value(bucket.formatted("0.005")));
    assertEquals(2, value(bucket.formatted("1.0")));
    assertEquals(2, value("assay_decision_seconds_count{kind=\"assertion\"}"));
  }

  @Test
  void theStoreTellsItsGroups() {
    metrics.committed(64, 7, MILLIS);
    metrics.committed(2, 5, MILLIS);
    assertEquals(5, value("assay_store_queue"));
    assertEquals(2, value("assay_store_batch_count"));
    assertEquals(66, value("assay_store_batch_sum"));
    assertEquals(1, value("assay_store_batch_bucket{le=\"2.0\"}"));
    assertEquals(0.006, value("assay_store_commit_seconds_sum"), 1e-9);
    metrics.undecided(StoreUnavailable.Cause.TIMED_OUT);
    assertEquals(1, value("assay_store_unavailable_total{cause=\"timed-out\"}"));
  }

  @Test
  void challengesAndLimitsAreCounted() {
    metrics.issued("shop", Purpose.ASSERTION);
    metrics.limited("shop", Limit.ADDRESS);
    assertEquals(1, value("assay_challenges_issued_total{app=\"shop\",purpose=\"assertion\"}"));
    assertEquals(1, value("assay_limited_total{app=\"shop\",limit=\"address\"}"));
    assertEquals(0, value("assay_limited_total{app=\"shop\",limit=\"app\"}"));
  }

  @Test
  void keysAreUnknownUntilTheStoreTellsAndThenByState() {
    String active = "assay_keys{app=\"shop\",environment=\"production\",state=\"active\"}";
    assertTrue(Double.isNaN(value(active)));
    metrics.counted(
        List.of(
            new KeyCount("shop", Environment.PRODUCTION, 10, 3),
            new KeyCount("shop", Environment.TEST, 99, 0),
            new KeyCount("gone", Environment.PRODUCTION, 1, 0)));
    assertEquals(7, value(active));
    assertEquals(3, value(active.replace("active", "revoked")));
    assertEquals(0, value("assay_keys{app=\"demo\",environment=\"test\",state=\"active\"}"));
    assertFalse(metrics.scrape().contains("gone"));
  }

  @Test
  void requestsAreCountedByListenerRouteAndStatus() {
    metrics.answered(Listener.PUBLIC, ROUTE, 201, MILLIS);
    metrics.answered(Listener.PUBLIC, ROUTE, 429, MILLIS);
    assertEquals(
        1,
        value(
            "assay_http_requests_total{listener=\"public\",route=\"%s\",status=\"429\"}"
                .formatted(ROUTE)));
    assertEquals(
        2,
        value(
            "assay_http_request_seconds_count{listener=\"public\",route=\"%s\"}".formatted(ROUTE)));
  }

  @Test
  void nothingThatARequestBringsBecomesALabel() {
    Set<String> before = series();
    metrics.answered(Listener.PUBLIC, "/v1/apps/evil", 404, MILLIS);
    metrics.answered(Listener.PUBLIC, "/v1/apps/worse", 999, MILLIS);
    metrics.issued("evil", Purpose.ASSERTION);
    metrics.limited("evil", Limit.APP);
    metrics.decided("evil", DecisionKind.ASSERTION, new Verdict.Accepted<>("a"), MILLIS);
    Set<String> added = series();
    added.removeAll(before);
    assertFalse(added.isEmpty());
    for (String line : added) {
      assertTrue(line.contains("route=\"other\""), line);
      assertFalse(line.contains("evil"), line);
    }
  }

  private Set<String> series() {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith("assay_") && !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  @Test
  void theProcessTellsItsBasicsAndWhatItIs() {
    String scraped = metrics.scrape();
    for (String name :
        List.of(
            "jvm_memory_used_bytes",
            "jvm_gc_pause_seconds",
            "jvm_threads_live_threads",
            "process_cpu_usage",
            "process_uptime_seconds")) {
      assertTrue(
          scraped.contains("\n" + name) || name.startsWith("jvm_gc_pause"), name + "\n" + scraped);
    }
    assertEquals(
        1,
        value(
            "assay_build_info{java=\"%s\",signatures=\"Nobody\",version=\"1.2.3\"}"
                .formatted(Runtime.version())));
  }

  @Test
  void refreshesAreCountedAndRiskMetricsAboveTheMaximumToo() {
    for (int metric : new int[] {1, 1, 3, 4, 900}) {
      metrics.refreshed("demo", refreshed(metric));
      metrics.refreshed("shop", refreshed(metric));
    }
    assertEquals(5, value("assay_receipt_refreshes_total{app=\"demo\",code=\"refreshed\"}"));
    assertEquals(909, value("assay_receipt_metric_sum{app=\"demo\"}"));
    assertEquals(2, value("assay_receipt_metric_above_maximum_total{app=\"demo\"}"));
    assertEquals(0, value("assay_receipt_metric_above_maximum_total{app=\"shop\"}"));
  }

  @Test
  void questionsToDeviceCheckAreCountedByOperationAndOutcome() {
    metrics.deviceChecked("shop", "query", new DeviceAnswer.UsedDeviceToken());
    String series = "assay_devicecheck_total{app=\"%s\",operation=\"%s\",outcome=\"%s\"}";
    assertEquals(1, value(series.formatted("shop", "query", "used-device-token")));
    for (String code : DeviceAnswer.CODES) {
      assertEquals(0, value(series.formatted("shop", "update", code)));
      assertEquals(0, value(series.formatted("demo", "validate", code)));
    }
  }

  @Test
  void callsToAppleAreTimedAndAnOpenCircuitIsSeen() {
    assertFalse(metrics.scrape().contains("assay_apple"));
    metrics.askedApple("receipt", "not-yet", Duration.ofMillis(40));
    metrics.askedApple("receipt", "not-yet", Duration.ofSeconds(20));
    String call = "{operation=\"receipt\",outcome=\"not-yet\"";
    assertEquals(0, value("assay_apple_seconds_bucket" + call + ",le=\"0.025\"}"));
    assertEquals(1, value("assay_apple_seconds_bucket" + call + ",le=\"0.05\"}"));
    assertEquals(2, value("assay_apple_seconds_count" + call + "}"));
    metrics.appleCircuit("data.example", true);
    assertEquals(1, value("assay_apple_circuit_open{host=\"data.example\"}"));
    metrics.appleCircuit("data.example", false);
    assertEquals(0, value("assay_apple_circuit_open{host=\"data.example\"}"));
  }
}
