package assay.apple.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text as how long a host wants to be left alone, or what it takes for the time. */
final class RetryAfterFuzzTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  static Stream<Arguments> headers() {
    return Seeds.of(
        Seeds.cut(Bytes.utf8("Sat, 21 Nov 2026 12:00:30 GMT")),
        Stream.of(
                "0",
                "30",
                "86400",
                "86401",
                "999999999",
                "9".repeat(1_000),
                "-1",
                "1.5",
                "٣",
                "Sun, 21 Nov 2026 12:00:30 GMT",
                "21 Nov 2026 12:00:30 GMT",
                "21 Nov 2026 12:00 +1800",
                "Fri, 31 Dec 9999 23:59:59 -1800",
                "01 Jan 0000 00:00:00 +1800",
                "Sat, 31 Nov 2026 12:00:30 GMT",
                "Sat, 21 Nov 2026 24:00:00 GMT")
            .map(Bytes::utf8));
  }

  @MethodSource("headers")
  @FuzzTest(maxDuration = "10m")
  void aWaitIsFromNothingToADay(byte[] header) {
    String text = new String(header, StandardCharsets.UTF_8);
    Optional<Duration> wait = Bounds.shown(() -> RetryAfter.parse(text, NOW));
    wait.ifPresent(asked -> {
      assertFalse(asked.isNegative());
      assertTrue(asked.compareTo(DAY) <= 0);
      assertEquals(wait, RetryAfter.parse(Long.toString(asked.toSeconds()), NOW));
    });
    RetryAfter.date(text)
        .ifPresent(date -> {
          Duration until = Duration.between(NOW, date);
          Duration asked = wait.orElseThrow();
          assertEquals(
              until.isNegative() ? Duration.ZERO : until.compareTo(DAY) > 0 ? DAY : until, asked);
        });
  }
}
