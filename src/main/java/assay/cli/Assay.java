package assay.cli;

import assay.core.inspect.Kind;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code assay}: which subcommand, and what becomes of errors. */
@Command(
    name = "assay",
    description = "Verifies Apple App Attest attestations, assertions and receipts.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "assay 0.1.0",
    footer = {"", "assay COMMAND --help tells what a command takes."})
public final class Assay {
  public static final int UNUSABLE = 2;
  public static final int BUG = 3;

  private Assay() {}

  /** Runs one command and answers its exit code. */
  public static int run(Terminal terminal, String... arguments) {
    CommandLine line = new CommandLine(new Assay());
    line.addSubcommand(new ReplayCommand(terminal));
    line.addSubcommand(new InspectCommand(terminal));
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.registerConverter(Instant.class, Assay::instant);
    line.registerConverter(Kind.class, InspectCommand::kind);
    line.setExecutionExceptionHandler((exception, command, _) -> {
      if (exception instanceof UnusableInput) {
        terminal.err().println("assay: " + exception.getMessage());
        return UNUSABLE;
      }
      terminal
          .err()
          .println(
              "assay: a bug in " + command.getCommandName() + ", please report it: " + exception);
      return BUG;
    });
    if (arguments.length == 0) {
      line.usage(terminal.out());
      return UNUSABLE;
    }
    return line.execute(arguments);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw new CommandLine.TypeConversionException(
          "\"" + text + "\" is not a time such as 2026-04-21T18:13:12Z");
    }
  }
}
