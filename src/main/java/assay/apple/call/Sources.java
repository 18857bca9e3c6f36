package assay.apple.call;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and randomness, handed in.
 *
 * @param clock the time of day
 * @param nanos a clock that never steps back
 * @param random cryptographically strong
 */
public record Sources(InstantSource clock, LongSupplier nanos, RandomGenerator random) {}
