package assay.service.refresh;

import static assay.service.refresh.Days.START;
import static assay.service.refresh.Days.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.Exchanged;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.postgres.PostgresStore;
import assay.store.postgres.TestDatabase;
import assay.store.postgres.connection.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Instances that share one PostgreSQL share the work, and do nothing twice. */
final class InstancesTest {
  private static final int KEYS = 300;
  private static Vertx vertx;
  private static PostgresSettings settings;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    settings = PostgresSettings.parse(TestDatabase.empty().uri() + "?sslmode=disable");
  }

  @AfterAll
  static void stop() {
    await(vertx.close());
  }

  @Test
  void twoInstancesShareTheReceiptsAndOneTakesOverWhatTheOtherLeft() {
    Store one = await(PostgresStore.open(vertx, settings, StoreObserver.NONE));
    Store two = await(PostgresStore.open(vertx, settings, StoreObserver.NONE));
    Days days = new Days(Duration.ofHours(20), new Random(5));
    RefreshSettings pace = RefreshSettings.DEFAULT.withPace(10, 16);
    List<ReceiptRefresh> instances = List.of(days.instance(one, pace), days.instance(two, pace));
    days.register(one, 0, KEYS);

    // The first instance is lost with claims that it never finishes.
    ProgrammedApple silent = new ProgrammedApple();
    silent.answers(_ -> Promise.<Exchanged>promise().future());
    days.now(START.plus(Duration.ofMinutes(5)));
    days.instance(one, pace, silent).tick();
    while (silent.asked.size() < 10) {
      Thread.onSpinWait();
    }

    int[] shares = new int[2];
    Instant end = START.plus(Duration.ofMinutes(40));
    for (Instant now = START.plus(Duration.ofMinutes(5));
        now.isBefore(end);
        now = now.plusSeconds(5)) {
      days.now(now);
      List<Future<Void>> ticks = new ArrayList<>();
      for (int i = 0; i < instances.size(); i++) {
        int before = days.count();
        ticks.add(instances.get(i).tick());
        if (now.getEpochSecond() % 2 == 0) { // one after the other, so that each one's share shows
          await(ticks.getLast());
          shares[i] += days.count() - before;
        }
      }
      ticks.forEach(Days::await);
    }
    assertEquals(List.of(), days.faults());
    assertEquals(KEYS, days.count());
    for (int i = 0; i < KEYS; i++) {
      assertEquals(1, days.brought(days.key(i)).size());
      assertTrue(await(two.find(days.key(i))).orElseThrow().risk().isPresent());
    }
    assertTrue(shares[0] > 30 && shares[1] > 30, shares[0] + " and " + shares[1]);
    await(one.close());
    await(two.close());
  }
}
