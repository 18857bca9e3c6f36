package assay.config;

import assay.config.format.Format;
import assay.config.format.Formats;
import assay.config.yaml.Section;
import java.time.Duration;

/**
 * When receipts are exchanged for newer ones.
 *
 * @param interval how long one is kept before a newer one is asked for, while its key is in use; 1
 *     to 29 days, as Apple forgets after 30
 * @param perSecond how many exchanges are begun in a second, for each team
 */
public record ReceiptsConfig(Duration interval, double perSecond) {
  private static final Format<Duration> INTERVAL =
      Formats.duration(Duration.ofDays(1), Duration.ofDays(29));

  /** Reads {@code receipts}. */
  static ReceiptsConfig read(Section section) {
    ReceiptsConfig read =
        new ReceiptsConfig(
            section.value("interval", INTERVAL, "7d"),
            section.value("perSecond", Formats::decimal, "5"));
    section.end();
    return read;
  }
}
