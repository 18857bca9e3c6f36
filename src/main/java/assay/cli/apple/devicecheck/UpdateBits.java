package assay.cli.apple.devicecheck;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay devicecheck update}. */
@Command(
    name = "update",
    description = "Sets one bit of a device, or both; a bit that is not given stays as it is.",
    footer = {
      "",
      "  assay devicecheck update --config assay.yaml --app shop --bit0 true token.b64",
      "",
      DeviceOptions.EXIT_CODE
    })
final class UpdateBits implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--bit0", paramLabel = "true|false", arity = "1", description = "The first bit.")
  private Optional<String> bit0 = Optional.empty();

  @Option(names = "--bit1", paramLabel = "true|false", arity = "1", description = "The second bit.")
  private Optional<String> bit1 = Optional.empty();

  @Mixin private DeviceOptions options = new DeviceOptions();

  UpdateBits(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    Optional<Boolean> first = bit("--bit0", bit0);
    Optional<Boolean> second = bit("--bit1", bit1);
    if (first.isEmpty() && second.isEmpty() && options.areGiven()) {
      throw new UnusableInput("which bit? Give --bit0, --bit1 or both, each true or false");
    }
    return options.ask(terminal, (apple, team, token) -> apple.update(team, token, first, second));
  }

  /** Nothing else is false: what is mistyped must not clear a bit. */
  private static Optional<Boolean> bit(String option, Optional<String> text) throws UnusableInput {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (text.get()) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> throw new UnusableInput(option + " is true or false, not " + text.get());
    };
  }
}
