package assay.cli.simulate;

import assay.cli.StopSignal;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.simulate.apple.ExchangeLog;
import assay.cli.simulate.apple.PlannedFault;
import assay.cli.simulate.apple.TeamFile;
import assay.core.App.Environment;
import assay.simulator.SimulatedApple;
import assay.simulator.apple.AppleSettings;
import assay.simulator.apple.FakeApple;
import assay.simulator.apple.bits.TokenRules;
import assay.simulator.apple.receipt.ReceiptRules;
import assay.simulator.apple.team.TeamKey;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code assay simulate apple}: Apple's servers for receipts and DeviceCheck, on loopback. */
@Command(
    name = "apple",
    description = {
      "Plays Apple's servers on 127.0.0.1: receipts are exchanged for newer ones with a risk"
          + " metric, and DeviceCheck's two bits are kept, for simulated devices.",
      "Tells each exchange and why it was answered so. Stops on SIGTERM or SIGINT, and forgets."
    },
    footer = {
      "",
      "FAULT is a status (429, 503, …), html, empty (200 with nothing), cut (half an answer), slow,"
          + " other-key (a receipt of another key) or other-root (one that nobody vouches for)."
          + " With :N the next N requests fail, without it all that follow; several are taken in"
          + " their order.",
      "",
      "Exit code: 0 stopped, 2 unusable input, or a port that is taken.",
      "",
      "  assay simulate apple",
      "  assay simulate apple --fault 429:3 --retry-after 30 --fault cut:1",
      "  assay simulate apple --team TEAMID1234:ABC123DEFG:AuthKey.p8"
    })
final class SimulateApple implements Callable<Integer> {
  private static final int LAST_PORT = 65535;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "The simulated Apple, as in assay simulate ca; made where it is missing; default"
              + " ${DEFAULT-VALUE}.")
  private Path ca = CaFile.DEFAULT;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Of the development host; production is on the next one; 0: any two; default"
              + " ${DEFAULT-VALUE}.")
  private int port = 8090;

  @Option(
      names = "--team",
      paramLabel = "TEAM:KEY:FILE",
      converter = TeamFile.Converter.class,
      description =
          "A team's id, its key's id, and the .p8 file that servers sign with; made where it is"
              + " missing. May be given again; default DEMOTEAM01:DEMOKEY001:"
              + "data/AuthKey_DEMOKEY001.p8.")
  private List<TeamFile> teams = new ArrayList<>();

  @Option(
      names = "--refresh-after",
      paramLabel = "SECONDS",
      description = "From a new receipt to the next one; default ${DEFAULT-VALUE}, a day.")
  private long refreshAfter = ReceiptRules.APPLES.untilRefresh().toSeconds();

  @Option(
      names = "--single-use",
      description = "Take a device token once only, and not as often as it is sent in its minute.")
  private boolean singleUse;

  @Option(
      names = "--fault",
      paramLabel = "FAULT[:N]",
      converter = PlannedFault.Converter.class,
      description = "What goes wrong; may be given again.")
  private List<PlannedFault> faults = new ArrayList<>();

  @Option(
      names = "--retry-after",
      paramLabel = "SECONDS",
      description = "Sent with a fault's status, as Retry-After.")
  private Optional<Long> retryAfter = Optional.empty();

  @Option(
      names = "--slow",
      paramLabel = "SECONDS",
      description = "How long what is slow takes; default ${DEFAULT-VALUE}.")
  private long slow = 5;

  @Option(names = "--json", description = "Print JSON: an object for each exchange.")
  private boolean json;

  private final Terminal terminal;

  SimulateApple(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    SecureRandom random = new SecureRandom();
    List<TeamFile> known = teams.isEmpty() ? List.of(TeamFile.DEMO) : teams;
    AppleSettings settings = settings(known, random);
    Vertx vertx = Vertx.vertx();
    try {
      FakeApple apple = start(vertx, settings, random);
      faults.forEach(fault ->
          fault.plan(
              apple.script(), retryAfter.map(Duration::ofSeconds), Duration.ofSeconds(slow)));
      greet(apple, known);
      StopSignal.await(() -> apple.close().await());
    } catch (InterruptedException _) {
      // told to stop in another way: what is left is closed below
    } finally {
      vertx.close().await();
    }
    return 0;
  }

  private AppleSettings settings(List<TeamFile> known, SecureRandom random) throws UnusableInput {
    if (port < 0 || port >= LAST_PORT) {
      throw new UnusableInput("--port: a number from 0 to " + (LAST_PORT - 1) + ", not " + port);
    }
    if (refreshAfter < 0 || slow < 0 || retryAfter.orElse(0L) < 0) {
      throw new UnusableInput("--refresh-after, --slow, --retry-after: no less than 0 seconds");
    }
    SimulatedApple apple = CaFile.openOrMake(ca, random, Instant.now()).apple();
    List<TeamKey> keys = new ArrayList<>();
    for (TeamFile team : known) {
      keys.add(team.openOrMake(random));
    }
    ReceiptRules receipts = ReceiptRules.APPLES;
    TokenRules tokens = TokenRules.APPLES;
    return new AppleSettings(
        apple,
        keys.stream().map(TeamKey::team).toList(),
        port,
        port == 0 ? 0 : port + 1,
        new ReceiptRules(Duration.ofSeconds(refreshAfter), receipts.life()),
        new TokenRules(tokens.tokenLife(), singleUse, tokens.clockTolerance()),
        new ExchangeLog(terminal.out(), json));
  }

  private static FakeApple start(Vertx vertx, AppleSettings settings, SecureRandom random)
      throws UnusableInput {
    try {
      return FakeApple.start(vertx, settings, InstantSource.system(), random).await();
    } catch (Exception e) { // whatever the system said of the ports
      throw new UnusableInput(
          "--port: the simulated Apple cannot listen: " + e.getMessage() + "; choose another");
    }
  }

  /** With JSON on standard output, this goes beside it. */
  private void greet(FakeApple apple, List<TeamFile> known) {
    var url = apple.uri(Environment.DEVELOPMENT);
    StringBuilder lines = new StringBuilder();
    for (TeamFile team : known) {
      lines
          .append("    ")
          .append(team.team())
          .append(": { keyId: ")
          .append(team.keyId())
          .append(", privateKeyFile: ")
          .append(team.file())
          .append(" }\n");
    }
    (json ? terminal.err() : terminal.out())
        .printf(
            """
            assay: Apple's development host, simulated  %s
            assay: Apple's production host, simulated   %s

            Have a server ask it for its test apps, which trust the roots of %s:

              teams:
            %s  apple:
                test: { attestationData: %s, deviceCheck: %s }

            Ctrl-C stops it. What it is asked:

            """,
            url, apple.uri(Environment.PRODUCTION), ca, lines, url, url);
  }
}
