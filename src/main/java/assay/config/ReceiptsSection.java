package assay.config;

import assay.config.yaml.Format;
import assay.config.yaml.Formats;
import assay.config.yaml.Section;
import java.time.Duration;

/** Reads {@code receipts}. */
final class ReceiptsSection {
  private static final Format<Duration> INTERVAL =
      Formats.duration(Duration.ofDays(1), Duration.ofDays(29));

  private ReceiptsSection() {}

  static ReceiptsConfig read(Section section) {
    ReceiptsConfig read =
        new ReceiptsConfig(
            section.value("interval", INTERVAL, "7d"),
            section.value("perSecond", Formats::decimal, "5"));
    section.end();
    return read;
  }
}
