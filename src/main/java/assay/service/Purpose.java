package assay.service;

import java.util.Locale;

/** What a challenge may be spent on. */
public enum Purpose {
  ATTESTATION,
  ASSERTION;

  /** As requests spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
