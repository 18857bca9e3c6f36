package assay.store.postgres;

import static assay.store.postgres.Scene.advance;
import static assay.store.postgres.Scene.await;
import static assay.store.postgres.Scene.challenge;
import static assay.store.postgres.Scene.key;
import static assay.store.postgres.Scene.register;
import static assay.store.postgres.Scene.unavailable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.Nobody;
import assay.store.Advance;
import assay.store.StoreObserver;
import assay.store.StoreUnavailable;
import assay.store.StoreUnavailable.Cause;
import assay.store.postgres.connection.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The database gone, slow, full, restarted: refused, never accepted twice, and well again alone.
 */
@Timeout(300)
final class FaultsTest {
  private static final Advance MOVED = new Advance.Moved(java.util.Optional.empty());
  private static final String KILL =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND pid <> pg_backend_pid()";
  private static Vertx vertx;

  private TestDatabase database;
  private Proxy proxy;
  private PostgresStore store;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    await(vertx.close());
  }

  @BeforeEach
  void openStore() throws Exception {
    database = TestDatabase.withSchema();
    proxy = new Proxy(database.port());
    store = open(TestDatabase.PATIENT);
    register(store, key(1));
    register(store, key(2));
  }

  @AfterEach
  void closeStore() throws Exception {
    proxy.flow();
    await(store.close());
    proxy.close();
  }

  private PostgresStore open(String parameters) {
    return open(database.settings(proxy.port(), parameters));
  }

  private static PostgresStore open(PostgresSettings settings) {
    return await(PostgresStore.open(vertx, settings, StoreObserver.NONE));
  }

  /** Holds the rows of keys, as a slow transaction would, until it is closed. */
  private Connection holding(String sql) throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return connection;
  }

  private static String lock(int number) {
    return "SELECT FROM assay_key WHERE key_id = '\\x" + key(number).keyId().hex() + "' FOR UPDATE";
  }

  /** Waits until so many statements of the store wait for a row. */
  private void awaitWaiting(int statements) throws Exception {
    Eventually.holds(
        statements + " wait",
        () ->
            (Long)
                    database
                        .query(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                                + " current_database() AND wait_event_type = 'Lock'")
                        .getFirst()
                >= statements);
  }

  /** The same store, but one that gives a statement up before long. */
  private void reopenImpatient() {
    await(store.close());
    store = open("&connect_timeout=30&statement_timeout=1500");
  }

  /** Asks until the store answers again. */
  private void awaitRecovery() throws Exception {
    Eventually.holds("ready again", () -> await(Scene.succeeded(store.ready())));
  }

  /** Ends every connection at the server, and waits until the store has let go of its own. */
  private void kill() throws Exception {
    database.execute(KILL);
    Eventually.holds("the connections' ends have arrived", () -> proxy.open() == 0);
  }

  private static Duration timeOf(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  void aStoreThatCannotConnectDoesNotOpen() throws Exception {
    try (Nobody nobody = new Nobody()) {
      var settings = database.settings(nobody.port(), TestDatabase.PATIENT);
      Duration took =
          timeOf(() -> {
            var told = unavailable(PostgresStore.open(vertx, settings, StoreObserver.NONE));
            assertEquals(Cause.UNREACHABLE, told.why());
            assertTrue(
                String.valueOf(told.getMessage()).contains("127.0.0.1:" + nobody.port()),
                String.valueOf(told.getMessage()));
          });
      assertLongBefore(Duration.ofSeconds(30), took);
    }
  }

  /** No upper bound is near what it takes, so that a machine may be slow. */
  private static void assertLongBefore(Duration limit, Duration took) {
    assertTrue(took.compareTo(limit.dividedBy(2)) < 0, "took " + took + " of " + limit);
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsGivenUp() throws Exception {
    proxy.stall();
    var settings = database.settings(proxy.port(), "&connect_timeout=1");
    var told = unavailable(PostgresStore.open(vertx, settings, StoreObserver.NONE));
    assertEquals(Cause.UNREACHABLE, told.why());
    assertTrue(
        String.valueOf(told.getMessage()).contains("no answer in time"),
        String.valueOf(told.getMessage()));
    Eventually.holds("only the other store's connection is left", () -> proxy.open() == 1);
  }

  @Test
  void aDatabaseThatIsGoneForASecondIsRefusedQuicklyAndFoundAgain() throws Exception {
    proxy.goAway();
    long aSecondLater = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    do {
      Duration took = timeOf(() -> assertGone(unavailable(advance(store, key(1), 1))));
      assertLongBefore(Duration.ofSeconds(30), took);
    } while (System.nanoTime() < aSecondLater);
    assertEquals(Cause.UNREACHABLE, unavailable(store.ready()).why());
    proxy.comeBack();
    awaitRecovery();
    // On each of its connections the store finds the database when that one tries again.
    Eventually.holds("moved", () -> await(Scene.succeeded(advance(store, key(1), 1))));
    assertEquals(1, await(store.find(key(1))).orElseThrow().counter());
  }

  private static void assertGone(StoreUnavailable told) {
    assertTrue(told.why() == Cause.UNREACHABLE || told.why() == Cause.LOST, "" + told.why());
  }

  @Test
  void aConnectionCutWhileADecisionIsMadeIsLostAndNothingIsAcceptedTwice() throws Exception {
    var challenge = challenge();
    Future<Advance> first;
    try (Connection slow = holding(lock(1))) {
      first = advance(store, key(1), 1, challenge);
      awaitWaiting(1);
      proxy.cut();
      assertEquals(Cause.LOST, unavailable(first).why());
      slow.rollback();
    }
    Advance again = await(advance(store, key(1), 1, challenge));
    // The server may or may not have finished the statement whose client went away.
    assertTrue(again.equals(MOVED) || again instanceof Advance.ChallengeSpent, "" + again);
    assertInstanceOf(Advance.ChallengeSpent.class, await(advance(store, key(1), 1, challenge)));
    assertEquals(1, await(store.find(key(1))).orElseThrow().counter());
  }

  @Test
  void aKilledBackendLosesTheDecisionAndLeavesTheChallenge() throws Exception {
    var challenge = challenge();
    try (Connection slow = holding(lock(1))) {
      Future<Advance> first = advance(store, key(1), 1, challenge);
      awaitWaiting(1);
      database.execute(KILL + " AND wait_event_type = 'Lock'");
      assertEquals(Cause.LOST, unavailable(first).why());
      slow.rollback();
    }
    assertEquals(0, await(store.find(key(1))).orElseThrow().counter());
    assertEquals(MOVED, await(advance(store, key(1), 1, challenge)));
  }

  @Test
  void aRestartOfTheDatabaseIsOvercomeWithoutOne() throws Exception {
    for (int counter = 1; counter <= 5; counter++) {
      kill();
      assertEquals(MOVED, await(advance(store, key(1), counter)));
      assertEquals(counter, await(store.find(key(1))).orElseThrow().counter());
    }
  }

  @Test
  void aSilentNetworkTimesOutAndTheConnectionIsThrownAway() throws Exception {
    reopenImpatient();
    await(advance(store, key(1), 1));
    long before = proxy.open();
    proxy.stall();
    Duration took =
        timeOf(() -> assertEquals(Cause.TIMED_OUT, unavailable(advance(store, key(1), 2)).why()));
    assertLongBefore(Duration.ofSeconds(30), took);
    Eventually.holds("the connection is thrown away", () -> proxy.open() < before);
    proxy.flow();
    awaitRecovery();
    assertEquals(MOVED, await(advance(store, key(1), 3)));
  }

  @Test
  void aStatementThatTakesTooLongTimesOutAndChangesNothing() throws Exception {
    reopenImpatient();
    var challenge = challenge();
    try (Connection slow = holding(lock(1))) {
      assertEquals(Cause.TIMED_OUT, unavailable(advance(store, key(1), 1, challenge)).why());
      slow.rollback();
    }
    assertEquals(0, await(store.find(key(1))).orElseThrow().counter());
    assertEquals(MOVED, await(advance(store, key(1), 1, challenge)));
  }

  @Test
  void aDeadlockIsTriedAgain() throws Exception {
    await(store.close());
    store = open(TestDatabase.PATIENT + "&connections=1");
    List<Integer> order = new ArrayList<>(List.of(1, 2));
    order.sort(
        Comparator.comparing(number -> key(number).keyId().hex())); // as the store locks them
    try (Connection other = holding(lock(order.getLast()))) {
      // The first goes alone, the next two together.
      register(store, key(3));
      List<Future<Advance>> outcomes = new ArrayList<>();
      for (int number : new int[] {3, 1, 2}) {
        outcomes.add(advance(store, key(number), 1));
      }
      awaitWaiting(1); // holds the first of the two, waits for the last
      try (Statement statement = other.createStatement()) {
        statement.execute(lock(order.getFirst())); // until the store's statement gives way
      }
      other.rollback();
      for (Future<Advance> outcome : outcomes) {
        assertEquals(MOVED, await(outcome));
      }
    }
  }

  @Test
  void aCommitThatFailsIsNotToldAsMoved() throws Exception {
    database.execute(
        """
        CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
        CREATE CONSTRAINT TRIGGER spoil AFTER UPDATE ON assay_key
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spoil();
        """);
    var challenge = challenge();
    assertEquals(Cause.FULL, unavailable(advance(store, key(1), 1, challenge)).why());
    database.execute("DROP TRIGGER spoil ON assay_key");
    assertEquals(MOVED, await(advance(store, key(1), 1, challenge)));
  }

  @Test
  void aDatabaseThatTakesNoWritesIsUnreachableUntilItDoes() throws Exception {
    database.execute(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
            + " current_database()); END $$");
    kill();
    var told = unavailable(advance(store, key(1), 1));
    assertEquals(Cause.UNREACHABLE, told.why());
    assertTrue(
        String.valueOf(told.getMessage()).contains("standby"), String.valueOf(told.getMessage()));
    assertEquals(Cause.UNREACHABLE, unavailable(store.ready()).why());
    database.allowWrites();
    awaitRecovery();
    assertEquals(MOVED, await(advance(store, key(1), 1)));
  }

  @Test
  void statementsThatTheServerForgotArePreparedAgain() throws Exception {
    assertEquals(MOVED, await(advance(store, key(1), 1)));
    assertTrue(await(store.find(key(1))).isPresent());
    database.execute("ALTER TABLE assay_key ADD COLUMN later text, ALTER app_id TYPE varchar(500)");
    assertEquals(MOVED, await(advance(store, key(1), 2)));
    assertEquals(2, await(store.find(key(1))).orElseThrow().counter());
    register(store, key(9));
  }

  @Test
  void aMissingFunctionIsToldAsASchemaThatDoesNotFit() throws Exception {
    database.execute("DROP FUNCTION assay_find");
    var told = unavailable(store.find(key(1)));
    assertEquals(Cause.UNREACHABLE, told.why());
    assertTrue(
        String.valueOf(told.getMessage()).contains("assay migrate"),
        String.valueOf(told.getMessage()));
  }

  @Test
  void aSilentNetworkDoesNotHoldUpClosing() throws Exception {
    reopenImpatient();
    await(advance(store, key(1), 1));
    proxy.stall();
    Future<Advance> last = advance(store, key(1), 2);
    Duration took = timeOf(() -> await(store.close()));
    assertEquals(Cause.TIMED_OUT, unavailable(last).why());
    assertLongBefore(Duration.ofSeconds(60), took);
  }

  @Test
  void whatIsTooMuchIsRefusedAtOnce() throws Exception {
    await(store.close());
    store = open(database.settings(proxy.port(), TestDatabase.PATIENT).withMostWaiting(10));
    try (Connection slow = holding(lock(1))) {
      Future<Advance> held = advance(store, key(1), 1);
      awaitWaiting(1);
      List<Future<Advance>> others = new ArrayList<>();
      for (int counter = 2; counter <= 100; counter++) {
        others.add(advance(store, key(1), counter));
      }
      Duration took =
          timeOf(() -> assertEquals(Cause.OVERLOADED, unavailable(others.getLast()).why()));
      assertLongBefore(Duration.ofSeconds(30), took);
      Eventually.holds(
          "of the ten that were let in, a quarter waits on for the same key",
          () -> others.stream().filter(outcome -> !outcome.isComplete()).count() == 2);
      assertEquals(MOVED, await(advance(store, key(2), 1)), "other keys pass");
      assertFalse(held.isComplete());
      slow.rollback();
      assertEquals(MOVED, await(held));
    }
  }

  @Test
  void whatIsToldThroughCutsAndPausesIsKeptAndNothingIsAcceptedTwice() throws Exception {
    await(store.close());
    store = open("&statement_timeout=2000");
    var load = new Disturbed(store, 40);
    load.during(() -> disturb(load, 10));
    awaitRecovery();
    awaitQuiet();
    load.check();
  }

  /** Waits until the server has ended what it was asked over connections that are gone. */
  private void awaitQuiet() throws Exception {
    Eventually.holds(
        "no statement runs",
        () ->
            database
                .query(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid() AND state <> 'idle'")
                .equals(List.of(0L)));
  }

  /** Each time when the store has got over the last one, or has only begun to. */
  private void disturb(Disturbed load, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      load.awaitMoves(i % 2 == 0 ? 50 : 1);
      switch (i % 3) {
        case 0 -> proxy.cut();
        case 1 -> database.execute(KILL);
        default -> {
          proxy.goAway();
          load.awaitRefusal();
          proxy.comeBack();
        }
      }
    }
    load.awaitMoves(50);
  }
}
