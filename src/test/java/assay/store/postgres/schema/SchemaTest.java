package assay.store.postgres.schema;

import static assay.store.postgres.Scene.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.StoreObserver;
import assay.store.postgres.PostgresStore;
import assay.store.postgres.Scene;
import assay.store.postgres.TestDatabase;
import assay.store.postgres.connection.Connector;
import assay.store.postgres.connection.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SchemaTest {
  private static final String FIRST = "V001__keys_and_challenges.sql";
  private static final List<String> ALL =
      List.of(
          FIRST,
          "V002__receipt_refreshes.sql",
          "V003__used_device_tokens.sql",
          "V004__decisions.sql");
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

  private Future<PostgresStore> open(PostgresSettings settings) {
    return PostgresStore.open(vertx, settings, StoreObserver.NONE);
  }

  private String refusal(PostgresSettings settings) {
    return String.valueOf(
        assertThrows(UnusableSchema.class, () -> await(open(settings))).getMessage());
  }

  private List<String> apply(Migration... migrations) {
    return await(new Schema(List.of(migrations)).apply(new Connector(vertx, database.settings())));
  }

  @Test
  void manyInstancesStartAtOnceOnAnEmptyDatabase() throws Exception {
    List<Future<PostgresStore>> stores =
        IntStream.range(0, 8).mapToObj(number -> open(database.settings())).toList();
    for (Future<PostgresStore> store : stores) {
      await(await(store).ready());
    }
    assertEquals(ALL, database.query("SELECT name FROM assay_schema ORDER BY number"));
    for (Future<PostgresStore> store : stores) {
      await(await(store).close());
    }
  }

  @Test
  void migrateAppliesWhatIsMissingAndThenNothing() {
    assertEquals(ALL, await(PostgresStore.migrate(vertx, database.settings())));
    assertEquals(List.of(), await(PostgresStore.migrate(vertx, database.settings())));
  }

  @Test
  void everyFileIsApplied() throws Exception {
    await(PostgresStore.migrate(vertx, database.settings()));
    try (var files = Files.list(Path.of("src/main/resources/schema/postgres"))) {
      assertEquals(
          files.map(file -> (Object) file.getFileName().toString()).sorted().toList(),
          database.query("SELECT name FROM assay_schema ORDER BY name"));
    }
  }

  @Test
  void aStoreThatMayNotMigrateAsksForIt() {
    String none = refusal(database.settings().withoutMigrating());
    assertTrue(none.contains("no schema yet; run assay migrate"), none);
    await(PostgresStore.migrate(vertx, database.settings()));
    await(await(open(database.settings().withoutMigrating())).close());
  }

  @Test
  void anOlderSchemaThanTheProgramNeedsIsNamed() {
    apply(new Migration(1, "V001__a.sql", "SELECT 1"));
    var two =
        new Schema(
            List.of(
                new Migration(1, "V001__a.sql", "SELECT 1"),
                new Migration(2, "V002__b.sql", "SELECT 2")));
    var told =
        assertThrows(
            UnusableSchema.class,
            () -> await(two.check(new Connector(vertx, database.settings()))));
    assertTrue(
        String.valueOf(told.getMessage()).contains("V002__b.sql is missing"),
        String.valueOf(told.getMessage()));
  }

  @Test
  void aNewerSchemaIsRefused() throws Exception {
    await(PostgresStore.migrate(vertx, database.settings()));
    database.execute("INSERT INTO assay_schema VALUES (5, 'V005__later.sql', 'x')");
    for (var settings : List.of(database.settings(), database.settings().withoutMigrating())) {
      String told = refusal(settings);
      assertTrue(told.contains("newer than this program: it has V005__later.sql"), told);
    }
  }

  @Test
  void aFileThatChangedAfterItWasAppliedIsRefused() throws Exception {
    await(PostgresStore.migrate(vertx, database.settings()));
    database.execute("UPDATE assay_schema SET sha256 = repeat('0', 64)");
    String told = refusal(database.settings());
    assertTrue(told.contains(FIRST + " is not the one that the database was made with"), told);
  }

  @Test
  void aFileThatFailsLeavesNothing() throws Exception {
    var told =
        assertThrows(
            UnusableSchema.class,
            () ->
                apply(
                    new Migration(1, "V001__a.sql", "CREATE TABLE one (a int)"),
                    new Migration(2, "V002__b.sql", "CREATE TABLE two (a int); SELECT wrong")));
    assertTrue(
        String.valueOf(told.getMessage()).contains("V002__b.sql could not be applied"),
        String.valueOf(told.getMessage()));
    assertEquals(List.of(1), database.query("SELECT number FROM assay_schema"));
    assertEquals(
        List.of("one"),
        database.query(
            "SELECT relname::text FROM pg_class WHERE relname IN ('one', 'two') ORDER BY 1"));
    assertEquals(
        List.of("V002__b.sql"),
        apply(
            new Migration(1, "V001__a.sql", "CREATE TABLE one (a int)"),
            new Migration(2, "V002__b.sql", "CREATE TABLE two (a int)")));
  }

  @Test
  void receiptsOfAnOlderDatabaseBecomeDueWithinADay() throws Exception {
    apply(Migration.resource(FIRST));
    database.execute(
        """
        INSERT INTO assay_key (counter, registered_at, environment, app, key_id, public_key, app_id,
          has_receipt, receipt_refused_at, revoked_at, revoked_reason)
        SELECT 0, now(), 0, 'shop', sha256(i::text::bytea), decode(repeat('04', 65), 'hex'), 'x',
          true, CASE i % 4 WHEN 1 THEN 'receipt-age' WHEN 2 THEN 'receipt-chain' END,
          CASE i % 4 WHEN 3 THEN now() END, CASE i % 4 WHEN 3 THEN '' END
        FROM generate_series(0, 399) AS i;
        INSERT INTO assay_receipt (environment, app, key_id, bytes)
        SELECT environment, app, key_id, 'r' FROM assay_key;
        """);
    await(PostgresStore.migrate(vertx, database.settings()));
    assertEquals(List.of(200L), database.query("SELECT count(*) FROM assay_refresh"));
    assertEquals(
        List.of(200L),
        database.query(
            "SELECT count(*) FROM assay_refresh WHERE due_at BETWEEN now() - interval '1 minute'"
                + " AND now() + interval '1 day'"));
    assertTrue(
        (long)
                database
                    .query(
                        "SELECT count(*) FROM assay_refresh WHERE due_at > now() + interval '12 hours'")
                    .getFirst()
            > 50);
  }

  @Test
  void aUserWhoMayNotCreateTablesMayServe() throws Exception {
    await(PostgresStore.migrate(vertx, database.settings()));
    database.execute(
        """
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'server') THEN
            CREATE ROLE server LOGIN;
          END IF;
        END $$;
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO server;
        """);
    PostgresStore store = await(open(database.settingsOf("server")));
    Scene.register(store, Scene.key(1));
    assertEquals(1, await(store.counts()).getFirst().keys());
    await(store.sweep(Scene.NOW));
    await(store.close());
  }

  @Test
  void aReadyStoreNoticesThatItsSchemaIsGoneFurther() throws Exception {
    PostgresStore store = await(open(database.settings()));
    await(store.ready());
    database.execute("INSERT INTO assay_schema VALUES (5, 'V005__later.sql', 'x')");
    assertThrows(UnusableSchema.class, () -> await(store.ready()));
    await(store.close());
  }
}
