package assay.cli.apple.receipt;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.apple.TeamOptions;
import assay.cli.apple.Told;
import assay.cli.verify.given.TrustOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay receipt refresh}: of a registered key, or of a receipt in a file. */
@Command(
    name = "refresh",
    description = {
      "Asks Apple for a newer receipt, with the device's risk metric, and judges it.",
      "With --config, the receipt of a registered key: as a server does it, and beside one; what"
          + " comes is kept in the store. With --receipt, one in a file, without a store."
    },
    footer = {
      "",
      "  assay receipt refresh --config assay.yaml --app shop zgSY9YSD…",
      "  assay receipt refresh --receipt receipt.b64 --out newer.b64 \\",
      "      --team TEAMID1234 --key-id ABC123DEFG --private-key AuthKey.p8",
      "",
      "Exit code: 0 a newer receipt, which holds; 1 none, or one that does not hold; 2 unusable"
          + " input, configuration, store or private key."
    })
final class RefreshReceipt implements Callable<Integer> {
  @Parameters(
      paramLabel = "KEY_ID",
      arity = "0..1",
      description = "With --config: the key's id, base64 or base64url.")
  private Optional<String> keyId = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's configuration; variables ASSAY_… count as they do for it.")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--app", paramLabel = "NAME", description = "With --config: whose key it is.")
  private Optional<String> app = Optional.empty();

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = "A receipt in base64, base64url, hex, PEM or raw bytes; - is standard input.")
  private Optional<Path> receipt = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "With --receipt: where the newer receipt goes, in base64; may be the same file. Without,"
              + " it is printed.")
  private Optional<Path> out = Optional.empty();

  @Mixin private TeamOptions team = new TeamOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  RefreshReceipt(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    if (spec.commandLine().getParseResult().matchedArgs().isEmpty()) {
      spec.commandLine().usage(terminal.out());
      return 2;
    }
    if (config.isPresent() == receipt.isPresent()) {
      throw new UnusableInput(
          "whose receipt? Give --config FILE --app NAME KEY_ID, or --receipt FILE and the team");
    }
    return config.isPresent() ? ofKey(config.get()) : ofFile(receipt.orElseThrow());
  }

  private int ofKey(Path file) throws UnusableInput {
    if (team.isGiven() || out.isPresent() || trust.warning().isPresent()) {
      throw new UnusableInput(
          "--config says in whose name to ask, whom, and what to trust: leave out --team, --key-id,"
              + " --private-key, --environment, --host, --trust and --out");
    }
    if (app.isEmpty() || keyId.isEmpty()) {
      throw new UnusableInput("which key? --config takes --app NAME and KEY_ID");
    }
    Told told = RefreshOfKey.ask(file, app.get(), keyId.get());
    return told.end(terminal.out(), json);
  }

  private int ofFile(Path file) throws UnusableInput {
    if (app.isPresent() || keyId.isPresent()) {
      throw new UnusableInput(
          "--app and KEY_ID go with --config; a receipt in a file needs neither");
    }
    return new RefreshOfFile(terminal, team, trust, out, json).ask(file);
  }
}
