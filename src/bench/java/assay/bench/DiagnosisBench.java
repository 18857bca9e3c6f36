package assay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import assay.cli.UnusableInput;
import assay.cli.replay.VectorEvent;
import assay.cli.replay.VectorFile;
import assay.config.crypto.Providers;
import assay.core.Bytes;
import assay.core.Step;
import assay.core.diagnosis.Diagnoser;
import assay.core.diagnosis.Hostile;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code make bench-diagnosis}: what a diagnosis costs, of evidence made to cost much and of the
 * vectors of client data, in the thread's own time on the processor. Every case is diagnosed as
 * often as asked for, the cases in turn; the first third of the rounds warms up.
 */
public final class DiagnosisBench {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double MICROSECOND = 1_000;

  /**
   * Of one case.
   *
   * @param median in microseconds, as the 99th percentile
   * @param allocated bytes
   */
  private record Measured(String name, double median, double p99, long allocated) {}

  private DiagnosisBench() {}

  /** Takes the number of rounds. */
  public static void main(String[] arguments) throws UnusableInput {
    int rounds = Integer.parseInt(arguments[0]);
    Diagnoser diagnoser = new Diagnoser(new Signatures(Providers.best()));
    List<Hostile.Case> cases = Stream.concat(Hostile.all(), corpus()).toList();
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
    IntStream.range(0, cases.size())
        .mapToObj(i -> measured(cases.get(i).name(), nanos[i], allocated[i]))
        .sorted(Comparator.comparingDouble(Measured::median).reversed())
        .forEach(measured ->
            out.printf(
                Locale.ROOT,
                "%-66s %8.0f %8.0f %8d%n",
                measured.name(),
                measured.median(),
                measured.p99(),
                measured.allocated() >> 10));
  }

  /** The vectors of mistakes, each named by its diagnosis. */
  private static Stream<Hostile.Case> corpus() throws UnusableInput {
    List<Hostile.Case> cases = new ArrayList<>();
    for (Path path : VectorFile.find(List.of(Path.of("testvectors/diagnosis")))) {
      for (VectorFile.Case vectorCase : VectorFile.read(path).cases()) {
        add(vectorCase, cases);
      }
    }
    return cases.stream();
  }

  private static void add(VectorFile.Case vectorCase, List<Hostile.Case> cases) {
    Optional<Bytes> key = Optional.empty();
    for (VectorEvent event : vectorCase.events()) {
      String step = event.expect().path("step").asText();
      if (event instanceof VectorEvent.OfKey registered) {
        key = Optional.of(registered.publicKey());
      } else if (event instanceof VectorEvent.OfAssertion it && step.equals("signature")) {
        cases.add(
            new Hostile.Case(
                "vector " + vectorCase.id(),
                new OfAssertion(
                    it.sent(), it.object(), it.clientData(), key, Step.Assertion.SIGNATURE),
                known(vectorCase, it.at())));
      } else if (event instanceof VectorEvent.OfAttestation it && step.equals("nonce")) {
        cases.add(
            new Hostile.Case(
                "vector " + vectorCase.id(),
                new OfAttestation(it.sent(), it.object(), it.clientData(), Step.Attestation.NONCE),
                known(vectorCase, it.at())));
      }
    }
  }

  private static Known known(VectorFile.Case vectorCase, Instant at) {
    return Known.of(
            vectorCase.app(),
            new TrustedRoots(vectorCase.trust().attestations(), new Signatures(Providers.best())),
            at)
        .withChallenges(
            vectorCase.context().challenges().stream()
                .map(challenge -> new KnownChallenge(challenge.text(), false))
                .toList());
  }

  private static Measured measured(String name, long[] nanos, long allocated) {
    long[] warm = Arrays.copyOfRange(nanos, nanos.length / 3, nanos.length);
    Arrays.sort(warm);
    return new Measured(name, at(0.5, warm), at(0.99, warm), allocated);
  }

  private static double at(double share, long[] sorted) {
    return sorted[(int) (share * (sorted.length - 1))] / MICROSECOND;
  }
}
