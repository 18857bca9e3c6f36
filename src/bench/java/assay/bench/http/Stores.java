package assay.bench.http;

import assay.device.KeySet;
import assay.process.PostgresServer;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.postgres.PostgresSettings;
import assay.store.postgres.PostgresStore;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import assay.store.sqlite.UnusableDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/** Fills the stores that servers are then started on. */
final class Stores {
  private Stores() {}

  /**
   * Makes a file with the keys of each app, over whatever was there.
   *
   * @param apps their names, and the keys that each has
   */
  static void fillSqlite(Path file, Map<String, KeySet> apps) throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
    }
    try {
      fill(SqliteStore.open(file, SqliteSettings.DEFAULT, StoreObserver.NONE), apps);
    } catch (UnusableDatabase e) {
      throw new IOException(e);
    }
  }

  /** Makes a database with the keys of each app. */
  static void fillPostgres(PostgresServer server, String database, Map<String, KeySet> apps)
      throws IOException, SQLException {
    server.execute("postgres", "CREATE DATABASE " + database);
    Vertx vertx = Vertx.vertx();
    PostgresSettings settings = PostgresSettings.parse(server.url(database));
    fill(done(PostgresStore.open(vertx, settings, StoreObserver.NONE)), apps);
    done(vertx.close());
    server.execute(database, "VACUUM ANALYZE");
    server.execute(database, "CHECKPOINT");
  }

  private static void fill(Store store, Map<String, KeySet> apps) throws IOException {
    for (Map.Entry<String, KeySet> app : apps.entrySet()) {
      Seeding.register(store, app.getKey(), app.getValue(), Instant.now());
    }
    done(store.close());
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
