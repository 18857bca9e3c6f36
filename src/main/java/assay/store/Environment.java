package assay.store;

import java.util.Locale;

/**
 * The worlds of keys that never mix: Apple's two, and the one of simulators. It is part of every
 * key's place in the store, so that a key of one is unknown in the others even where an app of the
 * same name is configured for another environment later.
 */
public enum Environment {
  PRODUCTION,
  DEVELOPMENT,
  TEST;

  /** As configuration, answers and rows spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException for another text
   */
  public static Environment parse(String text) {
    for (Environment environment : values()) {
      if (environment.text().equals(text)) {
        return environment;
      }
    }
    throw new IllegalArgumentException(
        "an environment is production, development or test, not " + text);
  }
}
