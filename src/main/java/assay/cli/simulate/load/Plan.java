package assay.cli.simulate.load;

import java.time.Duration;

/**
 * How much load.
 *
 * @param devices how many keys are registered first; one has at most one request under way
 * @param rate assertions a second in total; 0 for as fast as answers come
 * @param connections how many requests at most are under way
 * @param assertions how many assertions at most
 * @param duration for how long at most assertions are sent
 */
public record Plan(int devices, double rate, int connections, long assertions, Duration duration) {

  public Plan {
    if (devices < 1 || connections < 1 || assertions < 0 || rate < 0 || duration.isNegative()) {
      throw new IllegalArgumentException("load needs a device and a connection");
    }
  }

  /** How many assertions are due some nanoseconds after the start. */
  long due(long nanos) {
    return isPaced() ? Math.min(assertions, (long) (nanos * rate / 1e9) + 1) : assertions;
  }

  /** When an assertion is due, in nanoseconds after the start. */
  long dueAt(long index) {
    return (long) (index * 1e9 / rate);
  }

  /** Whether assertions have times at which they are due. */
  boolean isPaced() {
    return rate > 0;
  }
}
