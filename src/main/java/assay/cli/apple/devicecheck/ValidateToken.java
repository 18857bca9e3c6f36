package assay.cli.apple.devicecheck;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code assay devicecheck validate}. */
@Command(
    name = "validate",
    description = "Asks whether a token came from the team's app on an Apple device; sets nothing.",
    footer = {
      "",
      "  pbpaste | assay devicecheck validate --config assay.yaml --app shop -",
      "",
      DeviceOptions.EXIT_CODE
    })
final class ValidateToken implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private DeviceOptions options = new DeviceOptions();

  ValidateToken(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    return options.ask(terminal, (apple, team, token) -> apple.validate(team, token));
  }
}
