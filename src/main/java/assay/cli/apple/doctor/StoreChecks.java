package assay.cli.apple.doctor;

import assay.cli.UnusableInput;
import assay.cli.store.Stores;
import assay.config.store.StoreConfig;
import assay.store.KeyCount;
import assay.store.Store;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the store can be opened, is of this program's version, and whose it is. */
final class StoreChecks {
  private static final String CHECK = "store";

  private StoreChecks() {}

  /**
   * Looks at the store beside a server that may be running.
   *
   * @param served whether a server answers at the configured ports
   */
  static List<Finding> check(Vertx vertx, StoreConfig config, boolean served) {
    if (config instanceof StoreConfig.Sqlite sqlite && Files.notExists(sqlite.file())) {
      return List.of(
          Finding.warning(
              CHECK,
              sqlite.file() + " is not there yet",
              "nothing, before the first start: assay serve makes it; else see whether the working"
                  + " directory is the server's"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(opened(vertx, config));
    findings.add(server(config, served));
    return findings;
  }

  private static Finding opened(Vertx vertx, StoreConfig config) {
    try {
      Store store = Stores.beside(vertx, config);
      try {
        Stores.awaited(store.ready());
        return counted(config, Stores.awaited(store.counts()));
      } finally {
        Stores.awaited(store.close());
      }
    } catch (UnusableInput e) {
      return Finding.wrong(
          CHECK,
          String.valueOf(e.getMessage()),
          "no server decides anything without its store: mend this first");
    }
  }

  private static Finding counted(StoreConfig config, List<KeyCount> counts) {
    long keys = counts.stream().mapToLong(KeyCount::keys).sum();
    long revoked = counts.stream().mapToLong(KeyCount::revoked).sum();
    return Finding.good(
        CHECK,
        name(config)
            + " opens, and its schema is this program's; keys: "
            + keys
            + ", of which revoked: "
            + revoked);
  }

  private static String name(StoreConfig config) {
    return switch (config) {
      case StoreConfig.Sqlite sqlite -> sqlite.file().toString();
      case StoreConfig.Postgres postgres ->
          postgres.database() + " at " + postgres.host() + ":" + postgres.port();
    };
  }

  private static Finding server(StoreConfig config, boolean served) {
    if (served) {
      return Finding.good("server", "one is running, at the configured ports");
    }
    if (config instanceof StoreConfig.Sqlite sqlite && isLocked(sqlite.file())) {
      return Finding.warning(
          "server",
          "one that does not answer at the configured ports has " + sqlite.file() + " open",
          "no second server can start on this file: see whether it runs by another configuration");
    }
    return Finding.good("server", "none is running on this machine by this configuration");
  }

  /**
   * Whether a server holds the lock beside the file. Asked for as a shared lock and let go of at
   * once, so that nobody else is kept from it for longer than that takes. Never in a server's own
   * process, which would lose its lock thereby.
   */
  private static boolean isLocked(Path file) {
    Path lock = file.toAbsolutePath().resolveSibling(file.getFileName() + ".lock");
    if (!Files.isReadable(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ)) {
      Optional<FileLock> ours = Optional.ofNullable(channel.tryLock(0, Long.MAX_VALUE, true));
      return ours.isEmpty();
    } catch (OverlappingFileLockException _) { // in a server's own process after all
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
