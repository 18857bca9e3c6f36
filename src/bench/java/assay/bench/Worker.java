package assay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The JVM of one benchmark. JMH runs it without end, but each iteration waits for a line on
 * standard input and is answered by a line: so many operations, so many seconds of CPU time.
 *
 * <p>JMH's own forks run one after the other and warm up each time. Here all are warm and take
 * turns every second or two, which is what makes their ratios hold on a machine that is not alone.
 */
public final class Worker implements InternalProfiler {
  /** What an answer begins with; anything else is a library's chatter. */
  static final String ANSWER = "done ";

  private static final double NANOS = 1e9;

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
  private long before;

  /**
   * Takes the benchmark's name and the seconds that an iteration lasts.
   *
   * @throws RunnerException where the benchmark fails
   */
  public static void main(String[] arguments) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("^" + arguments[0].replace(".", "\\.") + "$")
            .forks(0)
            .threads(1)
            .warmupIterations(0)
            .measurementIterations(Integer.MAX_VALUE)
            .measurementTime(TimeValue.seconds(Long.parseLong(arguments[1])))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .addProfiler(Worker.class)
            .build();
    var _ = new Runner(options).run();
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    try {
      if (orders.readLine() == null) {
        System.exit(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    before = system.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double seconds = (system.getProcessCpuTime() - before) / NANOS;
    System.out.println(ANSWER + result.getMetadata().getAllOps() + " " + seconds);
    return List.of();
  }

  @Override
  public String getDescription() {
    return "waits for its turn, and tells the CPU time of the process";
  }
}
