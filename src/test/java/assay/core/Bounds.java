package assay.core;

import com.sun.management.ThreadMXBean;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What holds for {@code core} whatever the input: an answer, no look-up of a name, and no more than
 * 50 ms and 16 MiB. Time is the thread's own on the processor. Code that has not been compiled yet
 * is slow and loads classes, so the best of a few runs counts; certificates that the JDK remembers
 * are forgotten in between.
 */
public final class Bounds {
  private static final long MOST_NANOS = 50_000_000;
  private static final long MOST_BYTES = 16 << 20;
  private static final int RUNS = 10;
  private static final int RUNS_OF_THE_SLOW = 3;
  private static final long SLOW_NANOS = 1_000_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Bounds() {}

  /** What a verifier does. */
  public interface Verifying<T> {
    Verdict<T> verify();
  }

  /** What a parser does. */
  public interface Parsing<T> {
    T parse() throws Malformed;
  }

  /** A verifier's verdict, where the bounds hold. */
  public static <T> Verdict<T> verdict(Verifying<T> verifying) {
    return within(1, verifying);
  }

  /** What is shown to a person, who may wait for four times as long. */
  public static <T> T shown(Supplier<T> showing) {
    Verdict<T> shown = within(4, () -> new Verdict.Accepted<>(showing.get()));
    return ((Verdict.Accepted<T>) shown).learnt();
  }

  private static <T> Verdict<T> within(int times, Verifying<T> verifying) {
    long time = Long.MAX_VALUE;
    long space = Long.MAX_VALUE;
    for (int run = 1; ; run++) {
      long lookups = Lookups.count();
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long start = THREADS.getCurrentThreadCpuTime();
      Verdict<T> verdict = verifying.verify();
      time = Math.min(time, THREADS.getCurrentThreadCpuTime() - start);
      space = Math.min(space, THREADS.getCurrentThreadAllocatedBytes() - bytes);
      if (Lookups.count() != lookups) {
        throw new AssertionError("looked up the name of a host");
      }
      if (time <= times * MOST_NANOS && space <= times * MOST_BYTES) {
        return verdict;
      }
      if (run == RUNS || (run == RUNS_OF_THE_SLOW && time > SLOW_NANOS)) {
        throw new AssertionError(
            "took at least "
                + time / 1_000_000
                + " ms and "
                + (space >> 10)
                + " KiB; at most are "
                + times * MOST_NANOS / 1_000_000
                + " ms and "
                + ((times * MOST_BYTES) >> 10)
                + " KiB");
      }
      forgetCertificates();
    }
  }

  /** What a parser makes of its input, nothing where that is malformed, where the bounds hold. */
  public static <T> Optional<T> parsed(Parsing<T> parsing) {
    Verdict<Optional<T>> verdict =
        verdict(() -> {
          try {
            return new Verdict.Accepted<>(Optional.of(parsing.parse()));
          } catch (Malformed _) {
            return new Verdict.Accepted<>(Optional.empty());
          }
        });
    return ((Verdict.Accepted<Optional<T>>) verdict).learnt();
  }

  /** The JDK's factory empties its cache when it is given nothing to read. */
  private static void forgetCertificates() {
    @Nullable InputStream nothing = null;
    try {
      CertificateFactory.getInstance("X.509").generateCertificate(nothing);
    } catch (CertificateException _) {
      return;
    }
  }
}
