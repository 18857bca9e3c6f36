package assay.store.postgres.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which database, and how it is used.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param password not for logs; nothing where the server asks for none
 * @param root a PEM file with the roots to trust for {@link TlsMode#VERIFY_FULL}; without one,
 *     those of the Java runtime
 * @param lanes connections for assertion checks, 1 to 64; each carries one group of decisions at a
 *     time. An instance opens three connections more, for everything else
 * @param mostWaiting how many decisions may wait; more are refused at once
 * @param connectTimeout until a connection is ready, the log-in included
 * @param statementTimeout for one statement, at most {@link #LONGEST_STATEMENT}; also how long a
 *     decision may wait to be tried
 * @param migrates whether opening the store brings the schema up to date, or only checks it
 */
public record PostgresSettings(
    String host,
    int port,
    String database,
    String user,
    Optional<String> password,
    TlsMode tls,
    Optional<Path> root,
    int lanes,
    int mostWaiting,
    Duration connectTimeout,
    Duration statementTimeout,
    boolean migrates) {

  /** Beyond that nobody waits for an answer any more. */
  public static final Duration LONGEST_STATEMENT = Duration.ofSeconds(30);

  static final int DEFAULT_PORT = 5432;
  static final int DEFAULT_LANES = 2;
  static final int DEFAULT_MOST_WAITING = 8192;
  static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(3);
  static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(5);

  public PostgresSettings {
    require(port > 0 && port < 65536, "a port is from 1 to 65535, not " + port);
    require(lanes > 0 && lanes <= 64, "there are 1 to 64 connections for checks, not " + lanes);
    require(mostWaiting > 0, "at least one decision must be allowed to wait");
    require(
        !connectTimeout.isNegative() && !connectTimeout.isZero(),
        "the connect timeout must be positive");
    require(
        statementTimeout.toMillis() > 0 && statementTimeout.compareTo(LONGEST_STATEMENT) <= 0,
        "the statement timeout is from 1 to " + LONGEST_STATEMENT.toMillis() + " ms");
    require(
        root.isEmpty() || tls == TlsMode.VERIFY_FULL,
        "sslrootcert is of use only with sslmode=verify-full");
  }

  /**
   * Reads {@code postgresql://user@host:port/database?sslmode=verify-full&…}. Parameters: {@code
   * sslmode}, {@code sslrootcert}, {@code connect_timeout} (seconds), {@code statement_timeout}
   * (milliseconds), {@code connections} (those for checks). Names and values are percent-encoded.
   *
   * @throws IllegalArgumentException with what is wrong, also for a password: those come by file or
   *     variable only
   */
  public static PostgresSettings parse(String uri) {
    return ConnectionUri.parse(uri);
  }

  public PostgresSettings withPassword(String secret) {
    return with(Optional.of(secret), mostWaiting, migrates);
  }

  public PostgresSettings withMostWaiting(int most) {
    return with(password, most, migrates);
  }

  /** Only checks the schema; {@code assay migrate} brings it up to date. */
  public PostgresSettings withoutMigrating() {
    return with(password, mostWaiting, false);
  }

  private PostgresSettings with(Optional<String> secret, int most, boolean migrating) {
    return new PostgresSettings(
        host,
        port,
        database,
        user,
        secret,
        tls,
        root,
        lanes,
        most,
        connectTimeout,
        statementTimeout,
        migrating);
  }

  /** Where the database is, for people; without the password. */
  @Override
  public String toString() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return "postgresql://" + user + "@" + name + ":" + port + "/" + database;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
