package assay.service.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.receipt.Receipt;
import assay.service.apple.Refresh;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.ReceiptQueue.Claimed;
import assay.store.ReceiptQueue.Lease;
import assay.store.StoredReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a receipt is due again. */
final class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private final Schedule schedule = schedule(Duration.ofDays(7));

  private static Schedule schedule(Duration interval) {
    return new Schedule(RefreshSettings.DEFAULT.withInterval(interval), new Random(3));
  }

  private static Receipt receipt(Instant created, Duration notBefore, Duration expires) {
    return new Receipt(
        Receipt.Type.RECEIPT,
        "TEAMID1234.com.example.app",
        Bytes.EMPTY,
        Bytes.EMPTY,
        Bytes.EMPTY,
        "",
        "production",
        created,
        Optional.of(1),
        Optional.of(created.plus(notBefore)),
        created.plus(expires));
  }

  private static Claimed claimed(int attempts) {
    AppKey key = new AppKey("shop", Environment.PRODUCTION, Bytes.sha256(Bytes.EMPTY));
    StoredReceipt receipt =
        new StoredReceipt(
            Bytes.EMPTY, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return new Claimed(new Lease(key, 1), Bytes.EMPTY, "", receipt, attempts, Optional.empty());
  }

  private void assertBetween(Duration least, Duration most, Instant due) {
    Duration wait = Duration.between(NOW, due);
    assertTrue(wait.compareTo(least) >= 0 && wait.compareTo(most) <= 0, wait.toString());
  }

  private void assertAgain(Duration least, Duration most, Refresh brought, int attempts) {
    for (int i = 0; i < 50; i++) {
      assertBetween(least, most, schedule.again(brought, claimed(attempts), NOW));
    }
  }

  @Test
  void aReceiptIsDueAtTheIntervalAndALittleLaterByChance() {
    Receipt receipt = receipt(NOW, Duration.ofDays(1), Duration.ofDays(90));
    Instant first = schedule.next(receipt, NOW);
    assertBetween(Duration.ofDays(7), Duration.ofHours(7 * 24 + 9), first);
    assertFalse(first.equals(schedule.next(receipt, NOW)));
  }

  @Test
  void itIsNeverDueBeforeApplesNotBefore() {
    Receipt late = receipt(NOW, Duration.ofDays(20), Duration.ofDays(90));
    assertBetween(Duration.ofDays(20), Duration.ofDays(21), schedule.next(late, NOW));
    Receipt beyond = receipt(NOW, Duration.ofDays(30), Duration.ofDays(61));
    assertEquals(NOW.plus(Duration.ofDays(30)), schedule.next(beyond, NOW), "even past 29 days");
    Receipt fraction = receipt(NOW.plusNanos(1), Duration.ofDays(30), Duration.ofDays(61));
    assertFalse(schedule.next(fraction, NOW).isBefore(fraction.notBefore().orElseThrow()));
  }

  @Test
  void itIsDueWithin29DaysAndBeforeItExpires() {
    Schedule rare = schedule(Duration.ofDays(29));
    Receipt usual = receipt(NOW, Duration.ofDays(1), Duration.ofDays(90));
    assertEquals(NOW.plus(Duration.ofDays(29)), rare.next(usual, NOW));
    Receipt brief = receipt(NOW, Duration.ofDays(1), Duration.ofDays(5));
    assertEquals(NOW.plus(Duration.ofDays(5)).minus(Duration.ofHours(1)), rare.next(brief, NOW));
  }

  @Test
  void whatIsOverdueAlreadyIsStillNotAskedForAtOnce() {
    Receipt old = receipt(NOW.minus(Duration.ofDays(60)), Duration.ofDays(1), Duration.ofDays(90));
    assertEquals(NOW.plus(Duration.ofMinutes(1)), schedule.next(old, NOW));
  }

  @Test
  void notYetIsAskedAgainWhenAppleSaysOrEverLater() {
    Instant then = NOW.plus(Duration.ofDays(3));
    Refresh known = new Refresh.NotYet(Optional.of(then));
    assertEquals(then, schedule.again(known, claimed(9), NOW));
    Refresh unknown = new Refresh.NotYet(Optional.empty());
    assertAgain(Duration.ofHours(1), Duration.ofHours(2), unknown, 1);
    assertAgain(Duration.ofHours(4), Duration.ofHours(8), unknown, 3);
    assertAgain(Duration.ofHours(12), Duration.ofHours(24), unknown, 60);
    Refresh past = new Refresh.NotYet(Optional.of(NOW));
    assertAgain(Duration.ofHours(1), Duration.ofHours(2), past, 1);
  }

  @Test
  void whatAppleHasForgottenIsAskedForOnceAWeek() {
    assertAgain(Duration.ofDays(7), Duration.ofDays(14), new Refresh.NoData(), 1);
    assertAgain(Duration.ofDays(7), Duration.ofDays(14), new Refresh.NoData(), 30);
  }

  @Test
  void whatIsWrongIsAskedForEverMoreSeldom() {
    for (Refresh wrong :
        List.of(
            new Refresh.WrongEnvironment(),
            new Refresh.BadPayload(),
            new Refresh.Refused(Step.Receipt.PUBLIC_KEY, ""))) {
      assertAgain(Duration.ofHours(6), Duration.ofHours(12), wrong, 1);
      assertAgain(Duration.ofHours(24), Duration.ofHours(48), wrong, 3);
      assertAgain(Duration.ofHours(84), Duration.ofDays(7), wrong, 99);
    }
  }

  @Test
  void appleIsAskedAgainNoSoonerThanItWants() {
    assertAgain(
        Duration.ofMinutes(1), Duration.ofMinutes(1), new Refresh.Down("", Optional.empty()), 1);
    assertAgain(
        Duration.ofMinutes(8), Duration.ofMinutes(16), new Refresh.Throttled(Optional.empty()), 5);
    assertAgain(
        Duration.ofMinutes(60),
        Duration.ofMinutes(66),
        new Refresh.Throttled(Optional.of(Duration.ofHours(1))),
        1);
    assertAgain(
        Duration.ofDays(1),
        Duration.ofDays(2),
        new Refresh.Down("", Optional.of(Duration.ofDays(999))),
        1);
    assertAgain(Duration.ofMinutes(10), Duration.ofMinutes(20), new Refresh.Unauthorized(), 1);
  }

  @Test
  void settingsThatWouldAskTooSeldomOrTwiceAreRefused() {
    RefreshSettings good = RefreshSettings.DEFAULT;
    assertThrows(
        IllegalArgumentException.class, () -> good.withInterval(Duration.ofDays(29).plusMillis(1)));
    assertThrows(IllegalArgumentException.class, () -> good.withInterval(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> good.withPace(0, 1));
    assertThrows(IllegalArgumentException.class, () -> good.withPace(1, 0));
    Duration minute = Duration.ofMinutes(1);
    assertThrows(
        IllegalArgumentException.class,
        () -> new RefreshSettings(minute, minute, minute, minute, 1, 1));
  }
}
