package assay.crash;

/** Something acknowledged was lost, or something was accepted twice. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  Violation(String message) {
    super(message);
  }

  /** Throws where the condition does not hold. */
  static void unless(boolean condition, String message) {
    if (!condition) {
      throw new Violation(message);
    }
  }
}
