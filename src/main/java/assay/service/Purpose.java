package assay.service;

import assay.core.Malformed;
import java.util.Locale;

/** What a challenge may be spent on. */
public enum Purpose {
  ATTESTATION(0),
  ASSERTION(1);

  private final byte code;

  Purpose(int code) {
    this.code = (byte) code;
  }

  /** As requests spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As challenges write it. */
  byte code() {
    return code;
  }

  static Purpose of(int code) throws Malformed {
    for (Purpose purpose : values()) {
      if (purpose.code == code) {
        return purpose;
      }
    }
    throw new Malformed("it is no challenge of this server");
  }
}
