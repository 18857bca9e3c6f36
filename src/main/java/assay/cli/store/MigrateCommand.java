package assay.cli.store;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code assay migrate}: the schema, without starting a server. */
@Command(
    name = "migrate",
    description = "Brings the store's schema up to date; serve does the same when it starts.",
    footer = {"", "Exit code: 0 up to date, 2 unusable."})
public final class MigrateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  public MigrateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    List<String> applied = config.withVertx(config.read(), Stores::migrate);
    applied.forEach(name -> terminal.out().println("applied " + name));
    if (applied.isEmpty()) {
      terminal.out().println("the schema was up to date");
    }
    return 0;
  }
}
