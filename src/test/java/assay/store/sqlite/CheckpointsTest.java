package assay.store.sqlite;

import static assay.store.sqlite.Samples.NOW;
import static assay.store.sqlite.Samples.challenge;
import static assay.store.sqlite.Samples.fresh;
import static assay.store.sqlite.Samples.key;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.sqlite.file.Checkpoints;
import assay.store.sqlite.file.Connections;
import assay.store.sqlite.sql.Query;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log does not grow for ever. */
final class CheckpointsTest {
  private static final int DUE = 100;

  @TempDir private Path folder;

  @Test
  void theLogBeginsAnewWhileDecisionsGoOn() throws Exception {
    Path file = folder.resolve("assay.db");
    SqliteStore.migrate(file);
    var connections = new Connections(file, 0);
    var checkpoints = new Checkpoints(connections, DUE);
    try (Connection looking = connections.writing();
        Decisions decisions = new Decisions(connections.writing(), checkpoints)) {
      Query size = Checkpoints.logSize(looking);
      int restarts = 0;
      long longest = 0;
      long before = 0;
      for (int i = 0; restarts < 3 && i < 20_000; i++) {
        decisions.begin();
        decisions.register(fresh(key(i), 65, 8000), challenge(), Optional.empty(), NOW);
        decisions.commit();
        decisions.afterGroup();
        long now = size.first(row -> row.number(2)).orElseThrow();
        restarts += now < before ? 1 : 0;
        before = now;
        longest = Math.max(longest, now);
      }
      assertTrue(restarts == 3, "it began anew " + restarts + " times");
      assertTrue(longest > DUE, "and was left alone until it was due");
      checkpoints.close();
    }
  }
}
