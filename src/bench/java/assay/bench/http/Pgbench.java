package assay.bench.http;

import assay.process.Child;
import assay.process.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The least that a durable counter costs: PostgreSQL's own load generator, 32 connections, one
 * prepared statement that moves one counter of a thousand.
 */
final class Pgbench implements Contender {
  private static final String DATABASE = "counters";
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final PostgresServer server;
  private final Path folder;

  Pgbench(PostgresServer server, Path folder) throws IOException, SQLException {
    this.server = server;
    this.folder = folder;
    server.execute("postgres", "DROP DATABASE IF EXISTS " + DATABASE);
    server.execute("postgres", "CREATE DATABASE " + DATABASE);
    server.execute(
        DATABASE, "CREATE TABLE counter (id integer PRIMARY KEY, counter bigint NOT NULL)");
    server.execute(DATABASE, "INSERT INTO counter SELECT id, 0 FROM generate_series(1, 1000) id");
    server.execute(DATABASE, "VACUUM ANALYZE counter");
    Files.writeString(
        folder.resolve("counter.sql"),
        """
        \\set id random(1, 1000)
        UPDATE counter SET counter = counter + 1 WHERE id = :id;
        """);
  }

  /** Such as 15.8, of the binaries in a folder. */
  static String version(Path binaries) throws IOException {
    String printed =
        Child.run(List.of(binaries.resolve("pgbench").toString(), "--version"), Path.of(""));
    return printed.replaceFirst("\\D*([0-9.]+)[\\s\\S]*", "$1");
  }

  @Override
  public String name() {
    return "pgbench";
  }

  @Override
  public double measure(int seconds) throws IOException {
    String printed =
        Child.run(
            List.of(
                server.binaries().resolve("pgbench").toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=32",
                "--jobs=2",
                "--time=" + seconds,
                "--file=counter.sql",
                "--host=127.0.0.1",
                "--port=" + server.port(),
                "--username=" + PostgresServer.USER,
                DATABASE),
            folder);
    Matcher rate = RATE.matcher(printed);
    if (!rate.find()) {
      throw new IOException("pgbench told no rate: " + printed);
    }
    return Double.parseDouble(rate.group(1));
  }
}
