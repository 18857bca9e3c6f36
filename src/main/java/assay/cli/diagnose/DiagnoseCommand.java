package assay.cli.diagnose;

import assay.cli.Terminal;
import assay.cli.verify.VerifyCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code assay diagnose}: what was refused. */
@Command(
    name = "diagnose",
    description =
        "Says why evidence was refused: the mistake by name, what to change on which side, and the line as it should be.",
    synopsisSubcommandLabel = "(request | attestation | assertion | receipt)",
    footer = {
      "",
      "  pbpaste | assay diagnose request --config assay.yaml",
      "",
      "Exit code: 0 accepted, 1 refused, 2 unusable input."
    })
public final class DiagnoseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private DiagnoseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its subcommands. */
  public static CommandLine of(Terminal terminal) {
    CommandLine command =
        new CommandLine(new DiagnoseCommand(terminal)).addSubcommand(new DiagnoseRequest(terminal));
    return VerifyCommand.withObjects(command, terminal);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return 2;
  }
}
