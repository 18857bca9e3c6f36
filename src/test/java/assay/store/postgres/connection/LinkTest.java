package assay.store.postgres.connection;

import static assay.store.postgres.Scene.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LinkTest {
  private static Vertx vertx;

  private TestDatabase database;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    await(vertx.close());
  }

  @BeforeEach
  void makeDatabase() throws Exception {
    database = TestDatabase.empty();
  }

  private Link link() {
    return new Link(vertx, vertx.getOrCreateContext(), new Connector(vertx, database.settings()));
  }

  @Test
  void aPoolerThatDiscardsSessionsDoesNotBreakTheStore() throws Exception {
    Link link = link();
    var one = Tuple.tuple();
    assertEquals(1, await(link.execute("SELECT 1", one)).size());
    await(link.execute("DEALLOCATE ALL", one));
    assertEquals(1, await(link.execute("SELECT 1", one)).size());
    await(link.close());
  }

  @Test
  void whatDefaultsTheDatabaseHasIsOfNoConcern() throws Exception {
    database.execute(
        """
        DO $$ BEGIN
          EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database());
          EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''serializable''',
            current_database());
        END $$
        """);
    Link link = link();
    var row =
        await(
                link.execute(
                    "SELECT current_setting('synchronous_commit'),"
                        + " current_setting('transaction_isolation')",
                    Tuple.tuple()))
            .iterator()
            .next();
    assertEquals("on", row.getString(0));
    assertEquals("read committed", row.getString(1));
    await(link.close());
  }
}
