package assay.cli.apple.devicecheck;

import assay.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code assay devicecheck query|update|validate}. */
@Command(
    name = "devicecheck",
    description = {
      "Asks Apple's DeviceCheck, which keeps two bits for each device and team; they survive a"
          + " reinstall, and the team's apps share them."
    },
    synopsisSubcommandLabel = "(query | update | validate)")
public final class DeviceCheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private DeviceCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its subcommands. */
  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new DeviceCheckCommand(terminal))
        .addSubcommand(new QueryBits(terminal))
        .addSubcommand(new UpdateBits(terminal))
        .addSubcommand(new ValidateToken(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return 2;
  }
}
