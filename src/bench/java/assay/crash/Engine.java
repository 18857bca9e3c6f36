package assay.crash;

import assay.process.PostgresBinaries;
import assay.process.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the server remembers in. */
sealed interface Engine extends AutoCloseable {
  String name();

  /** As configuration spells it. */
  String url();

  /** The faults of so many rounds in which the server is killed, in order. */
  List<Fault> faults(int rounds);

  @Override
  void close() throws IOException;

  /** A new file. */
  record Sqlite(String url) implements Engine {
    static Sqlite in(Path folder) throws IOException {
      Files.createDirectories(folder);
      return new Sqlite(
          "sqlite:" + Files.createTempDirectory(folder, "file-").getFileName() + "/a.db");
    }

    @Override
    public String name() {
      return "SQLite";
    }

    @Override
    public List<Fault> faults(int rounds) {
      return java.util.Collections.nCopies(rounds, Fault.SERVER);
    }

    @Override
    public void close() {}
  }

  /** A new database of a server of our own. */
  record Postgres(PostgresServer server) implements Engine {
    private static final String DATABASE = "crash";

    /** Nothing where this platform has no PostgreSQL to start. */
    static Optional<Postgres> in(Path folder) throws IOException, SQLException {
      Optional<Path> binaries = PostgresBinaries.embedded(Path.of("target/postgres-binaries"));
      if (binaries.isEmpty()) {
        binaries = PostgresBinaries.ofMachine();
      }
      if (binaries.isEmpty()) {
        return Optional.empty();
      }
      Path cluster = Files.createTempDirectory(folder, "postgres-");
      Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwxr-xr-x"));
      PostgresServer server = PostgresServer.start(binaries.get(), cluster);
      server.execute("postgres", "CREATE DATABASE " + DATABASE);
      return Optional.of(new Postgres(server));
    }

    @Override
    public String name() {
      return "PostgreSQL";
    }

    @Override
    public String url() {
      return server.url(DATABASE);
    }

    /** After every second one, the database; after every fourth, both. */
    @Override
    public List<Fault> faults(int rounds) {
      List<Fault> faults = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        faults.add(Fault.SERVER);
        if (i % 2 == 1) {
          faults.add(i % 4 == 3 ? Fault.BOTH : Fault.DATABASE);
        }
      }
      return faults;
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
