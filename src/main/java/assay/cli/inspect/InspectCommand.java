package assay.cli.inspect;

import assay.cli.Input;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.config.crypto.Providers;
import assay.core.inspect.Encoding;
import assay.core.inspect.Inspection;
import assay.core.inspect.Inspector;
import assay.core.inspect.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay inspect}: what is in an object, without judging it. */
@Command(
    name = "inspect",
    description =
        "Shows what is in an attestation object, an assertion, authenticator data, a receipt or a"
            + " certificate: each field with its offset, value and meaning. Nothing is verified.",
    footer = {
      "",
      "The object may be raw, hexadecimal, base64, base64url or PEM, which is found by itself.",
      "Exit code: 0 decoded whole, 1 malformed somewhere, 2 unusable input.",
      "",
      "  assay inspect attestation.b64",
      "  pbpaste | assay inspect"
    })
public final class InspectCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The object; standard input where it is - or absent.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "attestation, assertion, authenticator-data, receipt or certificate; found by itself"
              + " where it is absent.")
  private Optional<Kind> kind = Optional.empty();

  @Option(names = "--json", description = "Print the tree as JSON, with all values in full.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private final Terminal terminal;

  /** The command on a terminal. */
  public InspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    if (file.isEmpty() && terminal.interactive()) {
      spec.commandLine().usage(terminal.out()); // rather than wait for somebody to type an object
      return 2;
    }
    Encoding.Decoded decoded = Input.read(terminal, file);
    Inspector inspector = new Inspector(Providers.jdk());
    Inspection inspection =
        kind.isPresent()
            ? inspector.inspect(decoded.bytes(), kind.get())
            : inspector.inspect(decoded.bytes());
    return switch (inspection) {
      case Inspection.Unusable unusable ->
          throw new UnusableInput(
              Input.name(file) + ": " + encoded(decoded.encoding()) + unusable.reason());
      case Inspection.Recognised recognised -> {
        InspectReport report = new InspectReport(recognised, decoded);
        if (json) {
          report.json(terminal.out());
        } else {
          report.text(terminal.out());
        }
        yield recognised.whole() ? 0 : 1;
      }
    };
  }

  private static String encoded(Encoding encoding) {
    return encoding == Encoding.RAW ? "" : "in " + encoding.label() + ": ";
  }

  /** The kind of a name. */
  public static Kind kind(String text) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.slug().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new CommandLine.TypeConversionException(
                "\""
                    + text
                    + "\" is none of "
                    + Arrays.stream(Kind.values())
                        .map(Kind::slug)
                        .collect(Collectors.joining(", "))));
  }
}
