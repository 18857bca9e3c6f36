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

  /**
   * Bytes that a library did not read. Where it tripped over them, the message is the virtual
   * machine's, which leaves it out once the code is compiled: it is always left out here, so that
   * the same bytes are told in the same words.
   *
   * @param what is wrong, to stand before what the library says
   */
  public Malformed(String what, Exception cause) {
    this(
        cause.getMessage() == null || isOfTheMachine(cause)
            ? what
            : what + ": " + cause.getMessage());
  }

  private static boolean isOfTheMachine(Exception cause) {
    return cause instanceof NullPointerException
        || cause instanceof ClassCastException
        || cause instanceof IndexOutOfBoundsException
        || cause instanceof NegativeArraySizeException
        || cause instanceof ArithmeticException
        || cause instanceof ArrayStoreException;
  }

  @Override
  public String getMessage() {
    return java.util.Objects.requireNonNull(super.getMessage());
  }
}
