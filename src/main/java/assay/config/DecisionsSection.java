package assay.config;

import assay.config.yaml.Format;
import assay.config.yaml.Formats;
import assay.config.yaml.Nearest;
import assay.config.yaml.Section;
import java.time.Duration;
import java.util.Set;

/** Reads {@code decisions}. */
final class DecisionsSection {
  private static final Format<Duration> KEEP =
      Formats.duration(Duration.ofHours(1), Duration.ofDays(400));
  private static final Format<Integer> MOST =
      Formats.number("a number of decisions", 1000, 100_000_000);

  private DecisionsSection() {}

  /**
   * Reads the section.
   *
   * @param apps the names of those that are configured
   */
  static DecisionsConfig read(Section section, Set<String> apps) {
    DecisionsConfig read =
        new DecisionsConfig(
            section.value("keep", KEEP, "30d"),
            section.value("most", MOST, "100000"),
            Set.copyOf(section.list("accepted", text -> app(text, apps), "")));
    section.end();
    return read;
  }

  private static String app(String text, Set<String> apps) {
    if (!apps.contains(text)) {
      throw new IllegalArgumentException(
          "there is no app " + Formats.quoted(text) + Nearest.hint(text, apps));
    }
    return text;
  }
}
