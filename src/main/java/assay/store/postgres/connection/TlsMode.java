package assay.store.postgres.connection;

import java.util.Locale;

/** How far the connection to the database is protected; the names are libpq's. */
public enum TlsMode {
  /** Never. */
  DISABLE,
  /** Where the server offers it, from whomever; keeps nobody out who can change what is sent. */
  PREFER,
  /** Always, from whomever. */
  REQUIRE,
  /** Always, and the certificate must be trusted and made for the host that was asked for. */
  VERIFY_FULL;

  /** As libpq spells it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static TlsMode parse(String text) {
    for (TlsMode mode : values()) {
      if (mode.text().equals(text)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "sslmode is disable, prefer, require or verify-full, not " + text);
  }
}
