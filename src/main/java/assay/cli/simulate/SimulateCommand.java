package assay.cli.simulate;

import assay.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code assay simulate}: which part of the simulator. */
@Command(
    name = "simulate",
    description = "Plays devices, and the Apple that vouches for them, against a server.",
    synopsisSubcommandLabel = "(apple | ca | device)",
    footer = {
      "",
      "What is simulated is accepted by test apps only, and only by those that trust the roots"
          + " that assay simulate ca writes.",
      "",
      "  assay serve --demo          in one terminal",
      "  assay simulate device       in another"
    })
public final class SimulateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its subcommands. */
  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new SimulateCommand(terminal))
        .addSubcommand(new SimulateApple(terminal))
        .addSubcommand(new SimulateCa(terminal))
        .addSubcommand(new SimulateDevice(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return 2;
  }
}
