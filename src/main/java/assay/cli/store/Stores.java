package assay.cli.store;

import assay.cli.UnusableInput;
import assay.config.store.Secret;
import assay.config.store.StoreConfig;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.postgres.PostgresStore;
import assay.store.postgres.connection.PostgresSettings;
import assay.store.postgres.connection.TlsMode;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import assay.store.sqlite.file.UnusableDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The engine that a configuration names, opened for a server or beside one. */
public final class Stores {
  private static final int LONGEST_WAIT_SECONDS = 60;

  private Stores() {}

  /** Opens the store as a server does: its schema is brought up to date first. */
  public static Store open(Vertx vertx, StoreConfig config, StoreObserver observer)
      throws UnusableInput {
    return switch (config) {
      case StoreConfig.Sqlite sqlite -> {
        SqliteSettings defaults = SqliteSettings.DEFAULT;
        yield usable(() ->
            SqliteStore.open(
                sqlite.file(),
                new SqliteSettings(sqlite.queue(), defaults.mostTogether(), defaults.mostPages()),
                observer));
      }
      case StoreConfig.Postgres postgres ->
          awaited(PostgresStore.open(vertx, settings(postgres), observer));
    };
  }

  /**
   * Opens the store for a command, beside a server that may be running; the schema must be there.
   */
  public static Store beside(Vertx vertx, StoreConfig config) throws UnusableInput {
    return switch (config) {
      case StoreConfig.Sqlite sqlite -> usable(() -> SqliteStore.beside(sqlite.file()));
      case StoreConfig.Postgres postgres ->
          awaited(
              PostgresStore.open(vertx, settings(postgres).withoutMigrating(), StoreObserver.NONE));
    };
  }

  /** Brings the schema up to date and answers the names of what was applied. */
  static List<String> migrate(Vertx vertx, StoreConfig config) throws UnusableInput {
    return switch (config) {
      case StoreConfig.Sqlite sqlite -> usable(() -> SqliteStore.migrate(sqlite.file()));
      case StoreConfig.Postgres postgres ->
          awaited(PostgresStore.migrate(vertx, settings(postgres)));
    };
  }

  private static PostgresSettings settings(StoreConfig.Postgres config) {
    return new PostgresSettings(
        config.host(),
        config.port(),
        config.database(),
        config.user(),
        config.password().map(Secret::text),
        config.tlsRoot().isPresent() ? TlsMode.VERIFY_FULL : TlsMode.DISABLE,
        config.tlsRoot(),
        config.poolSize(),
        config.queue(),
        config.connectTimeout(),
        config.statementTimeout(),
        true);
  }

  private interface Opening<T> {
    T open() throws UnusableDatabase;
  }

  private static <T> T usable(Opening<T> opening) throws UnusableInput {
    try {
      return opening.open();
    } catch (UnusableDatabase e) {
      throw new UnusableInput(String.valueOf(e.getMessage()));
    }
  }

  /** Waits for what a command cannot go on without; what went wrong is for the person to read. */
  public static <T> T awaited(Future<T> future) throws UnusableInput {
    try {
      return future.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) { // whatever the store failed with, thrown on as it is
      throw new UnusableInput("the store cannot be used: " + e.getMessage());
    }
  }
}
