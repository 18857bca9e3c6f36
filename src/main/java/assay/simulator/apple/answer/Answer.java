package assay.simulator.apple.answer;

import java.time.Duration;
import java.util.Optional;

/**
 * An answer of the simulated Apple's.
 *
 * @param contentType of the body, where there is one
 * @param body empty where the answer has none
 * @param retryAfter whole seconds, as a header
 * @param why for whoever watches the simulator; never sent
 */
public record Answer(
    int status,
    Optional<String> contentType,
    String body,
    Optional<Duration> retryAfter,
    String why) {

  /** A status and nothing else. */
  public static Answer bare(int status, String why) {
    return new Answer(status, Optional.empty(), "", Optional.empty(), why);
  }

  public static Answer text(int status, String body, String why) {
    return new Answer(status, Optional.of("text/plain"), body, Optional.empty(), why);
  }

  public static Answer json(String body, String why) {
    return new Answer(200, Optional.of("application/json"), body, Optional.empty(), why);
  }

  public Answer withRetryAfter(Duration given) {
    return new Answer(status, contentType, body, Optional.of(given), why);
  }
}
