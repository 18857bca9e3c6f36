package assay.cli.simulate.load;

import assay.core.Printable;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What became of load.
 *
 * @param enrolled how many devices the server registered
 * @param enrolment how long that took
 * @param enrolmentFailures what stood in the others' way, and how often
 * @param sending from the first assertion to the last answer
 * @param unsent how many were due and could not be sent before the time was up
 * @param answers status and code, and how often
 */
public record LoadResult(
    Plan plan,
    int enrolled,
    Duration enrolment,
    Map<String, Long> enrolmentFailures,
    Duration sending,
    long unsent,
    Map<String, Long> answers,
    Latencies latencies) {
  private static final String ACCEPTED = "200 accepted";

  /** Whether every device was registered and every assertion accepted. */
  public boolean asExpected() {
    return enrolled == plan.devices() && answers.keySet().stream().allMatch(ACCEPTED::equals);
  }

  private double perSecond() {
    return latencies.count() / Math.max(1e-9, seconds(sending));
  }

  private Map<String, Duration> percentiles() {
    Map<String, Duration> named = new LinkedHashMap<>();
    named.put("p50", latencies.percentile(0.5));
    named.put("p90", latencies.percentile(0.9));
    named.put("p99", latencies.percentile(0.99));
    named.put("max", latencies.largest());
    return named;
  }

  /** For people. */
  public void text(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%d of %d devices enrolled in %.1f s%n",
        enrolled,
        plan.devices(),
        seconds(enrolment));
    list(out, enrolmentFailures);
    out.printf(
        Locale.ROOT,
        "%d assertions in %.1f s: %.0f a second%s%n",
        latencies.count(),
        seconds(sending),
        perSecond(),
        plan.isPaced() ? ", " + number(plan.rate()) + " asked for" : "");
    list(out, answers);
    if (unsent > 0) {
      out.println(
          unsent + " more were due and not sent: no device or no connection was free in time");
    }
    if (latencies.count() > 0) {
      out.print("latency from when each was due:");
      percentiles()
          .forEach((name, time) -> out.printf(Locale.ROOT, "  %s %.2f ms", name, millis(time)));
      out.println();
    }
  }

  private static void list(PrintStream out, Map<String, Long> counted) {
    counted.forEach(
        (what, times) -> out.printf(Locale.ROOT, "  %8d  %s%n", times, Printable.of(what)));
  }

  /** For programs. */
  public JsonObject json() {
    JsonObject millis = new JsonObject();
    percentiles().forEach((name, time) -> millis.put(name, millis(time)));
    return new JsonObject()
        .put("devices", plan.devices())
        .put("enrolled", enrolled)
        .put("enrolmentSeconds", seconds(enrolment))
        .put("enrolmentFailures", counts(enrolmentFailures))
        .put("assertions", latencies.count())
        .put("unsent", unsent)
        .put("seconds", seconds(sending))
        .put("perSecond", perSecond())
        .put("answers", counts(answers))
        .put("latencyMillis", millis)
        .put("asExpected", asExpected());
  }

  private static JsonObject counts(Map<String, Long> counted) {
    JsonObject counts = new JsonObject();
    counted.forEach(counts::put);
    return counts;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
