package assay.store;

/**
 * The store could not decide, or could not make its decision durable. Whoever asked is refused; for
 * {@link Cause#TIMED_OUT} and {@link Cause#LOST} the decision may have been made all the same.
 */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, as metrics and logs name it. */
  public enum Cause {
    /** More decisions wait than are allowed to; nothing was tried. */
    OVERLOADED,
    /** The database cannot be reached; nothing was tried. */
    UNREACHABLE,
    /** No answer in time. */
    TIMED_OUT,
    /** The connection went away, or the write failed, while the decision was being made. */
    LOST,
    /** No space is left to write to; nothing was changed. */
    FULL,
    /** The store is closed. */
    CLOSED
  }

  private final Cause cause;

  public StoreUnavailable(Cause cause, String message) {
    super(message, null, false, false);
    this.cause = cause;
  }

  public Cause why() {
    return cause;
  }
}
