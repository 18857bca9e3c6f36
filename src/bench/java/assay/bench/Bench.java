package assay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import assay.bench.Contender.Jmh;
import assay.bench.Contender.OpenSsl;
import assay.bench.Contender.Running;
import assay.config.Providers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * {@code make bench}: measures all contenders round after round, forwards and backwards in turn,
 * and prints the ratios, to the terminal and to {@code target/bench.txt}.
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

  /** Side by side stands what is compared; each contender is measured once a round. */
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

  /** What each contender reached in one round. */
  private record Round(Map<Contender, Double> rates) {
    double rate(Contender contender) {
      return Objects.requireNonNull(rates.get(contender));
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
    SequencedMap<Contender, Running> running = new LinkedHashMap<>();
    for (Contender contender : contenders()) {
      out.println("warming up: " + contender);
      running.put(contender, contender.start(seconds));
    }
    List<Round> measured = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      out.println("round " + (round + 1) + " of " + rounds);
      measured.add(round(round % 2 == 0 ? running : running.reversed()));
    }
    String report = heading(rounds) + table(measured);
    out.print(report);
    Files.writeString(REPORT, report);
  }

  private static SequencedSet<Contender> contenders() {
    SequencedSet<Contender> all = new LinkedHashSet<>();
    RATIOS.forEach(ratio -> all.addAll(List.of(ratio.other(), ratio.ours())));
    return all;
  }

  private Round round(SequencedMap<Contender, Running> running) throws IOException {
    Map<Contender, Double> rates = new HashMap<>();
    for (var contender : running.entrySet()) {
      double rate = contender.getValue().measure();
      out.printf(Locale.ROOT, "  %10.1f/s %s%n", rate, contender.getKey());
      rates.put(contender.getKey(), rate);
    }
    return new Round(rates);
  }

  private String heading(int rounds) throws IOException {
    return """

    %s, %s, %d processors, %s
    Java %s, %s, %s
    %d rounds; %d objects; iterations of %d s. One thread, per second of the process's CPU time.

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

  private static String table(List<Round> rounds) {
    String heading =
        String.format(
            "%-44s %8s %8s %7s %15s %7s%n", "", "ours/s", "other/s", "ratio", "min-max", "target");
    return RATIOS.stream().map(ratio -> row(ratio, rounds)).collect(joining("", heading, ""));
  }

  /** The medians of both and of their ratio in the same round, which is not the medians' ratio. */
  private static String row(Ratio ratio, List<Round> rounds) {
    double[] ratios = sorted(rounds, round -> round.rate(ratio.ours()) / round.rate(ratio.other()));
    double least = ratios[0];
    double most = ratios[ratios.length - 1];
    String judged =
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
        median(sorted(rounds, round -> round.rate(ratio.ours()))),
        median(sorted(rounds, round -> round.rate(ratio.other()))),
        median(ratios),
        String.format(Locale.ROOT, "%.2f-%.2f", least, most),
        judged);
  }

  private static double[] sorted(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).sorted().toArray();
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
