package assay.service.journal;

import java.time.Duration;
import java.util.Set;

/**
 * How much is explained and kept; what operators decide, and what they need not. Rates are of one
 * listener, or of what the server does unasked: what devices send takes nothing from callers.
 *
 * @param accepted the apps whose accepted decisions are recorded too
 * @param recordsPerSecond refusals of one app that are recorded
 * @param diagnosesPerSecond refusals of one app that are explained
 * @param diagnosesPerSecondOfAll refusals of all apps that are explained
 * @param longestWait how long an answer waits for its diagnosis
 * @param mostWaiting records that wait to be written
 */
public record JournalSettings(
    Set<String> accepted,
    double recordsPerSecond,
    double diagnosesPerSecond,
    double diagnosesPerSecondOfAll,
    Duration longestWait,
    int mostWaiting) {

  public JournalSettings {
    accepted = Set.copyOf(accepted);
  }

  /**
   * A search costs up to 2 ms of a core, and a small part of that where it is made again for other
   * apps, so these take about a third of one at the worst, a third of that for devices.
   */
  public static JournalSettings of(Set<String> accepted) {
    return new JournalSettings(accepted, 50, 20, 50, Duration.ofMillis(25), 1024);
  }
}
