package assay;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.apple.devicecheck.DeviceCheckCommand;
import assay.cli.apple.doctor.DoctorCommand;
import assay.cli.apple.receipt.ReceiptCommand;
import assay.cli.callers.CallersCommand;
import assay.cli.decision.DecisionCommand;
import assay.cli.diagnose.DiagnoseCommand;
import assay.cli.inspect.InspectCommand;
import assay.cli.replay.ReplayCommand;
import assay.cli.serve.ServeCommand;
import assay.cli.simulate.SimulateCommand;
import assay.cli.store.BackupCommand;
import assay.cli.store.KeysCommand;
import assay.cli.store.MigrateCommand;
import assay.cli.store.SecretsCommand;
import assay.cli.verify.VerifyCommand;
import assay.config.crypto.Providers;
import assay.core.Printable;
import assay.core.inspect.Kind;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command {@code assay}: which subcommand, and what becomes of errors. */
@Command(
    name = "assay",
    description = "Verifies Apple App Attest attestations, assertions and receipts.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {"", "assay COMMAND --help tells what a command takes."})
public final class Main {
  public static final int UNUSABLE = 2;
  public static final int BUG = 3;
  private static final String VERSION = "0.1.0";

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /** Runs one command and answers its exit code. */
  public static int run(Terminal terminal, String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new InspectCommand(terminal));
    line.addSubcommand(VerifyCommand.of(terminal));
    line.addSubcommand(DiagnoseCommand.of(terminal));
    line.addSubcommand(new ReplayCommand(terminal));
    line.addSubcommand(DecisionCommand.of(terminal));
    line.addSubcommand(new ServeCommand(terminal));
    line.addSubcommand(new DoctorCommand(terminal));
    line.addSubcommand(KeysCommand.of(terminal));
    line.addSubcommand(ReceiptCommand.of(terminal));
    line.addSubcommand(DeviceCheckCommand.of(terminal));
    line.addSubcommand(CallersCommand.of(terminal));
    line.addSubcommand(SecretsCommand.of(terminal));
    line.addSubcommand(new MigrateCommand(terminal));
    line.addSubcommand(new BackupCommand(terminal));
    line.addSubcommand(SimulateCommand.of(terminal));
    line.getSubcommands().values().forEach(Main::addHelp);
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.registerConverter(Instant.class, Main::instant);
    line.registerConverter(Kind.class, InspectCommand::kind);
    line.setExecutionExceptionHandler((exception, command, _) -> {
      if (exception instanceof UnusableInput) {
        String message = String.valueOf(exception.getMessage());
        String lines = message.lines().map(Printable::of).collect(Collectors.joining("\n"));
        terminal.err().println("assay: " + lines);
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
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError | StackOverflowError e) {
      terminal.err().println("assay: a bug, please report it: " + e);
      return BUG;
    }
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
    command.getSubcommands().values().forEach(Main::addHelp);
  }

  /** What runs: this program, and who checks its signatures. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      Provider provider = Providers.best();
      return new String[] {
        "assay " + VERSION,
        "signatures by " + provider.getName() + " " + provider.getVersionStr(),
        "Java " + Runtime.version()
      };
    }
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
