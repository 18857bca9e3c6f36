package assay.config.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody may have meant. */
public final class Nearest {
  private static final int LONGEST = 80;

  private Nearest() {}

  /** {@code ; did you mean port?}, or nothing where no known name is near. */
  public static String hint(String name, Collection<String> known) {
    return of(name, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** A name is near where a third of its letters, or fewer, would have to change. */
  private static Optional<String> of(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    String small = name.toLowerCase(Locale.ROOT);
    int most = Math.max(1, small.length() / 3);
    return known.stream()
        .filter(other -> distance(small, other.toLowerCase(Locale.ROOT)) <= most)
        .min(Comparator.comparingInt(other -> distance(small, other.toLowerCase(Locale.ROOT))));
  }

  /**
   * How many letters to add, drop, change, or swap with their neighbour (optimal string alignment).
   */
  private static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
