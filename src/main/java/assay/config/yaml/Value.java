package assay.config.yaml;

import assay.config.format.Format;
import assay.core.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A text that somebody wrote, and where. */
record Value(String text, Place place) {
  /** Items with commas between. */
  static List<Value> split(String text, Place place) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(item -> new Value(item.strip(), place)).toList();
  }

  /** What it says; nothing, and a problem, where the format does not allow it. */
  <T> Optional<T> parse(Format<T> format, Reading reading) {
    try {
      return Optional.of(format.parse(text));
    } catch (IllegalArgumentException e) {
      reading.problem(place, message(e));
      return Optional.empty();
    }
  }

  static String message(IllegalArgumentException e) {
    return Printable.of(String.valueOf(e.getMessage()));
  }
}
