package assay.cli.apple.devicecheck;

import assay.apple.AppleObserver;
import assay.apple.DeviceCheck;
import assay.apple.DeviceChecked;
import assay.cli.Input;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.apple.AppleCalls;
import assay.cli.apple.TeamOptions;
import assay.cli.store.ConfigOption;
import assay.config.Configuration;
import assay.core.App.Environment;
import assay.service.policy.ServedApp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whom to ask, in whose name, and of which device. */
final class DeviceOptions {
  static final String EXIT_CODE =
      "Exit code: 0 Apple answered, 1 it refused or gave no answer, 2 unusable input,"
          + " configuration or private key.";

  private static final int TEAM = 10;

  @Parameters(
      paramLabel = "TOKEN_FILE",
      arity = "0..1",
      description =
          "A file with what generateToken gave, in base64 or raw; - is standard input. Never the"
              + " token itself, which would stand in process lists.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's configuration; variables ASSAY_… count as they do for it.")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--app", paramLabel = "NAME", description = "With --config: whose device it is.")
  private Optional<String> app = Optional.empty();

  @Mixin private TeamOptions team = new TeamOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** What is asked. */
  @FunctionalInterface
  interface Asked {
    Future<DeviceChecked> of(DeviceCheck apple, String team, String token);
  }

  /** Whether anything was typed; where not, help is what is wanted. */
  boolean areGiven() {
    return !spec.commandLine().getParseResult().matchedArgs().isEmpty();
  }

  /** Asks once and tells; answers the exit code. */
  int ask(Terminal terminal, Asked asked) throws UnusableInput {
    if (!areGiven()) {
      spec.commandLine().usage(terminal.out());
      return 2;
    }
    if (file.isEmpty()) {
      throw new UnusableInput("which device? Give a file with its token, or - for standard input");
    }
    if (config.isPresent() == team.isGiven()) {
      throw new UnusableInput(
          "in whose name? Give --config FILE --app NAME, or --team, --key-id, --private-key and"
              + " --environment");
    }
    // in base64 without line breaks, however it was pasted
    String token = Input.read(terminal, file).bytes().base64();
    DeviceChecked outcome =
        config.isPresent() ? configured(config.get(), token, asked) : direct(token, asked);
    return Outcomes.of(outcome).end(terminal.out(), json);
  }

  private DeviceChecked direct(String token, Asked asked) throws UnusableInput {
    Environment environment =
        team.environment()
            .orElseThrow(() ->
                new UnusableInput(
                    "--environment is missing: tokens of apps from the App Store and TestFlight are"
                        + " production's, those of Xcode's builds development's"));
    return team.ask(environment, (id, apple) -> asked.of(apple.deviceCheck(), id, token).await());
  }

  private DeviceChecked configured(Path file, String token, Asked asked) throws UnusableInput {
    Configuration configuration = ConfigOption.read(file);
    ServedApp served =
        ConfigOption.app(
            configuration,
            app.orElseThrow(() -> new UnusableInput("which app? --config takes --app NAME")));
    Vertx vertx = Vertx.vertx();
    try {
      AppleCalls apple =
          AppleCalls.start(
                  vertx, configuration, TeamOptions.sources(Clock.systemUTC()), AppleObserver.NONE)
              .await();
      DeviceCheck host =
          Optional.ofNullable(apple.deviceChecks().get(served.environment()))
              .orElseThrow(() ->
                  new UnusableInput(
                      "no host is configured for apps of the environment "
                          + served.environment().text()
                          + ": give it in apple."
                          + served.environment().text()
                          + ".deviceCheck"));
      String who = team(served);
      TeamOptions.requireToken(apple.tokens(), who);
      return asked.of(host, who, token).await();
    } finally {
      vertx.close().await();
    }
  }

  /** Bits are a team's; an app whose App IDs are of several teams has no bits of its own. */
  private static String team(ServedApp served) throws UnusableInput {
    List<String> teams =
        served.app().appIds().stream().map(id -> id.substring(0, TEAM)).distinct().toList();
    if (teams.size() > 1) {
      throw new UnusableInput(
          "the App IDs of "
              + served.name()
              + " are of several teams, "
              + teams
              + ", each with bits of its own: ask with --team instead of --config");
    }
    return teams.getFirst();
  }
}
