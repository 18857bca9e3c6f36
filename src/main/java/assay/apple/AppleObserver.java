package assay.apple;

/**
 * Who is told how calls to Apple end; called on any thread, often an event loop, so must be quick.
 */
public interface AppleObserver {
  /** Looks away. */
  AppleObserver NONE = (operation, outcome, nanos) -> {};

  /**
   * A call ended.
   *
   * @param operation {@code receipt}, {@code query}, {@code update} or {@code validate}
   * @param outcome the outcome's name in lower case with hyphens, such as {@code not-yet}
   * @param nanos from being asked until it was told, waiting for a turn included
   */
  void ended(String operation, String outcome, long nanos);

  /**
   * A circuit opened, so that a host is left alone for a while, or closed again.
   *
   * @param host whose
   */
  default void circuit(String host, boolean open) {}
}
