package assay.bench.http;

import java.util.Arrays;
import java.util.List;

/**
 * The same figure of several rounds, least first.
 *
 * @param sorted at least one
 */
record Series(List<Double> sorted) {
  Series {
    sorted = sorted.stream().sorted().toList();
  }

  static Series of(double... figures) {
    return new Series(Arrays.stream(figures).boxed().toList());
  }

  double median() {
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  double least() {
    return sorted.getFirst();
  }

  double most() {
    return sorted.getLast();
  }
}
