package assay.bench.http;

import assay.device.KeySet;
import assay.http.server.EchoServer;
import assay.process.AssayServer;
import assay.process.Child;
import assay.process.Ports;
import assay.process.PostgresBinaries;
import assay.process.PostgresServer;
import assay.process.ServedApps;
import assay.simulator.maker.authority.TestApple;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody who is measured, started and filled; all of it ends with this. */
final class Stage implements AutoCloseable {
  /** The app that asks for challenges, as apps do. */
  static final String APP = "app";

  /** The app whose counter alone stops replays. */
  static final String BARE = "bare";

  /** Outlives a run; {@code make clean} removes it. */
  private static final Path KEPT = Path.of("target/bench-stores");

  private static final int FEW = 1_000;
  private static final TestApple APPLE = TestApple.of("bench over HTTP");
  private static final Map<String, String> POLICIES =
      Map.of(APP, "{}", BARE, "{ challenge: none }");

  private final PrintStream out;
  private final Path folder;
  private final KeySet few = KeySet.of("a thousand", FEW);
  private final KeySet many;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Contender> contenders = new ArrayList<>();
  private final List<AssayServer> large = new ArrayList<>();

  private Stage(PrintStream out, Path folder, int keys) {
    this.out = out;
    this.folder = folder;
    this.many = KeySet.of("very many", keys);
  }

  /**
   * Starts everybody.
   *
   * @param keys how many the large stores have
   */
  static Stage set(PrintStream out, Path folder, int keys) throws IOException, SQLException {
    Files.createDirectories(folder);
    Files.createDirectories(KEPT);
    Stage stage = new Stage(out, folder, keys);
    try {
      stage.startPostgres();
      stage.startSqlite();
      stage.startExpress();
      stage.startEcho();
      return stage;
    } catch (IOException | SQLException | RuntimeException e) {
      stage.close();
      throw e;
    }
  }

  private void startPostgres() throws IOException, SQLException {
    Optional<Path> binaries = PostgresBinaries.ofMachine();
    if (binaries.isEmpty()) {
      out.println(
          "PostgreSQL is left out: there is no /usr/lib/postgresql/*/bin with pgbench;"
              + " apt-get install postgresql brings it");
      return;
    }
    out.println("starting PostgreSQL of " + binaries.get());
    PostgresServer server =
        PostgresServer.start(
            binaries.get(), KEPT.resolve("postgres-" + Pgbench.version(binaries.get())));
    open.push(server);
    contenders.add(new Pgbench(server, folder));
    out.println("registering " + many.size() + " keys in PostgreSQL, once");
    storesOfFew().copyPostgres(server, "few");
    storesOfMany().copyPostgres(server, "many");
    startAssay("PostgreSQL", server.url("few"), server.url("many"));
  }

  private void startSqlite() throws IOException {
    out.println("registering " + many.size() + " keys in SQLite, once");
    storesOfFew().copySqlite(KEPT, folder.resolve("few.db"));
    storesOfMany().copySqlite(KEPT, folder.resolve("many.db"));
    AssayServer server = startAssay("SQLite", "sqlite:../few.db", "sqlite:../many.db");
    contenders.add(
        new Posting(
            "challenges",
            server.publicPort(),
            Request.postOfDevice(ChallengePool.path(APP), ChallengePool.BODY)));
  }

  private Stores storesOfFew() throws IOException {
    return new Stores("few", Map.of(APP, few, BARE, few));
  }

  private Stores storesOfMany() throws IOException {
    return new Stores("many", Map.of(APP, many));
  }

  private AssayServer startAssay(String engine, String storeOfFew, String storeOfMany)
      throws IOException {
    out.println("starting the servers on " + engine);
    AssayServer server = serve(engine + "-few", storeOfFew);
    AssayServer other = serve(engine + "-many", storeOfMany);
    large.add(other);
    int port = server.internalPort();
    contenders.add(new Verifying(engine, port, APP, true, new Assertions(few, APP)));
    contenders.add(new Verifying(engine + ", bare", port, BARE, false, new Assertions(few, BARE)));
    contenders.add(
        new Verifying(
            engine + ", many", other.internalPort(), APP, true, new Assertions(many, APP)));
    return server;
  }

  private AssayServer serve(String name, String store) throws IOException {
    AssayServer server = AssayServer.start(folder.resolve(name), store, APPLE, POLICIES);
    open.push(server);
    server.awaitReady();
    return server;
  }

  private void startExpress() throws IOException {
    out.println("starting express");
    Express express = Express.start(Path.of("target/bench-npm"), few);
    open.push(express);
    contenders.add(
        new Verifying("express", express.port(), BARE, false, new Assertions(few, BARE)));
  }

  /** A server without anything of ours, and then ours without what it decides. */
  private void startEcho() throws IOException {
    out.println("starting the echoes");
    int port = Ports.free();
    echo("echo", port, Echo.class, Integer.toString(port));
    int own = Ports.free();
    Path home = Files.createDirectories(folder.resolve("own-echo"));
    Path configuration =
        ServedApps.write(home, "sqlite:never.db", own, Ports.free(), APPLE, POLICIES);
    echo("own echo", own, EchoServer.class, configuration.toAbsolutePath().toString());
  }

  private void echo(String name, int port, Class<?> program, String argument) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(AssayServer.JAVA_OPTIONS);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), program.getName(), argument));
    open.push(Child.start(command, Path.of("").toAbsolutePath(), folder.resolve(name + ".log")));
    Ports.awaitListener(port);
    contenders.add(
        new Posting(name, port, Request.postOfDevice(ChallengePool.path(APP), ChallengePool.BODY)));
  }

  /** In the order in which they are measured. */
  List<Contender> contenders() {
    return List.copyOf(contenders);
  }

  /** The servers with very many keys. */
  List<AssayServer> large() {
    return List.copyOf(large);
  }

  /** A fresh server on an empty SQLite file, not ready yet. */
  static AssayServer fresh(Path folder) throws IOException {
    return AssayServer.start(folder, "sqlite:assay.db", APPLE, POLICIES);
  }

  /** Ends them all, the last one first. */
  @Override
  public void close() {
    for (AutoCloseable one : open) {
      try {
        one.close();
      } catch (Exception e) {
        out.println("does not end: " + e.getMessage());
      }
    }
  }
}
