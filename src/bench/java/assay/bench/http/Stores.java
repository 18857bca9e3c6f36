package assay.bench.http;

import assay.core.Bytes;
import assay.device.KeySet;
import assay.process.PostgresServer;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.postgres.PostgresStore;
import assay.store.postgres.connection.PostgresSettings;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import assay.store.sqlite.file.UnusableDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Fills the stores that servers are then started on. As a million keys take minutes, a store that
 * was filled is kept for the next run, and servers get a copy; its name changes with the schemas.
 */
final class Stores {
  private static final Path SCHEMAS = Path.of("src/main/resources/schema");

  private final Map<String, KeySet> apps;
  private final String name;

  /**
   * Stores with the keys of each app.
   *
   * @param apps their names, and the keys that each has
   */
  Stores(String name, Map<String, KeySet> apps) throws IOException {
    this.apps = apps;
    int keys = apps.values().stream().mapToInt(KeySet::size).sum();
    this.name = "%s_%d_%s".formatted(name, keys, schemas().hex().substring(0, 12));
  }

  private static Bytes schemas() throws IOException {
    Bytes all = Bytes.EMPTY;
    try (Stream<Path> files = Files.walk(SCHEMAS)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all = Bytes.sha256(all, Bytes.of(Files.readAllBytes(file)));
      }
    }
    return all;
  }

  /** Puts a copy there, over whatever there was. */
  void copySqlite(Path kept, Path file) throws IOException {
    Path whole = kept.resolve(name + ".db");
    if (!Files.exists(whole)) {
      Path filling = kept.resolve("filling.db");
      deleteSqlite(filling);
      fill(open(filling));
      Files.move(filling, whole);
    }
    deleteSqlite(file);
    Files.copy(whole, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static SqliteStore open(Path file) throws IOException {
    try {
      return SqliteStore.open(file, SqliteSettings.DEFAULT, StoreObserver.NONE);
    } catch (UnusableDatabase e) {
      throw new IOException(e);
    }
  }

  private static void deleteSqlite(Path file) throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
    }
  }

  /** Makes the database a copy, whatever it was. */
  void copyPostgres(PostgresServer server, String database) throws IOException, SQLException {
    if (!server.has(name)) {
      server.execute("postgres", "DROP DATABASE IF EXISTS filling");
      server.execute("postgres", "CREATE DATABASE filling");
      fillPostgres(server, "filling");
      server.execute("filling", "VACUUM ANALYZE");
      server.execute("postgres", "ALTER DATABASE filling RENAME TO " + name);
    }
    server.execute("postgres", "DROP DATABASE IF EXISTS " + database);
    server.execute("postgres", "CREATE DATABASE " + database + " TEMPLATE " + name);
    server.execute(database, "CHECKPOINT");
  }

  private void fillPostgres(PostgresServer server, String database) throws IOException {
    Vertx vertx = Vertx.vertx();
    PostgresSettings settings = PostgresSettings.parse(server.url(database));
    fill(done(PostgresStore.open(vertx, settings, StoreObserver.NONE)));
    done(vertx.close());
  }

  private void fill(Store store) throws IOException {
    for (Map.Entry<String, KeySet> app : apps.entrySet()) {
      Seeding.register(store, app.getKey(), app.getValue(), Instant.now());
    }
    done(store.close());
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
