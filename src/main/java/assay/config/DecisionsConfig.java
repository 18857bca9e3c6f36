package assay.config;

import assay.config.format.Format;
import assay.config.format.Formats;
import assay.config.yaml.Section;
import java.time.Duration;
import java.util.Set;

/**
 * Which decisions are kept for those who ask later, and for how long.
 *
 * @param keep how long, 1 hour to 400 days
 * @param most how many; beyond it the oldest go first. One takes about 12 KiB of the store
 * @param accepted the apps whose accepted decisions are recorded beside the refused ones
 */
public record DecisionsConfig(Duration keep, int most, Set<String> accepted) {
  private static final Format<Duration> KEEP =
      Formats.duration(Duration.ofHours(1), Duration.ofDays(400));
  private static final Format<Integer> MOST =
      Formats.number("a number of decisions", 1000, 100_000_000);

  public DecisionsConfig {
    accepted = Set.copyOf(accepted);
  }

  /**
   * Reads {@code decisions}.
   *
   * @param apps the names of those that are configured
   */
  static DecisionsConfig read(Section section, Set<String> apps) {
    DecisionsConfig read =
        new DecisionsConfig(
            section.value("keep", KEEP, "30d"),
            section.value("most", MOST, "100000"),
            Set.copyOf(section.list("accepted", Formats.known("app", apps), "")));
    section.end();
    return read;
  }
}
