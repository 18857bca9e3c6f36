package assay.ops;

import java.util.Locale;

/** Which rate limit turned a request away. */
public enum Limit {
  ADDRESS,
  APP;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
