package assay.http;

import java.util.Locale;

/** Where requests come in. */
public enum Listener {
  /** From devices, whom nobody vouches for. */
  PUBLIC,
  /** From services and operators, who show a token. */
  INTERNAL;

  /** As logs and metrics spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
