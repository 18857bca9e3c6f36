package assay.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import assay.process.Child;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * {@code make crash}: kills the server under load, at random moments, and looks for what was
 * acknowledged.
 */
public final class Crash {
  private static final Path FOLDER = Path.of("target/crash");

  private final PrintStream out = new PrintStream(System.out, true, UTF_8);
  private final int rounds;
  private final long seed;

  private Crash(int rounds, long seed) {
    this.rounds = rounds;
    this.seed = seed;
  }

  /**
   * Takes the number of rounds for each engine, and the seed of what is random; 0 for a new one.
   * Ends with 1 where something was lost or accepted twice.
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    int rounds = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    boolean held = new Crash(rounds, seed == 0 ? System.nanoTime() : seed).run();
    System.exit(held ? 0 : 1);
  }

  private boolean run() throws IOException, SQLException {
    out.println("seed " + seed);
    Child.run(List.of("rm", "-rf", FOLDER.toString()), Path.of("")); // of the run before
    Files.createDirectories(FOLDER);
    SplittableRandom random = new SplittableRandom(seed);
    boolean held = holds(Engine.Sqlite.in(FOLDER), random.split());
    Optional<Engine.Postgres> postgres = Engine.Postgres.in(FOLDER);
    if (postgres.isEmpty()) {
      out.println("PostgreSQL is left out: no binaries for this platform");
      return held;
    }
    return holds(postgres.get(), random.split()) && held;
  }

  private boolean holds(Engine engine, SplittableRandom random) throws IOException {
    List<Fault> faults = engine.faults(rounds);
    try (engine;
        Rounds all = Rounds.on(engine, FOLDER, random)) {
      for (int i = 0; i < faults.size(); i++) {
        String line = all.play(faults.get(i));
        out.printf("%s, round %d of %d: %s%n", engine.name(), i + 1, faults.size(), line);
      }
      out.println(engine.name() + ": " + all.total());
      return true;
    } catch (Violation violation) {
      out.println(engine.name() + ": VIOLATION: " + violation.getMessage());
      out.println("seed " + seed + "; the store, its log and the server's are in " + FOLDER);
      return false;
    }
  }
}
