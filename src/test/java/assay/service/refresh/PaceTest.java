package assay.service.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How fast a team may ask. */
final class PaceTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private final Pace pace = new Pace(10, NOW);

  @Test
  void permitsComeAtTheRateAndAreSavedForTenSeconds() {
    assertEquals(10, pace.permits(NOW));
    pace.took(10);
    assertEquals(0, pace.permits(NOW.plusMillis(99)));
    assertEquals(1, pace.permits(NOW.plusMillis(100)));
    assertEquals(100, pace.permits(NOW.plusSeconds(3600)));
  }

  @Test
  void whatWasTakenWithoutAPermitIsMadeUpFor() {
    pace.took(15);
    assertEquals(0, pace.permits(NOW.plusMillis(500)));
    assertEquals(1, pace.permits(NOW.plusMillis(600)));
  }

  @Test
  void theRateHalvesAndComesBackWithAnswers() {
    pace.took(10);
    pace.slow();
    pace.slow();
    assertEquals(2, pace.permits(NOW.plusSeconds(1)));
    for (int i = 0; i < 12; i++) {
      pace.answered();
    }
    pace.took(2);
    assertEquals(10, pace.permits(NOW.plusSeconds(2)));
  }

  @Test
  void howeverSlowAPermitComesInTheEnd() {
    for (int i = 0; i < 100; i++) {
      pace.slow();
    }
    pace.took(pace.permits(NOW));
    assertEquals(0, pace.permits(NOW.plusSeconds(6)));
    assertEquals(1, pace.permits(NOW.plusSeconds(7)));
  }

  @Test
  void aPauseHoldsUntilItsEndAndNoShorterOneEndsIt() {
    pace.pauseUntil(NOW.plusSeconds(60));
    pace.pauseUntil(NOW.plusSeconds(5));
    assertEquals(0, pace.permits(NOW.plusSeconds(59)));
    assertEquals(Duration.ofSeconds(1), pace.pause(NOW.plusSeconds(59)));
    assertTrue(pace.isPaused(NOW.plusSeconds(59)));
    assertFalse(pace.isPaused(NOW.plusSeconds(60)));
    assertEquals(100, pace.permits(NOW.plusSeconds(60)));
  }

  @Test
  void aClockThatStepsBackFillsNothing() {
    pace.took(10);
    assertEquals(0, pace.permits(NOW.minusSeconds(3600)));
    assertEquals(10, pace.permits(NOW.minusSeconds(3599)));
  }
}
