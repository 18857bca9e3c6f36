package assay.cli.callers;

import assay.cli.Terminal;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code assay callers}: what to do about them. */
@Command(
    name = "callers",
    description = "Makes tokens for the services that ask.",
    synopsisSubcommandLabel = "token")
public final class CallersCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private CallersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its subcommand. */
  public static CommandLine of(Terminal terminal) {
    return of(terminal, new SecureRandom());
  }

  static CommandLine of(Terminal terminal, RandomGenerator random) {
    return new CommandLine(new CallersCommand(terminal))
        .addSubcommand(new TokenCommand(terminal, random));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return 2;
  }
}
