package assay.bench.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Collects figures round by round, and puts them into a table. */
final class Report {
  private static final double KIB_PER_MIB = 1024;
  private static final double MILLION = 1e6;

  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final Map<String, List<Histogram>> latencies = new LinkedHashMap<>();
  private final List<Startup> startups = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void rate(String contender, double perSecond) {
    rates.computeIfAbsent(contender, _ -> new ArrayList<>()).add(perSecond);
  }

  void latency(String contender, Histogram histogram) {
    latencies.computeIfAbsent(contender, _ -> new ArrayList<>()).add(histogram);
  }

  void startups(List<Startup> measured) {
    startups.addAll(measured);
  }

  /** A line without a goal. */
  void note(String line) {
    notes.add(line);
  }

  String table() {
    StringJoiner rows = new StringJoiner("");
    rows.add(
        String.format(
            "%-32s %8s %8s %7s %15s %7s%n", "", "ours/s", "other/s", "ratio", "min-max", "goal"));
    for (Goal goal : Goal.ALL) {
      if (rates.containsKey(goal.ours()) && rates.containsKey(goal.other())) {
        rows.add(ratio(goal));
      }
    }
    rows.add(String.format("%n%-32s %24s %7s %15s %7s%n", "", "", "median", "min-max", "goal"));
    latencies.forEach((name, histograms) -> {
      rows.add(percentile(name + ", p50 ms at half rate", histograms, 0.5, 0));
      rows.add(percentile(name + ", p99 ms at half rate", histograms, 0.99, Goal.P99_MILLIS));
      rows.add(percentile(name + ", p99.9 ms at half rate", histograms, 0.999, 0));
    });
    rows.add(figure("idle RSS, MiB", series(Startup::residentKib, KIB_PER_MIB), Goal.RESIDENT_MIB));
    rows.add(
        figure("start to ready, s", series(s -> s.toReady().toMillis(), 1000), Goal.READY_SECONDS));
    notes.forEach(note -> rows.add(note + "\n"));
    return rows.toString();
  }

  private Series series(java.util.function.ToLongFunction<Startup> figure, double unit) {
    return new Series(startups.stream().map(s -> figure.applyAsLong(s) / unit).toList());
  }

  /** Of each round both sides were measured soon after each other: the ratio is taken first. */
  private String ratio(Goal goal) {
    List<Double> ours = rates.getOrDefault(goal.ours(), List.of());
    List<Double> other = rates.getOrDefault(goal.other(), List.of());
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / other.get(i));
    }
    Series series = new Series(ratios);
    return String.format(
        Locale.ROOT,
        "%-32s %8.0f %8.0f %7.2f %15s %7.2f %s%n",
        goal.ours() + " : " + goal.other(),
        new Series(ours).median(),
        new Series(other).median(),
        series.median(),
        String.format(Locale.ROOT, "%.2f-%.2f", series.least(), series.most()),
        goal.least(),
        series.median() >= goal.least() ? "met" : "NOT MET");
  }

  private static String percentile(
      String what, List<Histogram> histograms, double share, double goal) {
    return figure(
        what,
        new Series(histograms.stream().map(h -> h.percentile(share).toNanos() / MILLION).toList()),
        goal);
  }

  /** A figure that should be small. */
  private static String figure(String what, Series series, double most) {
    return String.format(
        Locale.ROOT,
        "%-57s %7.2f %15s%s%n",
        what,
        series.median(),
        String.format(Locale.ROOT, "%.2f-%.2f", series.least(), series.most()),
        most == 0
            ? ""
            : String.format(
                Locale.ROOT, " %7.2f %s", most, series.median() <= most ? "met" : "NOT MET"));
  }
}
