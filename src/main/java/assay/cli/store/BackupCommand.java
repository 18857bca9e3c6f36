package assay.cli.store;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.config.store.StoreConfig;
import assay.store.sqlite.SqliteStore;
import assay.store.sqlite.file.UnusableDatabase;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code assay backup FILE}: a copy of the embedded store, while the server goes on. */
@Command(
    name = "backup",
    description = "Copies the embedded store, as it is at one moment, while the server goes on.",
    footer = {"", "Exit code: 0 copied and on the disk, 2 unusable; nothing is left behind then."})
public final class BackupCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "FILE", description = "Where to; must not be there yet.")
  private Path target = Path.of("backup.db");

  public BackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    switch (config.read().store()) {
      case StoreConfig.Sqlite sqlite -> copy(sqlite.file());
      case StoreConfig.Postgres _ ->
          throw new UnusableInput(
              "the store is a PostgreSQL database: back it up with its own tools, such as pg_dump");
    }
    return 0;
  }

  private void copy(Path source) throws UnusableInput {
    try {
      SqliteStore.backup(source, target);
    } catch (UnusableDatabase e) {
      throw new UnusableInput(String.valueOf(e.getMessage()));
    }
    terminal
        .out()
        .println("copied " + source + " to " + target + "; it holds the challenge secret too");
  }
}
