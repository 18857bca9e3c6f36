package assay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import assay.config.Providers;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Hostile;
import assay.core.pki.Signatures;
import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * {@code make bench-diagnosis}: what a diagnosis costs at the worst, in the thread's own time on
 * the processor. Every case is diagnosed as often as asked for, the cases in turn; the first third
 * of the rounds warms up.
 */
public final class DiagnosisBench {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double MICROSECOND = 1_000;

  private record Measured(String name, long[] nanos, long allocated) {
    double at(double share) {
      return nanos[(int) (share * (nanos.length - 1))] / MICROSECOND;
    }
  }

  private DiagnosisBench() {}

  /** Takes the number of rounds. */
  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    Diagnoser diagnoser = new Diagnoser(new Signatures(Providers.best()));
    List<Hostile.Case> cases = Hostile.all().toList();
    long[][] nanos = new long[cases.size()][rounds];
    long[] allocated = new long[cases.size()];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < cases.size(); i++) {
        Hostile.Case hostile = cases.get(i);
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        diagnoser.diagnose(hostile.evidence(), hostile.known());
        nanos[i][round] = THREADS.getCurrentThreadCpuTime() - start;
        allocated[i] = THREADS.getCurrentThreadAllocatedBytes() - bytes;
      }
    }
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    out.printf("%-66s %8s %8s %8s%n", "microseconds", "median", "p99", "KiB");
    java.util.stream.IntStream.range(0, cases.size())
        .mapToObj(i -> measured(cases.get(i).name(), nanos[i], allocated[i]))
        .sorted(Comparator.comparingDouble((Measured measured) -> measured.at(0.5)).reversed())
        .forEach(measured ->
            out.printf(
                Locale.ROOT,
                "%-66s %8.0f %8.0f %8d%n",
                measured.name(),
                measured.at(0.5),
                measured.at(0.99),
                measured.allocated() >> 10));
  }

  private static Measured measured(String name, long[] nanos, long allocated) {
    long[] warm = Arrays.copyOfRange(nanos, nanos.length / 3, nanos.length);
    Arrays.sort(warm);
    return new Measured(name, warm, allocated);
  }
}
