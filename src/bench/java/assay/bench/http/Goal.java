package assay.bench.http;

import java.util.List;

/**
 * A ratio that the project has set itself.
 *
 * @param ours a contender's name
 * @param other another's
 * @param least what ours must be of the other's
 */
record Goal(String ours, String other, double least) {
  /**
   * All of them. A bare counter is what pgbench moves; with a challenge a row is written besides,
   * and the goal is the same.
   */
  static final List<Goal> ALL =
      List.of(
          new Goal("PostgreSQL", "pgbench", 0.9),
          new Goal("PostgreSQL, bare", "pgbench", 0.9),
          new Goal("SQLite", "pgbench", 0.8),
          new Goal("SQLite, bare", "pgbench", 0.8),
          new Goal("PostgreSQL", "express", 4),
          new Goal("SQLite", "express", 4),
          new Goal("PostgreSQL, many", "PostgreSQL", 0.85),
          new Goal("SQLite, many", "SQLite", 0.85),
          new Goal("challenges", "own echo", 0.7),
          new Goal("challenges", "echo", 0.7));

  static final double P99_MILLIS = 20;
  static final double RESIDENT_MIB = 200;
  static final double READY_SECONDS = 1.5;
}
