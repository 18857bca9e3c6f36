package assay.apple.call;

import assay.apple.Backoff;
import java.time.Duration;

/**
 * How far a host is pressed, and how long it is waited for.
 *
 * @param connect until there is a connection, TLS included
 * @param answer from a request's turn until its whole answer is there
 * @param inFlight requests at once
 * @param waiting requests that wait for their turn; beyond, they fail at once
 * @param turn how long a request waits for its turn
 * @param failures in a row that open the circuit
 * @param pauses how long the circuit stays open, by how often it opened in a row
 */
public record Limits(
    Duration connect,
    Duration answer,
    int inFlight,
    int waiting,
    Duration turn,
    int failures,
    Backoff pauses) {
  public static final Limits DEFAULTS =
      new Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          16,
          256,
          Duration.ofSeconds(5),
          5,
          new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(2)));

  public Limits {
    if (connect.toMillis() < 1 || answer.toMillis() < 1 || turn.toMillis() < 1) {
      throw new IllegalArgumentException("a time limit is at least a millisecond");
    }
    if (inFlight < 1 || waiting < 0 || failures < 1) {
      throw new IllegalArgumentException("something must be allowed");
    }
  }
}
