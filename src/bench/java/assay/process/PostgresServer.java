package assay.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL of our own: a data folder of its own, a free port of the loopback address, everybody
 * trusted, and every commit on the disk before it is told. Run by root it becomes another user, as
 * PostgreSQL insists.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String USER = "assay";

  /** Tells a cluster from one whose making was interrupted. */
  private static final String WHOLE = "initialised";

  private static final int MOST_POLLS = 3_000;
  private static final int POLL_NANOS = 10_000_000;

  private final Path binaries;
  private final Path data;
  private final Path log;
  private final int port;
  private final List<String> prefix;
  private Child child;

  private PostgresServer(Path binaries, Path folder, int port, List<String> prefix)
      throws IOException {
    this.binaries = binaries;
    this.data = folder.resolve("data");
    this.log = folder.resolve("postgres.log");
    this.port = port;
    this.prefix = prefix;
    this.child = spawn();
  }

  /**
   * Starts the server of a cluster, which is made where the folder has none.
   *
   * @param binaries the folder of {@code initdb} and {@code postgres}; clusters made by others than
   *     these must not be given
   */
  public static PostgresServer start(Path binaries, Path folder) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data").toAbsolutePath());
    List<String> prefix = asOther(folder.toAbsolutePath());
    if (!Files.exists(folder.resolve(WHOLE))) {
      initialise(binaries, data, prefix);
      Files.writeString(folder.resolve(WHOLE), "");
    }
    PostgresServer server =
        new PostgresServer(
            binaries.toAbsolutePath(), folder.toAbsolutePath(), Ports.free(), prefix);
    server.awaitReady();
    return server;
  }

  private static void initialise(Path binaries, Path data, List<String> prefix) throws IOException {
    List<String> initdb = new ArrayList<>(prefix);
    initdb.addAll(
        List.of(
            binaries.toAbsolutePath().resolve("initdb").toString(),
            "--pgdata=" + data,
            "--username=" + USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C"));
    Child.run(initdb, data);
  }

  private Child spawn() throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(binaries.resolve("postgres").toString(), "-D", data.toString()));
    for (String setting :
        List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "shared_buffers=256MB",
            "max_wal_size=4GB")) {
      command.addAll(List.of("-c", setting));
    }
    return Child.start(command, data, log);
  }

  /** Kills it as a power cut would, as far as it goes without one: an immediate shutdown. */
  public void kill() throws IOException {
    signal("QUIT");
    child.awaitEnd();
  }

  /** Starts it again on its data, and recovers what it must. */
  public void restart() throws IOException {
    child = spawn();
    awaitReady();
  }

  public int port() {
    return port;
  }

  public Path binaries() {
    return binaries;
  }

  /** How Assay is told of a database of this server. */
  public String url(String database) {
    return "postgresql://" + USER + "@127.0.0.1:" + port + "/" + database;
  }

  /** Whether there is a database of this name. */
  public boolean has(String database) throws SQLException {
    try (Connection connection = connect("postgres");
        PreparedStatement statement =
            connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
      statement.setString(1, database);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Runs one statement. */
  public void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?connectTimeout=5", USER, "");
  }

  private void awaitReady() throws IOException {
    for (int i = 0; child.isAlive() && i < MOST_POLLS; i++) {
      try (Connection _ = connect("postgres")) {
        return;
      } catch (SQLException _) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    throw new IOException("PostgreSQL does not start; see " + log + "\n" + child.lastWords());
  }

  private void signal(String name) throws IOException {
    Child.run(List.of("kill", "-" + name, Long.toString(child.pid())), data);
  }

  /** A fast shutdown: clients are thrown out. */
  @Override
  public void close() throws IOException {
    if (child.isAlive()) {
      signal("INT");
      child.awaitEnd();
    }
  }

  /** What root puts before a command to have another user run it, who then owns the folder. */
  private static List<String> asOther(Path folder) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    Child.run(List.of("chown", "-R", "nobody", folder.toString()), folder);
    List<String> prefix = List.of("setpriv", "--reuid=nobody", "--clear-groups");
    List<String> test = new ArrayList<>(prefix);
    test.addAll(List.of("test", "-w", folder.resolve("data").toString()));
    try {
      Child.run(test, Path.of("/"));
    } catch (IOException e) {
      throw new IOException(
          "PostgreSQL does not run as root, and the user nobody cannot get into "
              + folder
              + ": run this as another user, or in a folder that others may enter",
          e);
    }
    return prefix;
  }
}
