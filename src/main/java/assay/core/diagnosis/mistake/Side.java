package assay.core.diagnosis.mistake;

import java.util.Locale;

/** Who has something to change. */
public enum Side {
  /** The app. */
  CLIENT,
  /** This server's configuration, or the backend that calls it. */
  SERVER,
  /** Either; the two must agree. */
  BOTH,
  /** Neither: wait, or nothing is wrong. */
  NOBODY;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
