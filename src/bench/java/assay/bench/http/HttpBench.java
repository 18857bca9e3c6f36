package assay.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import assay.config.crypto.Providers;
import assay.process.AssayServer;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code make bench-http}: measures everybody round after round, in turn, and prints the ratios to
 * the terminal and to {@code target/bench-http.txt}.
 */
public final class HttpBench {
  private static final Path REPORT = Path.of("target/bench-http.txt");
  private static final Path FOLDER = Path.of("target/bench-http");
  private static final Set<String> AT_HALF_RATE = Set.of("PostgreSQL", "SQLite");
  private static final int STARTS = 5;

  /**
   * Of each server, rounds that are not counted: the compiler is busy for half a minute of load.
   */
  private static final int WARM_UPS = 8;

  private final PrintStream out = new PrintStream(System.out, true, UTF_8);
  private final Report report = new Report();
  private final int rounds;
  private final int seconds;
  private final int keys;

  private HttpBench(int rounds, int seconds, int keys) {
    this.rounds = rounds;
    this.seconds = seconds;
    this.keys = keys;
  }

  /**
   * Takes the number of rounds, how many seconds each measurement lasts, and how many keys the
   * large stores have.
   *
   * @throws IOException where somebody cannot be started, or refuses what must be accepted
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    int rounds = Integer.parseInt(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    int keys = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000_000;
    new HttpBench(rounds, seconds, keys).run();
    System.exit(0); // whatever threads libraries leave behind
  }

  private void run() throws IOException, SQLException {
    Files.createDirectories(FOLDER);
    String heading = heading();
    out.println("measuring " + STARTS + " starts");
    report.startups(Startup.measure(FOLDER, STARTS));
    try (Stage stage = Stage.set(out, FOLDER, keys)) {
      for (Contender contender : stage.contenders()) {
        out.println("warming up: " + contender.name());
        for (int i = 0; i < WARM_UPS; i++) {
          contender.measure(seconds);
        }
      }
      for (int round = 0; round < rounds; round++) {
        out.println("round " + (round + 1) + " of " + rounds);
        measure(inTurn(stage.contenders(), round));
      }
      noteMemory(stage);
    }
    String text = heading + report.table();
    out.print(text);
    Files.writeString(REPORT, text);
  }

  /** Every other round backwards, so that nobody always follows the same one. */
  private static List<Contender> inTurn(List<Contender> contenders, int round) {
    List<Contender> order = new ArrayList<>(contenders);
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }

  private void measure(List<Contender> contenders) throws IOException {
    for (Contender contender : contenders) {
      double perSecond = contender.measure(seconds);
      report.rate(contender.name(), perSecond);
      out.printf(Locale.ROOT, "  %-24s %8.0f /s%n", contender.name(), perSecond);
    }
    for (Contender contender : contenders) {
      if (contender instanceof Verifying server && AT_HALF_RATE.contains(server.name())) {
        Histogram latencies = server.atHalfRate(seconds);
        report.latency(server.name(), latencies);
        out.printf(
            Locale.ROOT,
            "  %-24s %8.1f ms p99 at half rate%n",
            server.name(),
            latencies.percentile(0.99).toNanos() / 1e6);
      }
    }
  }

  private void noteMemory(Stage stage) throws IOException {
    for (AssayServer server : stage.large()) {
      report.note(
          "RSS with %d keys after all of it, %s: %d MiB"
              .formatted(
                  keys, String.join(" ", AssayServer.JAVA_OPTIONS), server.residentKib() / 1024));
    }
  }

  private String heading() throws IOException {
    return """

    %s, %s, %d processors, %s, load before %.1f
    Java %s, %s
    %d rounds of %d s; %d connections; load generator, servers and database on the same processors.

    """
        .formatted(
            processor(),
            System.getProperty("os.name"),
            Runtime.getRuntime().availableProcessors(),
            Instant.now().truncatedTo(ChronoUnit.MINUTES),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            Runtime.version(),
            Providers.best(),
            rounds,
            seconds,
            LoadGenerator.CONNECTIONS);
  }

  private static String processor() throws IOException {
    Path linux = Path.of("/proc/cpuinfo");
    if (!Files.exists(linux)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(linux).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
