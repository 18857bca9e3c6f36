package assay.config.yaml;

import assay.config.format.Nearest;
import assay.core.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment's {@code ASSAY_…} variables. A value's variable is its path in upper case, with
 * {@code _} for each step and for what is no letter or digit: {@code apps.shop-test.policy.counter}
 * is {@code ASSAY_APPS_SHOP_TEST_POLICY_COUNTER}.
 */
final class Variables {
  private static final String PREFIX = "ASSAY_";

  /** Of tests; they override nothing here. */
  private static final Set<String> OTHERS = Set.of("ASSAY_VECTORS", "ASSAY_WRITE_TRANSCRIPTS");

  private final Map<String, String> given = new TreeMap<>();
  private final Map<String, String> asked = new TreeMap<>();
  private final Problems problems;

  Variables(Map<String, String> environment, Problems problems) {
    this.problems = problems;
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !OTHERS.contains(name)) {
        given.put(name, value);
      }
    });
  }

  static Place.Variable name(List<String> path) {
    return new Place.Variable(
        PREFIX + String.join("_", path).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
  }

  /** What the variable of a path is set to. */
  Optional<String> value(List<String> path) {
    Place.Variable variable = name(path);
    String written = String.join(".", path);
    String other = asked.putIfAbsent(variable.name(), written);
    if (other != null && !other.equals(written)) {
      problems.add(variable, "would override both " + other + " and " + written + "; rename one");
    }
    return Optional.ofNullable(given.get(variable.name()));
  }

  /** A line for each variable that nothing asked for. */
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    for (String name : given.keySet()) {
      if (!asked.containsKey(name)) {
        unused.add(Printable.of(name) + ": overrides nothing" + Nearest.hint(name, asked.keySet()));
      }
    }
    return unused;
  }
}
