package assay.apple.call;

import assay.apple.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Leaves a host alone that is down. Closed, it lets everything pass and counts failures in a row;
 * enough of them open it. Open, it refuses for a pause, which grows each time. Then it lets one
 * request probe: its success closes the circuit, its failure opens it again. Each turn of the
 * circuit has a number that requests carry, so that the late answer of a request from before
 * decides nothing.
 *
 * <p>Belongs to one event loop.
 */
final class Breaker {
  private static final Duration WHILE_PROBING = Duration.ofSeconds(1);

  private enum State {
    CLOSED,
    OPEN,
    PROBING
  }

  private final Limits limits;
  private final LongSupplier nanos;
  private final RandomGenerator random;
  private final Consumer<Boolean> listener;
  private State state = State.CLOSED;
  private int turn;
  private int failures;
  private int opened;
  private long openUntil;

  /**
   * A closed circuit.
   *
   * @param listener is told when it opens (true) and when it closes (false)
   */
  Breaker(Limits limits, LongSupplier nanos, RandomGenerator random, Consumer<Boolean> listener) {
    this.limits = limits;
    this.nanos = nanos;
    this.random = random;
    this.listener = listener;
  }

  /** After how long to try again; nothing where a request may go. */
  Optional<Duration> refusal() {
    return switch (state) {
      case CLOSED -> Optional.empty();
      case PROBING -> Optional.of(WHILE_PROBING);
      case OPEN ->
          Optional.of(Duration.ofNanos(openUntil - nanos.getAsLong())).filter(Duration::isPositive);
    };
  }

  /** A request goes, as there is no refusal. The number is for its end. */
  int enter() {
    if (state == State.OPEN) {
      turn++;
      state = State.PROBING;
    }
    return turn;
  }

  /** A request that entered has ended, and says that the host is up. */
  void succeeded(int entered) {
    if (entered != turn) {
      return;
    }
    failures = 0;
    if (state == State.PROBING) {
      turn++;
      opened = 0;
      state = State.CLOSED;
      listener.accept(false);
    }
  }

  /**
   * A request that entered has ended, and says that the host is down.
   *
   * @param retryAfter as the host asked, where it did
   */
  void failed(int entered, Optional<Duration> retryAfter) {
    if (entered == turn && ++failures >= (state == State.PROBING ? 1 : limits.failures())) {
      open(retryAfter);
    }
  }

  private void open(Optional<Duration> retryAfter) {
    boolean wasClosed = state == State.CLOSED;
    Backoff pauses = limits.pauses();
    turn++;
    opened++;
    failures = 0;
    state = State.OPEN;
    Duration longest = pauses.longest();
    Duration pause =
        pauses.delay(
            opened,
            retryAfter.map(asked -> asked.compareTo(longest) > 0 ? longest : asked),
            random);
    openUntil = nanos.getAsLong() + pause.toNanos();
    if (wasClosed) {
      listener.accept(true);
    }
  }
}
