package assay.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A CFBundleVersion, compared by its numeric components: 1.10 is above 1.9, and missing components
 * count as 0. Components have no largest value.
 */
public final class BundleVersion implements Comparable<BundleVersion> {
  /**
   * Decimal digits without leading zeros, so that the longer is the larger; zero is the empty text.
   */
  private final List<String> components;

  private BundleVersion(List<String> components) {
    this.components = components;
  }

  /** Nothing where the text is not one or more groups of ASCII digits with dots between. */
  public static Optional<BundleVersion> parse(String text) {
    List<String> components = List.of(text.split("\\.", -1));
    return components.stream().allMatch(BundleVersion::isNumber)
        ? Optional.of(
            new BundleVersion(components.stream().map(BundleVersion::withoutLeadingZeros).toList()))
        : Optional.empty();
  }

  private static boolean isNumber(String component) {
    return !component.isEmpty() && component.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String withoutLeadingZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }

  @Override
  public int compareTo(BundleVersion other) {
    int longest = Math.max(components.size(), other.components.size());
    for (int i = 0; i < longest; i++) {
      String mine = component(i);
      String theirs = other.component(i);
      int order =
          mine.length() != theirs.length()
              ? mine.length() - theirs.length()
              : mine.compareTo(theirs);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private String component(int index) {
    return index < components.size() ? components.get(index) : "";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BundleVersion that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    int last = components.size();
    while (last > 0 && components.get(last - 1).isEmpty()) {
      last--;
    }
    return components.subList(0, last).hashCode();
  }

  @Override
  public String toString() {
    return components.stream()
        .map(digits -> digits.isEmpty() ? "0" : digits)
        .collect(Collectors.joining("."));
  }
}
