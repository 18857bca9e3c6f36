package assay.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.store.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicReference<Future<Void>> store =
      new AtomicReference<>(Future.succeededFuture());
  private final AtomicInteger asked = new AtomicInteger();
  private final Health health = health(Duration.ofSeconds(2));

  private Health health(Duration timeout) {
    return new Health(
        () -> {
          asked.incrementAndGet();
          return store.get();
        },
        timeout,
        now::get);
  }

  private static Health.Answer answer(Health of) throws TimeoutException {
    return of.ready().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aStoreThatCanDecideMakesReady() throws TimeoutException {
    assertEquals(new Health.Answer(true, "ready"), answer(health));
  }

  @Test
  void aStoreThatCannotDecideSaysWhyInAFewWords() throws TimeoutException {
    store.set(
        Future.failedFuture(
            new StoreUnavailable(StoreUnavailable.Cause.TIMED_OUT, "db.example:5432 ...")));
    assertEquals(new Health.Answer(false, "store timed out"), answer(health));
  }

  @Test
  void aFailureThatNobodyKnowsIsNotReadyEither() throws TimeoutException {
    store.set(Future.failedFuture(new IllegalStateException("schema 3 of a newer program")));
    assertEquals(new Health.Answer(false, "store not ready"), answer(health));
    Health broken =
        new Health(
            () -> {
              throw new IllegalStateException("a bug");
            },
            Duration.ofSeconds(1),
            now::get);
    assertEquals(new Health.Answer(false, "store not ready"), answer(broken));
  }

  @Test
  void aStoreThatIsSilentIsNotReady() throws TimeoutException {
    store.set(Promise.<Void>promise().future());
    assertEquals(
        new Health.Answer(false, "store does not answer"), answer(health(Duration.ofMillis(50))));
  }

  @Test
  void theStoreIsAskedOnceASecond() throws TimeoutException {
    assertTrue(answer(health).good());
    store.set(Future.failedFuture("gone"));
    now.set(START.plusMillis(999));
    assertTrue(answer(health).good());
    assertEquals(1, asked.get());
    now.set(START.plusMillis(1000));
    assertEquals("store not ready", answer(health).reason());
    assertEquals(2, asked.get());
  }

  @Test
  void whoeverAsksWhileTheStoreThinksWaitsForTheSameAnswer() {
    Promise<Void> thinking = Promise.promise();
    store.set(thinking.future());
    assertSame(health.ready(), health.ready());
    thinking.complete();
    assertEquals(1, asked.get());
  }

  @Test
  void aClockThatSteppedBackKeepsNoOldAnswerAlive() throws TimeoutException {
    assertTrue(answer(health).good());
    store.set(Future.failedFuture("gone"));
    now.set(START.minusSeconds(3600));
    assertEquals("store not ready", answer(health).reason());
  }

  @Test
  void whatStopsIsNotReadyThoughItLives() throws TimeoutException {
    health.stop();
    assertEquals(new Health.Answer(false, "stopping"), answer(health));
    assertEquals(0, asked.get());
    assertTrue(health.live().good());
  }
}
