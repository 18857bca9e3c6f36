package assay.cli.apple.doctor;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.apple.TeamOptions;
import assay.cli.store.ConfigOption;
import assay.config.Configuration;
import assay.service.policy.ServedApp;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay doctor}: looks at everything that a server needs, and changes nothing. */
@Command(
    name = "doctor",
    description = {
      "Looks at what a server needs, before it runs or beside it: configuration, store, ports,"
          + " certificates, secrets, the clock, and whether Apple takes each team's private key."
          + " Changes nothing.",
      "Apple's hosts are asked about a device token and a receipt that are none, which costs"
          + " nothing; --offline leaves them alone."
    },
    footer = {
      "",
      "  assay doctor --config assay.yaml",
      "",
      "Exit code: 0 nothing is wrong, 1 something is, 2 the configuration cannot be used, so that"
          + " nothing else was looked at. What is marked ! makes no difference."
    })
public final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's configuration; variables ASSAY_… count as they do for it.")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--demo", description = "Looks at what assay serve --demo serves.")
  private boolean demo;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where --demo keeps its store and its secrets; default ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Option(names = "--offline", description = "Asks no host of Apple's.")
  private boolean offline;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;
  private final InstantSource clock;

  public DoctorCommand(Terminal terminal) {
    this(terminal, Clock.systemUTC());
  }

  DoctorCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws UnusableInput {
    if (spec.commandLine().getParseResult().matchedArgs().isEmpty()) {
      spec.commandLine().usage(terminal.out());
      return 2;
    }
    if (demo == config.isPresent()) {
      throw new UnusableInput("whose server? Give --config FILE, or --demo");
    }
    Configuration configuration;
    try {
      configuration =
          demo
              ? DemoConfiguration.read(data, clock.instant())
              : ConfigOption.read(config.orElseThrow());
    } catch (UnusableInput e) {
      print(new Checkup(unusable(e)));
      return 2;
    }
    Checkup checkup = examine(configuration);
    print(checkup);
    return checkup.isHealthy() ? 0 : 1;
  }

  private static List<Finding> unusable(UnusableInput e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().toList();
    return lines.stream()
        .skip(lines.size() > 1 ? 1 : 0)
        .map(line ->
            Finding.wrong(
                "configuration", line, "no server starts with it: mend it, and look again"))
        .toList();
  }

  private Checkup examine(Configuration configuration) {
    Instant now = clock.instant();
    List<Finding> findings = new ArrayList<>(configuration(configuration));
    Vertx vertx = Vertx.vertx();
    try {
      ListenerChecks listeners = new ListenerChecks(vertx);
      findings.addAll(listeners.check("public", configuration.publicListener()));
      findings.addAll(listeners.check("internal", configuration.internalListener()));
      findings.addAll(StoreChecks.check(vertx, configuration.store(), listeners.assayAnswered()));
      findings.addAll(
          SecretFiles.check(configuration, demo ? Optional.of(data) : Optional.empty()));
      findings.addAll(new CertificateChecks(now).check(configuration));
      findings.addAll(
          new AppleChecks(vertx, configuration, TeamOptions.sources(clock)).check(notAsked()));
    } finally {
      vertx.close().await();
    }
    return new Checkup(findings);
  }

  private Optional<String> notAsked() {
    return offline
        ? Optional.of("not asked, as --offline says")
        : Optional.of("not asked: the demo's is part of its server").filter(_ -> demo);
  }

  private static List<Finding> configuration(Configuration configuration) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.good(
            "configuration",
            "can be served; apps: "
                + configuration.apps().stream()
                    .map(ServedApp::name)
                    .collect(Collectors.joining(", "))));
    configuration
        .warnings()
        .forEach(warning ->
            findings.add(
                Finding.warning("configuration", warning, "change it, unless it is meant so")));
    return findings;
  }

  private void print(Checkup checkup) {
    if (json) {
      terminal.out().println(checkup.json());
    } else {
      checkup.print(terminal.out());
    }
  }
}
