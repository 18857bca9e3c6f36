package assay.store.postgres.connection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;

/** Opens sessions as the settings say. */
public final class Connector {
  private final Vertx vertx;
  private final PostgresSettings settings;

  private final ClientSSLOptions tls;

  /**
   * Reads the roots to trust.
   *
   * @throws IllegalArgumentException where that cannot be done
   */
  public Connector(Vertx vertx, PostgresSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.tls = tls(settings);
  }

  public PostgresSettings settings() {
    return settings;
  }

  /**
   * Connects and prepares a session, within the connect timeout. Must be called on a context of the
   * store; the session's events arrive there.
   */
  public Future<Session> open() {
    Pool pool = pool();
    return pool.getConnection()
        .compose(connection -> prepared(connection).map(done -> new Session(pool, connection)))
        .timeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> pool.close());
  }

  /** A pool of one: closing it is the one way to let go of a socket that does not answer. */
  private Pool pool() {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(1))
        .with(
            new NetClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true))
        .connectingTo(options())
        .using(vertx)
        .build();
  }

  private PgConnectOptions options() {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setDatabase(settings.database())
            .setUser(settings.user())
            .setCachePreparedStatements(true)
            .setSslMode(sslMode())
            .setSslOptions(tls)
            .addProperty("application_name", "assay");
    settings.password().ifPresent(options::setPassword);
    return options;
  }

  private SslMode sslMode() {
    return switch (settings.tls()) {
      case DISABLE -> SslMode.DISABLE;
      case PREFER -> SslMode.PREFER;
      case REQUIRE -> SslMode.REQUIRE;
      case VERIFY_FULL -> SslMode.VERIFY_FULL;
    };
  }

  private static ClientSSLOptions tls(PostgresSettings settings) {
    if (settings.tls() != TlsMode.VERIFY_FULL) {
      return new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm("");
    }
    return new ClientSSLOptions()
        .setHostnameVerificationAlgorithm("HTTPS")
        .setTrustOptions(settings.root().map(Connector::pem).orElseGet(Connector::ofTheRuntime));
  }

  private static TrustOptions pem(Path file) {
    try {
      return new PemTrustOptions().addCertValue(Buffer.buffer(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read sslrootcert " + file, e);
    }
  }

  private static TrustOptions ofTheRuntime() {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return TrustOptions.wrap(factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the Java runtime has no roots; give sslrootcert", e);
    }
  }

  /**
   * What every decision counts on, whatever the database's defaults are: statements see what is
   * committed when they begin, an answer is durable, and nothing runs for long.
   */
  private Future<?> prepared(SqlConnection connection) {
    return connection
        .query(
            """
            SELECT set_config('statement_timeout', '%d', false),
              set_config('lock_timeout', '0', false),
              set_config('default_transaction_isolation', 'read committed', false),
              set_config('synchronous_commit',
                CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
                ELSE current_setting('synchronous_commit') END, false)
            """
                .formatted(settings.statementTimeout().toMillis()))
        .execute();
  }
}
