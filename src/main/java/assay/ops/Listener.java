package assay.ops;

import java.util.Locale;

/** Where a request came in. */
public enum Listener {
  PUBLIC,
  INTERNAL;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
