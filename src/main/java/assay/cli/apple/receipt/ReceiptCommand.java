package assay.cli.apple.receipt;

import assay.cli.Terminal;
import assay.cli.verify.ReceiptAsGiven;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code assay receipt verify|refresh}. */
@Command(
    name = "receipt",
    description = "Verifies receipts, and exchanges them at Apple for newer ones.",
    synopsisSubcommandLabel = "(verify | refresh)")
public final class ReceiptCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private ReceiptCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its subcommands. */
  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new ReceiptCommand(terminal))
        .addSubcommand(new ReceiptAsGiven(terminal))
        .addSubcommand(new RefreshReceipt(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return 2;
  }
}
