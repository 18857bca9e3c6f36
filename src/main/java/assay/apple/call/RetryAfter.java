package assay.apple.call;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Dates in headers (RFC 9110, 5.6.7 and 10.2.3). */
final class RetryAfter {
  private static final Duration MOST = Duration.ofDays(1);
  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /** What {@code Retry-After} asks for, seconds or a date: up to a day; nothing if unreadable. */
  static Optional<Duration> parse(String header, Instant now) {
    String text = header.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(
          text.length() > MOST_DIGITS ? MOST : bounded(Duration.ofSeconds(Integer.parseInt(text))));
    }
    return date(text).map(date -> bounded(Duration.between(now, date)));
  }

  /** A date as HTTP writes it today: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  static Optional<Instant> date(String header) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip())));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(MOST) > 0 ? MOST : asked;
  }
}
