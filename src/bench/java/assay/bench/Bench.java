package assay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import assay.bench.Contender.Jmh;
import assay.bench.Contender.OpenSsl;
import assay.bench.Contender.Running;
import assay.config.crypto.Providers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * {@code make bench}: measures both sides of each ratio round after round, now the one first and
 * now the other, and prints the ratios, to the terminal and to {@code target/bench.txt}.
 */
public final class Bench {
  private static final Path REPORT = Path.of("target/bench.txt");

  private static final Contender P256 = new OpenSsl("ecdsap256");
  private static final Contender P384 = new OpenSsl("ecdsap384");
  private static final Contender ASSERTION = ours("assertion");
  private static final Contender ATTESTATION = ours("attestation");
  private static final Contender WITH_RECEIPT = ours("attestationAndReceipt");

  /**
   * Ours against another.
   *
   * @param target the least that the project has set itself, or 0
   */
  private record Ratio(String what, Contender ours, Contender other, double target) {}

  private static final List<Ratio> RATIOS =
      List.of(
          new Ratio("assertion : openssl ecdsap256", ASSERTION, P256, 0.95),
          new Ratio("  every step told : not", ours("assertionWithSteps"), ASSERTION, 0),
          new Ratio("  veehaitch", ASSERTION, veehaitch("assertion", false), 6),
          new Ratio("  veehaitch, our provider", ASSERTION, veehaitch("assertion", true), 0.9),
          new Ratio("  webauthn4j", ASSERTION, webauthn4j("assertion", false), 10),
          new Ratio("  webauthn4j, our provider", ASSERTION, webauthn4j("assertion", true), 0.9),
          new Ratio("attestation : openssl ecdsap384", ATTESTATION, P384, 2.5),
          new Ratio("  every step told : not", ours("attestationWithSteps"), ATTESTATION, 0),
          new Ratio("  webauthn4j", ATTESTATION, webauthn4j("attestation", false), 10),
          new Ratio(
              "  webauthn4j, our provider", ATTESTATION, webauthn4j("attestation", true), 1.3),
          new Ratio("  veehaitch", ATTESTATION, veehaitch("attestation", false), 8),
          new Ratio("  veehaitch, our provider", ATTESTATION, veehaitch("attestation", true), 1.3),
          new Ratio("attestation and receipt : openssl ecdsap384", WITH_RECEIPT, P384, 0),
          new Ratio("  veehaitch", WITH_RECEIPT, veehaitch("attestationAndReceipt", false), 8),
          new Ratio(
              "  veehaitch, our provider",
              WITH_RECEIPT,
              veehaitch("attestationAndReceipt", true),
              1.3));

  /** Both sides of a ratio, measured one right after the other. */
  private record Pair(double ours, double other) {
    double ratio() {
      return ours / other;
    }
  }

  private final PrintStream out = new PrintStream(System.out, true, UTF_8);
  private final int seconds;

  private Bench(int seconds) {
    this.seconds = seconds;
  }

  private static Contender ours(String method) {
    return new Jmh(AssayBenchmark.class, method, false);
  }

  private static Contender veehaitch(String method, boolean providerFirst) {
    return new Jmh(VeehaitchBenchmark.class, method, providerFirst);
  }

  private static Contender webauthn4j(String method, boolean providerFirst) {
    return new Jmh(WebAuthn4jBenchmark.class, method, providerFirst);
  }

  /**
   * Takes the number of rounds, and how many seconds an iteration lasts.
   *
   * @throws IOException where a contender cannot be run
   */
  public static void main(String[] arguments) throws IOException {
    int rounds = Integer.parseInt(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    Evidence.make().write();
    new Bench(seconds).run(rounds);
  }

  private void run(int rounds) throws IOException {
    Map<Contender, Running> running = new HashMap<>();
    Map<Ratio, List<Pair>> measured = new LinkedHashMap<>();
    for (Ratio ratio : RATIOS) {
      measured.put(ratio, new ArrayList<>());
      running.put(ratio.ours(), start(ratio.ours(), running));
      running.put(ratio.other(), start(ratio.other(), running));
    }
    for (int round = 0; round < rounds; round++) {
      out.println("round " + (round + 1) + " of " + rounds);
      for (var pairs : measured.entrySet()) {
        Ratio ratio = pairs.getKey();
        Running ours = Objects.requireNonNull(running.get(ratio.ours()));
        Running other = Objects.requireNonNull(running.get(ratio.other()));
        Pair pair = round % 2 == 0 ? oursFirst(ours, other) : otherFirst(ours, other);
        out.printf(Locale.ROOT, "  %-44s %8.0f %8.0f%n", ratio.what(), pair.ours(), pair.other());
        pairs.getValue().add(pair);
      }
    }
    String report = heading(rounds) + table(measured);
    out.print(report);
    Files.writeString(REPORT, report);
  }

  private Running start(Contender contender, Map<Contender, Running> running) throws IOException {
    Running already = running.get(contender);
    if (already != null) {
      return already;
    }
    out.println("warming up: " + contender);
    return contender.start(seconds);
  }

  private static Pair oursFirst(Running ours, Running other) throws IOException {
    double first = ours.measure();
    return new Pair(first, other.measure());
  }

  private static Pair otherFirst(Running ours, Running other) throws IOException {
    double first = other.measure();
    return new Pair(ours.measure(), first);
  }

  private String heading(int rounds) throws IOException {
    return """

    %s, %s, %d processors, %s
    Java %s, %s, %s
    %d rounds; %d objects; iterations of %d s. One thread, per second of CPU time.

    """
        .formatted(
            processor(),
            System.getProperty("os.name"),
            Runtime.getRuntime().availableProcessors(),
            Instant.now().truncatedTo(ChronoUnit.MINUTES),
            Runtime.version(),
            Providers.best(),
            OpenSsl.version(),
            rounds,
            Evidence.CASES,
            seconds);
  }

  private static String processor() throws IOException {
    Path linux = Path.of("/proc/cpuinfo");
    String otherwise = System.getProperty("os.arch");
    if (!Files.exists(linux)) {
      return otherwise;
    }
    try (Stream<String> lines = Files.lines(linux)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    }
  }

  private static String table(Map<Ratio, List<Pair>> measured) {
    StringJoiner rows = new StringJoiner("");
    rows.add(
        String.format(
            "%-44s %8s %8s %7s %15s %7s%n", "", "ours/s", "other/s", "ratio", "min-max", "target"));
    measured.forEach((ratio, pairs) -> rows.add(row(ratio, pairs)));
    return rows.toString();
  }

  /** Medians; that of the ratios is not the ratio of the others. */
  private static String row(Ratio ratio, List<Pair> pairs) {
    double[] ratios = sorted(pairs, Pair::ratio);
    String target =
        ratio.target() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                " %7.2f %s",
                ratio.target(),
                median(ratios) >= ratio.target() ? "met" : "NOT MET");
    return String.format(
        Locale.ROOT,
        "%-44s %8.0f %8.0f %7.2f %15s%s%n",
        ratio.what(),
        median(sorted(pairs, Pair::ours)),
        median(sorted(pairs, Pair::other)),
        median(ratios),
        String.format(Locale.ROOT, "%.2f-%.2f", ratios[0], ratios[ratios.length - 1]),
        target);
  }

  private static double[] sorted(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
    return pairs.stream().mapToDouble(figure).sorted().toArray();
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
