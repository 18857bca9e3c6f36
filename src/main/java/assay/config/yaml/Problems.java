package assay.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that is wrong with a configuration, so that one start tells it all; told by line,
 * variables last. Only so many are kept: a file that is something else entirely has one a line.
 */
final class Problems {
  static final int MOST = 100;

  private record Problem(int line, String text) {}

  private final Set<Problem> found = new LinkedHashSet<>();

  /** Whether enough is known, and saying more would only take time. */
  boolean isFull() {
    return found.size() >= MOST;
  }

  void add(Place place, String message) {
    if (!isFull()) {
      found.add(new Problem(line(place), place + ": " + message));
    }
  }

  private static int line(Place place) {
    return place instanceof Place.Line(_, int line, _) ? line : Integer.MAX_VALUE;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<String> told() {
    List<String> told =
        new ArrayList<>(
            found.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(Problem::text)
                .toList());
    if (isFull()) {
      told.add("… and perhaps more: these are the first " + MOST);
    }
    return List.copyOf(told);
  }
}
