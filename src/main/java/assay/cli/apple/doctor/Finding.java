package assay.cli.apple.doctor;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the checklist.
 *
 * @param check what was looked at: a word that never changes its meaning
 * @param found for a person; no secret
 * @param action what to do, where there is something
 */
record Finding(Mark mark, String check, String found, Optional<String> action) {
  enum Mark {
    GOOD("✓"),
    WARNING("!"),
    WRONG("✗"),
    SKIPPED("–");

    private final String sign;

    Mark(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding good(String check, String found) {
    return new Finding(Mark.GOOD, check, found, Optional.empty());
  }

  static Finding skipped(String check, String why) {
    return new Finding(Mark.SKIPPED, check, why, Optional.empty());
  }

  static Finding warning(String check, String found, String action) {
    return new Finding(Mark.WARNING, check, found, Optional.of(action));
  }

  static Finding wrong(String check, String found, String action) {
    return new Finding(Mark.WRONG, check, found, Optional.of(action));
  }
}
