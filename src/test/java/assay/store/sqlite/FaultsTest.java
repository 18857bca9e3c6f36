package assay.store.sqlite;

import static assay.store.sqlite.Samples.NOW;
import static assay.store.sqlite.Samples.advance;
import static assay.store.sqlite.Samples.await;
import static assay.store.sqlite.Samples.challenge;
import static assay.store.sqlite.Samples.failure;
import static assay.store.sqlite.Samples.fresh;
import static assay.store.sqlite.Samples.key;
import static assay.store.sqlite.Samples.moved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.store.Advance;
import assay.store.OpenChallenge;
import assay.store.Registration;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.StoreUnavailable;
import assay.store.StoreUnavailable.Cause;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails is refused whole, and the store works again when the fault is gone. */
final class FaultsTest {
  @TempDir private Path folder;

  private Optional<SqliteStore> opened = Optional.empty();

  private SqliteStore open(int mostWaiting, int mostTogether, long mostPages) throws Exception {
    closeIt();
    var settings = new SqliteSettings(mostWaiting, mostTogether, mostPages);
    SqliteStore store = SqliteStore.open(folder.resolve("assay.db"), settings, StoreObserver.NONE);
    opened = Optional.of(store);
    return store;
  }

  @AfterEach
  void closeIt() {
    opened.ifPresent(store -> await(store.close()));
    opened = Optional.empty();
  }

  private static Cause cause(Future<?> future) {
    return assertInstanceOf(StoreUnavailable.class, failure(future)).why();
  }

  private Connection raw() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("assay.db"));
  }

  /** The right to write, taken away from the store until this is closed. */
  private Connection writeLock() throws SQLException {
    Connection connection = raw();
    try (var statement = connection.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
    }
    return connection;
  }

  @Test
  void aFullFileRefusesWholeRegistrationsAndTakesThemWhenRoomIsMade() throws Exception {
    SqliteStore store = open(4096, 256, 150);
    await(store.register(fresh(key(0)), challenge(), NOW));
    List<Future<Advance>> spending = new ArrayList<>();
    for (int counter = 1; counter <= 3000; counter++) {
      spending.add(store.advance(key(0), counter, Samples.STRICT, expired(), NOW));
    }
    spending.forEach(outcome -> assertEquals(moved(), await(outcome)));
    int added = fill(store);
    OpenChallenge unspent = challenge();
    assertEquals(Cause.FULL, cause(store.register(big(added + 1), unspent, NOW)));
    assertEquals(Optional.empty(), await(store.find(key(added + 1))));
    assertEquals(added + 1L, await(store.counts()).getFirst().keys());

    assertEquals(3000, await(store.sweep(NOW)));
    assertInstanceOf(Registration.Added.class, await(store.register(big(added + 1), unspent, NOW)));
  }

  @Test
  void aFullFileThatMayGrowAgainGoesOn() throws Exception {
    SqliteStore store = open(4096, 256, 60);
    int added = fill(store);
    OpenChallenge unspent = challenge();
    assertEquals(Cause.FULL, cause(store.register(big(added + 1), unspent, NOW)));

    store = open(4096, 256, 0);
    for (int i = 1; i <= added; i++) {
      assertEquals(moved(), await(advance(store, key(i), 1, challenge())));
    }
    assertInstanceOf(Registration.Added.class, await(store.register(big(added + 1), unspent, NOW)));
  }

  private static int fill(Store store) {
    for (int added = 0; ; added++) {
      Future<Registration> next = store.register(big(added + 1), challenge(), NOW);
      try {
        await(next);
      } catch (StoreUnavailable e) {
        assertEquals(Cause.FULL, e.why());
        assertTrue(added > 0);
        return added;
      }
    }
  }

  private static assay.store.NewKey big(int number) {
    return fresh(key(number), 65, 16 * 1024);
  }

  private static Optional<OpenChallenge> expired() {
    return Optional.of(new OpenChallenge(challenge().id(), NOW.minusSeconds(3600)));
  }

  @Test
  void moreThanMayWaitIsRefusedAtOnceAndTheRestDecided() throws Exception {
    SqliteStore store = open(4, 1, 0);
    await(store.register(fresh(key(1)), challenge(), NOW));
    List<Future<Advance>> outcomes = new ArrayList<>();
    OpenChallenge refused = challenge();
    try (Connection _ = writeLock()) {
      for (int i = 1; i <= 40; i++) {
        outcomes.add(advance(store, key(1), i, i == 40 ? refused : challenge()));
      }
      var last = outcomes.getLast();
      assertTrue(last.failed(), "told without waiting");
      assertEquals(Cause.OVERLOADED, cause(last));
    }
    long decided = outcomes.stream().filter(o -> settled(o).succeeded()).count();
    assertTrue(decided == 4 || decided == 5, "those that waited, and the one being decided");
    long highest = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      highest = outcomes.get(i).succeeded() ? i + 1 : highest;
    }
    assertEquals(highest, await(store.find(key(1))).orElseThrow().counter());
    assertEquals(moved(), await(advance(store, key(1), 50, refused)));
  }

  private static <T> Future<T> settled(Future<T> future) {
    await(future.map(true).otherwise(false));
    return future;
  }

  @Test
  void aWriterThatNeverGetsItsTurnIsRefusedAndNothingChanged() throws Exception {
    SqliteStore store = open(4096, 256, 0);
    await(store.register(fresh(key(1)), challenge(), NOW));
    OpenChallenge unspent = challenge();
    try (Connection _ = writeLock()) {
      assertEquals(Cause.UNREACHABLE, cause(advance(store, key(1), 1, unspent)));
      assertEquals(0, await(store.find(key(1))).orElseThrow().counter(), "reads go on");
    }
    assertEquals(moved(), await(advance(store, key(1), 1, unspent)));
  }

  @Test
  void aFaultFailsTheGroupWholeAndPassesWithItsCause() throws Exception {
    SqliteStore store = open(4096, 256, 0);
    await(store.register(fresh(key(1)), challenge(), NOW));
    OpenChallenge unspent = challenge();
    rename("keys", "away");
    assertEquals(Cause.LOST, cause(advance(store, key(1), 1, unspent)));
    assertFalse(succeeds(store.ready()) && succeeds(store.find(key(1))));
    rename("away", "keys");
    await(store.ready());
    assertEquals(moved(), await(advance(store, key(1), 1, unspent)));
    await(store.ready());
  }

  private void rename(String from, String to) throws SQLException {
    try (Connection connection = raw();
        var statement = connection.createStatement()) {
      statement.executeUpdate("ALTER TABLE " + from + " RENAME TO " + to);
    }
  }

  private static boolean succeeds(Future<?> future) {
    return await(future.map(true).otherwise(false));
  }

  /** A row that the schema forbids is the fault of whoever asked, not of those beside. */
  @Test
  void aRequestThatCannotBeKeptFailsAlone() throws Exception {
    SqliteStore store = open(4096, 256, 0);
    await(store.register(fresh(key(1)), challenge(), NOW));
    List<Future<?>> good = new ArrayList<>();
    Future<Registration> bad;
    try (Connection _ = writeLock()) {
      good.add(advance(store, key(1), 1, challenge()));
      good.add(store.register(fresh(key(2)), challenge(), NOW));
      bad = store.register(fresh(key(3), 64, 0), challenge(), NOW);
      good.add(store.register(fresh(key(4)), challenge(), NOW));
      good.add(advance(store, key(1), 2, challenge()));
    }
    assertInstanceOf(IllegalArgumentException.class, failure(bad));
    good.forEach(Samples::await);
    assertEquals(2, await(store.find(key(1))).orElseThrow().counter());
    assertTrue(await(store.find(key(2))).isPresent());
    assertEquals(Optional.empty(), await(store.find(key(3))));
    assertTrue(await(store.find(key(4))).isPresent());
  }

  @Test
  void aListenerThatThrowsHarmsNobody() throws Exception {
    SqliteStore store = open(4096, 256, 0);
    try (Connection _ = writeLock()) { // a listener that comes too late runs on its own thread
      store
          .register(fresh(key(1)), challenge(), NOW)
          .onComplete(_ -> {
            throw new IllegalStateException("a bug of the caller's");
          });
    }
    assertEquals(moved(), await(advance(store, key(1), 1, challenge())));
  }

  @Test
  void theObserverIsToldOfEachGroup() throws Exception {
    List<Integer> groups = new ArrayList<>();
    SqliteStore store =
        SqliteStore.open(
            folder.resolve("assay.db"),
            SqliteSettings.DEFAULT,
            (decisions, waiting, took) -> {
              groups.add(decisions);
              assertFalse(took.isNegative() || waiting < 0);
            });
    List<Future<Registration>> outcomes = new ArrayList<>();
    try (Connection _ = writeLock()) {
      for (int i = 0; i < 600; i++) {
        outcomes.add(store.register(fresh(key(i)), challenge(), NOW));
      }
    }
    outcomes.forEach(Samples::await);
    await(store.close());
    assertEquals(600, groups.stream().mapToInt(Integer::intValue).sum());
    assertEquals(256, groups.stream().mapToInt(Integer::intValue).max().orElseThrow());
  }

  @Test
  void aListenerThatFailsTakesNoThreadOfTheStoreWithIt() throws Exception {
    SqliteStore store = open(64, 8, 1000);
    for (Throwable bug : List.of(new IllegalStateException("a bug"), new AssertionError("a bug"))) {
      failsThere(() -> store.find(key(1)), bug);
      failsThere(() -> advance(store, key(1), 1, challenge()), bug);
      assertEquals(Optional.empty(), await(store.find(key(1))));
      assertEquals(List.of(), await(store.counts()));
      assertEquals(
          Advance.UnknownKey.class, await(advance(store, key(1), 1, challenge())).getClass());
    }
  }

  /**
   * Asks until a listener was told on the store's thread: one that comes late is told on its own.
   */
  private static void failsThere(Supplier<Future<?>> asking, Throwable bug) throws Exception {
    Thread here = Thread.currentThread();
    AtomicBoolean told = new AtomicBoolean();
    Eventually.holds(
        "told by the store",
        () -> {
          asking
              .get()
              .onComplete(_ -> {
                if (!Thread.currentThread().equals(here)) {
                  told.set(true);
                  fail(bug);
                }
              });
          return told.get();
        });
  }

  private static void fail(Throwable bug) {
    switch (bug) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> {}
    }
  }
}
