package assay.apple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(4), Duration.ofMinutes(1));

  /** A die that always shows the same. */
  private static RandomGenerator lowest() {
    return () -> 0;
  }

  private static Duration delay(int attempt) {
    return BACKOFF.delay(attempt, Optional.empty(), lowest());
  }

  @Test
  void thePauseDoublesUpToTheLongest() {
    assertEquals(Duration.ofSeconds(2), delay(1));
    assertEquals(Duration.ofSeconds(4), delay(2));
    assertEquals(Duration.ofSeconds(8), delay(3));
    assertEquals(Duration.ofSeconds(30), delay(5));
    assertEquals(Duration.ofSeconds(30), delay(Integer.MAX_VALUE));
  }

  @Test
  void chanceMovesItWithinTheUpperHalf() {
    Random random = new Random(1);
    Duration first = BACKOFF.delay(3, Optional.empty(), random);
    Duration second = BACKOFF.delay(3, Optional.empty(), random);
    assertNotEquals(first, second);
    for (int i = 0; i < 1_000; i++) {
      long millis = BACKOFF.delay(3, Optional.empty(), random).toMillis();
      assertTrue(millis >= 8_000 && millis <= 16_000, () -> millis + " ms");
    }
  }

  @Test
  void whatAppleAsksForIsNeverUndercut() {
    Random random = new Random(2);
    for (int i = 0; i < 1_000; i++) {
      long seconds = BACKOFF.delay(1, Optional.of(Duration.ofHours(1)), random).toSeconds();
      assertTrue(seconds >= 3600 && seconds <= 3960, () -> seconds + " s");
    }
  }

  @Test
  void aShortRequestDoesNotShortenThePause() {
    assertEquals(
        Duration.ofSeconds(8), BACKOFF.delay(3, Optional.of(Duration.ofSeconds(1)), lowest()));
  }

  @Test
  void aRequestForAWeekIsOneForADay() {
    assertEquals(Duration.ofDays(1), BACKOFF.delay(1, Optional.of(Duration.ofDays(7)), lowest()));
  }

  @Test
  void aPauseOfNothingIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
  }
}
