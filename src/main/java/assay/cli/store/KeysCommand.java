package assay.cli.store;

import assay.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code assay keys list|show|revoke}: an operator's view of the keys, with or without a server.
 */
@Command(
    name = "keys",
    description = "Lists, shows and revokes registered keys, beside a server that may be running.",
    synopsisSubcommandLabel = "(list | show | revoke)")
public final class KeysCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private KeysCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its subcommands. */
  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new KeysCommand(terminal))
        .addSubcommand(new ListKeys(terminal))
        .addSubcommand(new ShowKey(terminal))
        .addSubcommand(new RevokeKey(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return 2;
  }
}
