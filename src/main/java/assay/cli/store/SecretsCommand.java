package assay.cli.store;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.config.Configuration;
import assay.service.challenge.ChallengeSecrets;
import assay.store.ChallengeSecret;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code assay secrets rotate}: a new secret for challenges. */
@Command(
    name = "secrets",
    description = "The secret that challenges are made with.",
    synopsisSubcommandLabel = "rotate")
public final class SecretsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private SecretsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its subcommand. */
  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new SecretsCommand(terminal)).addSubcommand(new Rotate(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return 2;
  }

  /** {@code assay secrets rotate}. */
  @Command(
      name = "rotate",
      description = {
        "Makes a new secret. Servers take it up within a minute; challenges made with the one",
        "before stay good for their lifetime, and those of any older one are good no more."
      },
      footer = {"", "Exit code: 0 rotated, 2 unusable."})
  static final class Rotate implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ConfigOption config = new ConfigOption();

    Rotate(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnusableInput {
      Configuration configuration = config.read();
      List<ChallengeSecret> secrets =
          config.withStore(
              configuration,
              store ->
                  Stores.awaited(
                      store.rotateSecret(
                          ChallengeSecrets.fresh(new SecureRandom()),
                          Instant.now().truncatedTo(ChronoUnit.MILLIS))));
      terminal.out().println("the secret is now number " + secrets.getFirst().number());
      return 0;
    }
  }
}
