package assay.service.challenge;

import java.util.Locale;
import java.util.Optional;

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

  /** The one that a challenge is mistaken for. */
  Purpose other() {
    return this == ATTESTATION ? ASSERTION : ATTESTATION;
  }

  /** As challenges write it. */
  byte code() {
    return code;
  }

  static Optional<Purpose> of(int code) {
    for (Purpose purpose : values()) {
      if (purpose.code == code) {
        return Optional.of(purpose);
      }
    }
    return Optional.empty();
  }
}
