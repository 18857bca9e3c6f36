package assay.http;

import java.util.Locale;

/** What a caller may be allowed to do. */
public enum Operation {
  CHALLENGES,
  ATTESTATIONS,
  VERIFY,
  KEYS,
  REVOKE,
  REFRESH,
  DEVICECHECK,
  INSPECT,
  DECISIONS;

  /** As configuration spells it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
