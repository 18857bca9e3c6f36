package assay.service.devicecheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.apple.DeviceCheck;
import assay.apple.DeviceChecked;
import assay.core.Bytes;
import assay.service.ServedApps;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.StoreUnavailable;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apple is asked once with a token, and what it says is told as it is. */
final class SingleUseTest {
  private static final ServedApp SHOP = ServedApps.production("shop");
  private static final Bytes TOKEN = Bytes.utf8("a token");
  private static final DeviceAnswer USED = new DeviceAnswer.UsedDeviceToken();
  private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

  /** Apple as a test tells it. */
  private static final class Told implements DeviceCheck {
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile Future<DeviceChecked> answer = Future.succeededFuture(new DeviceChecked.NeverSet());

    void answers(DeviceChecked always) {
      answer = Future.succeededFuture(always);
    }

    private Future<DeviceChecked> told(String... words) {
      asked.add(String.join(" ", words));
      return answer;
    }

    @Override
    public Future<DeviceChecked> query(String team, String token) {
      return told("query", team, token);
    }

    @Override
    public Future<DeviceChecked> update(
        String team, String token, Optional<Boolean> bit0, Optional<Boolean> bit1) {
      return told("update", team, token, bit0.toString(), bit1.toString());
    }

    @Override
    public Future<DeviceChecked> validate(String team, String token) {
      return told("validate", team, token);
    }
  }

  private final Told apple = new Told();
  private volatile Instant now = Instant.parse("2026-11-21T12:00:00.123456Z");

  @TempDir private Path folder;
  private Store store;
  private SingleUse checks;

  @BeforeEach
  void open() throws Exception {
    store =
        SqliteStore.open(folder.resolve("assay.db"), SqliteSettings.DEFAULT, StoreObserver.NONE);
    checks = new SingleUse(store, Map.of(Environment.PRODUCTION, apple), () -> now);
  }

  @AfterEach
  void close() {
    await(store.close());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private DeviceAnswer query() {
    return await(checks.ask(SHOP, new DeviceRequest.Query(TOKEN)));
  }

  @Test
  void appleIsAskedForTheTeamOfTheApp() {
    String token = TOKEN.base64();
    query();
    Bytes other = Bytes.utf8("another");
    await(checks.ask(SHOP, new DeviceRequest.Update(other, Optional.empty(), Optional.of(false))));
    Bytes third = Bytes.utf8("a third");
    await(checks.ask(ServedApps.ofTeam("OTHERTEAM1", SHOP), new DeviceRequest.Validate(third)));
    assertEquals(
        List.of(
            "query TEAMID1234 " + token,
            "update TEAMID1234 " + other.base64() + " Optional.empty Optional[false]",
            "validate OTHERTEAM1 " + third.base64()),
        apple.asked);
  }

  @Test
  void aTokenIsUsedOnceWhateverForAndByWhicheverApp() {
    assertEquals(new DeviceAnswer.NeverSet(), query());
    assertEquals(USED, query());
    var set = new DeviceRequest.Update(TOKEN, Optional.of(true), Optional.empty());
    assertEquals(USED, await(checks.ask(SHOP, set)));
    assertEquals(
        USED, await(checks.ask(ServedApps.production("bank"), new DeviceRequest.Validate(TOKEN))));
    assertEquals(1, apple.asked.size());
  }

  @Test
  void ofManyAtOnceOneAsksApple() {
    Promise<DeviceChecked> slow = Promise.promise();
    apple.answer = slow.future();
    List<Future<DeviceAnswer>> answers =
        IntStream.range(0, 50)
            .mapToObj(_ -> checks.ask(SHOP, new DeviceRequest.Query(TOKEN)))
            .toList();
    slow.complete(new DeviceChecked.Bits(true, false, Optional.of(YearMonth.of(2026, 11))));
    List<DeviceAnswer> told = answers.stream().map(SingleUseTest::await).toList();
    assertEquals(49, told.stream().filter(USED::equals).count());
    assertEquals(
        1,
        told.stream()
            .filter(new DeviceAnswer.Bits(true, false, Optional.of(YearMonth.of(2026, 11)))::equals)
            .count());
    assertEquals(1, apple.asked.size());
  }

  @Test
  void whatAppleMayHaveSeenStaysUsed() {
    Map<DeviceChecked, DeviceAnswer> answers =
        Map.of(
            new DeviceChecked.Bits(false, true, Optional.empty()),
            new DeviceAnswer.Bits(false, true, Optional.empty()),
            new DeviceChecked.Done(),
            new DeviceAnswer.Done(),
            new DeviceChecked.BadDeviceToken(),
            new DeviceAnswer.BadDeviceToken(),
            new DeviceChecked.Misconfigured("why", true),
            new DeviceAnswer.Misconfigured(),
            new DeviceChecked.Throttled(MINUTE),
            new DeviceAnswer.Throttled(MINUTE),
            new DeviceChecked.Down("why", true, MINUTE),
            new DeviceAnswer.Down(true, MINUTE));
    answers.forEach((checked, answer) -> {
      apple.answers(checked);
      var request = new DeviceRequest.Query(Bytes.utf8(checked.toString()));
      assertEquals(answer, await(checks.ask(SHOP, request)));
      assertEquals(USED, await(checks.ask(SHOP, request)));
    });
  }

  @Test
  void whatAppleSurelyNeverSawMayBeSentAgain() {
    apple.answers(new DeviceChecked.Misconfigured("no key", false));
    assertEquals(new DeviceAnswer.NotConfigured(false), query());
    apple.answers(new DeviceChecked.Down("left alone", false, MINUTE));
    assertEquals(new DeviceAnswer.Down(false, MINUTE), query());
    apple.answers(new DeviceChecked.NeverSet());
    assertEquals(new DeviceAnswer.NeverSet(), query());
    assertEquals(USED, query());
  }

  @Test
  void anAppWhoseEnvironmentAsksNobodyUsesNothingUp() {
    ServedApp test = ServedApps.of("shop", Environment.TEST, List.of());
    assertEquals(
        new DeviceAnswer.NotConfigured(false),
        await(checks.ask(test, new DeviceRequest.Query(TOKEN))));
    assertEquals(new DeviceAnswer.NeverSet(), query());
  }

  @Test
  void aTokenIsForgottenAfterAnHourAndNoSooner() {
    query();
    now = now.plus(SingleUse.REMEMBERED).minusMillis(2);
    await(store.sweep(now));
    assertEquals(USED, query());
    now = now.plusMillis(2);
    await(store.sweep(now));
    assertEquals(new DeviceAnswer.NeverSet(), query());
  }

  @Test
  void anAnswerIsToldEvenWhereTheStoreFailsToReleaseTheToken() {
    Promise<DeviceChecked> slow = Promise.promise();
    apple.answer = slow.future();
    Future<DeviceAnswer> answer = checks.ask(SHOP, new DeviceRequest.Query(TOKEN));
    await(store.close());
    slow.complete(new DeviceChecked.Down("left alone", false, MINUTE));
    assertEquals(new DeviceAnswer.Down(true, MINUTE), await(answer));
  }

  @Test
  void aStoreThatFailsAsksNobody() {
    await(store.close());
    Future<DeviceAnswer> answer = checks.ask(SHOP, new DeviceRequest.Query(TOKEN));
    assertThrows(StoreUnavailable.class, () -> await(answer));
    assertEquals(List.of(), apple.asked);
  }
}
