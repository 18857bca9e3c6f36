package assay.apple.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static Optional<Duration> parse(String header) {
    return RetryAfter.parse(header, NOW);
  }

  @Test
  void secondsAreTakenAsTheyAre() {
    assertEquals(Optional.of(Duration.ofMinutes(2)), parse(" 120 "));
    assertEquals(Optional.of(Duration.ZERO), parse("0"));
  }

  @Test
  void aDateIsTheTimeUntilThen() {
    assertEquals(Optional.of(Duration.ofSeconds(90)), parse("Sun, 22 Nov 2026 10:01:30 GMT"));
  }

  @Test
  void aDateThatHasPassedIsNow() {
    assertEquals(Optional.of(Duration.ZERO), parse("Sun, 22 Nov 2026 09:59:59 GMT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"86401", "99999999999999999999", "Sun, 22 Nov 2099 10:00:00 GMT"})
  void nothingIsLongerThanADay(String header) {
    assertEquals(Optional.of(Duration.ofDays(1)), parse(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "soon", "2026-11-22T10:01:30Z", "١٢", "Mon, 99 Nov"})
  void whatIsUnreadableIsNothing(String header) {
    assertEquals(Optional.empty(), parse(header));
  }
}
