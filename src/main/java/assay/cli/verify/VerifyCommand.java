package assay.cli.verify;

import assay.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code assay verify}: which kind of object. */
@Command(
    name = "verify",
    description =
        "Verifies one object and prints every step: ✓ passed, ✗ failed, – not reached; of a refusal also why, where that is found.",
    synopsisSubcommandLabel = "(attestation | assertion | receipt)",
    footer = {"", "Exit code: 0 accepted, 1 refused, 2 unusable input."})
public final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its three subcommands. */
  public static CommandLine of(Terminal terminal) {
    return withObjects(new CommandLine(new VerifyCommand(terminal)), terminal);
  }

  /** A command, with a subcommand for each kind of object. */
  public static CommandLine withObjects(CommandLine command, Terminal terminal) {
    return command
        .addSubcommand(new VerifyAttestation(terminal))
        .addSubcommand(new VerifyAssertion(terminal))
        .addSubcommand(new VerifyReceipt(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return 2;
  }
}
