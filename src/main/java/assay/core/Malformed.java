package assay.core;

/**
 * Bytes that are not what they should be. The message says what is wrong and, where it is known, at
 * which byte. Checked, so that no parser's caller forgets it, and stackless: malformed input is an
 * answer, not an accident.
 */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  public Malformed(String message) {
    super(Printable.of(message), null, false, false);
  }

  @Override
  public String getMessage() {
    return java.util.Objects.requireNonNull(super.getMessage());
  }
}
