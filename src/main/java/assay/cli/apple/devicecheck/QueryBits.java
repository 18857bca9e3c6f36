package assay.cli.apple.devicecheck;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code assay devicecheck query}. */
@Command(
    name = "query",
    description = "Reads the two bits of a device, and the month in which one was last set.",
    footer = {
      "",
      "  assay devicecheck query --config assay.yaml --app shop token.b64",
      "",
      DeviceOptions.EXIT_CODE
    })
final class QueryBits implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private DeviceOptions options = new DeviceOptions();

  QueryBits(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    return options.ask(terminal, (apple, team, token) -> apple.query(team, token));
  }
}
