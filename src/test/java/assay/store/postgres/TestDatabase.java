package assay.store.postgres;

import static org.junit.jupiter.api.Assumptions.abort;

import assay.store.postgres.connection.PostgresSettings;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of its own on the one PostgreSQL that this JVM's tests share. The server is started
 * when the first test asks for it and stops with the JVM (the library sees to it); where there are
 * no binaries for the platform the tests are skipped.
 */
public final class TestDatabase {
  static final String PATIENT = "&connect_timeout=30&statement_timeout=30000";
  private static final String TEMPLATE = "assay_template";
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static Optional<EmbeddedPostgres> server = Optional.empty();

  private final int port;
  private final String name;

  private TestDatabase(int port, String name) {
    this.port = port;
    this.name = name;
  }

  /** A new database without any table. */
  public static TestDatabase empty() throws Exception {
    return created("");
  }

  /** A new database with the schema applied. */
  public static TestDatabase withSchema() throws Exception {
    return created(" TEMPLATE " + TEMPLATE);
  }

  private static TestDatabase created(String from) throws Exception {
    int port = server().getPort();
    String name = "assay_" + NUMBERS.incrementAndGet();
    new TestDatabase(port, "postgres").execute("CREATE DATABASE " + name + from);
    return new TestDatabase(port, name);
  }

  private static synchronized EmbeddedPostgres server() throws Exception {
    if (server.isEmpty()) {
      EmbeddedPostgres started = start();
      server = Optional.of(started);
      new TestDatabase(started.getPort(), "postgres").execute("CREATE DATABASE " + TEMPLATE);
      migrate(new TestDatabase(started.getPort(), TEMPLATE));
    }
    return server.get();
  }

  private static void migrate(TestDatabase database) throws Exception {
    Vertx vertx = Vertx.vertx();
    PostgresStore.migrate(vertx, database.settings()).await(60, TimeUnit.SECONDS);
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private static EmbeddedPostgres start() throws IOException {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("max_connections", "200")
          .setServerConfig("autovacuum", "off")
          .setPGStartupWait(Duration.ofMinutes(3)) // which is ten seconds otherwise
          .start();
    } catch (IllegalStateException e) {
      return abort("no PostgreSQL binaries for this platform: " + e.getMessage());
    }
  }

  int port() {
    return port;
  }

  /** As a configuration names it. */
  public String uri() {
    return "postgresql://postgres@127.0.0.1:" + port + "/" + name;
  }

  /** The settings of a store that a slow machine does not make give up. */
  public PostgresSettings settings() {
    return settings(port, PATIENT);
  }

  /** The settings to reach this database through another port, such as a proxy's. */
  public PostgresSettings settings(int through, String parameters) {
    return PostgresSettings.parse(
        "postgresql://postgres@127.0.0.1:"
            + through
            + "/"
            + name
            + "?sslmode=disable"
            + parameters);
  }

  public PostgresSettings settingsOf(String user) {
    return PostgresSettings.parse(
        "postgresql://" + user + "@127.0.0.1:" + port + "/" + name + "?sslmode=disable" + PATIENT);
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Takes out what is in the schema's tables. */
  void clear() throws SQLException {
    execute(
        """
        TRUNCATE assay_key, assay_receipt, assay_refresh, assay_used_token, assay_decision, assay_spent_challenge,
          assay_challenge_secret;
        UPDATE assay_sweep_line SET expires_at = '-infinity', fence = '0';
        """);
  }

  /** Undoes a default_transaction_read_only that the database was given. */
  void allowWrites() throws SQLException {
    new TestDatabase(port, "postgres")
        .execute("ALTER DATABASE " + name + " RESET default_transaction_read_only");
  }

  /** The first column of the rows. */
  public List<Object> query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Object> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getObject(1));
      }
      return values;
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + name, "postgres", "");
  }
}
