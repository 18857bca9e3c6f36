package assay.config.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where decisions are remembered. */
public sealed interface StoreConfig {
  /** How many decisions may wait before more are refused. */
  int queue();

  /**
   * The embedded store.
   *
   * @param file relative to the working directory
   */
  record Sqlite(Path file, int queue) implements StoreConfig {}

  /**
   * A server.
   *
   * @param tlsRoot the roots that the server's certificate must lead to, in PEM; without, the
   *     connection is not encrypted
   * @param poolSize how many connections
   * @param connectTimeout how long a connection may take to stand
   * @param statementTimeout how long a statement may take
   */
  record Postgres(
      String host,
      int port,
      String database,
      String user,
      Optional<Secret> password,
      Optional<Path> tlsRoot,
      int poolSize,
      Duration connectTimeout,
      Duration statementTimeout,
      int queue)
      implements StoreConfig {}
}
