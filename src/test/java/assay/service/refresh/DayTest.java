package assay.service.refresh;

import static assay.service.refresh.Days.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.AppKey;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of ten thousand keys, as fast as the store goes. */
final class DayTest {
  private static final int KEYS = 10_000;
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration STEP = Duration.ofMinutes(2);
  private static final Duration INTERVAL = Duration.ofHours(9);

  /** Two steps, and what is lost as Apple fails once in fifty times and then wants less to do. */
  private static final Duration SLACK = Duration.ofMinutes(15);

  private static final Duration NOT_BEFORE = Duration.ofHours(8);

  @TempDir private Path folder;

  @Test
  void noReceiptIsMissedOrRefreshedTooEarlyOrTwice() throws Exception {
    Store store =
        SqliteStore.open(folder.resolve("assay.db"), SqliteSettings.DEFAULT, StoreObserver.NONE);
    Days days = new Days(NOT_BEFORE, new Random(11));
    ReceiptRefresh refresh =
        days.instance(store, RefreshSettings.DEFAULT.withInterval(INTERVAL).withPace(100, 1000));
    List<AppKey> revoked = new ArrayList<>();
    for (Instant now = START; now.isBefore(START.plus(DAY)); now = now.plus(STEP)) {
      days.now(now);
      int minute = (int) Duration.between(START, now).toMinutes();
      if (minute < 100) {
        days.register(store, KEYS * minute / 100, KEYS * (minute + 2) / 100);
      }
      if (minute == 720) {
        for (int i = 0; i < 100; i++) {
          revoked.add(days.key(i * 100));
          Days.await(store.revoke(days.key(i * 100), "", now));
        }
        days.revoked(revoked);
      }
      Days.await(refresh.tick());
    }
    assertEquals(List.of(), days.faults());
    for (int i = 0; i < KEYS; i++) {
      AppKey key = days.key(i);
      Instant end = START.plus(revoked.contains(key) ? DAY.dividedBy(2) : DAY);
      List<Instant> brought = days.brought(key);
      Instant due = days.registered(key).plus(Duration.ofMinutes(5));
      for (Instant time : brought) {
        assertFalse(time.isAfter(due.plus(SLACK)), "late: " + brought);
        due = time.plus(INTERVAL).plus(INTERVAL.dividedBy(20));
      }
      assertFalse(end.isAfter(due.plus(SLACK)), "missed: " + brought);
      assertEquals(
          brought.getLast(), Days.await(store.find(key)).orElseThrow().risk().orElseThrow().asOf());
    }
    assertTrue(days.count() > KEYS * 27 / 10, "exchanges: " + days.count());
    Days.await(store.close());
  }
}
