package assay.cli.simulate;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.simulate.client.Caller;
import assay.cli.simulate.client.Routes;
import assay.cli.simulate.load.Load;
import assay.cli.simulate.load.LoadResult;
import assay.cli.simulate.load.Plan;
import assay.cli.simulate.walk.Exchanges;
import assay.simulator.SimulatedDevice;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How much load, and sending it. */
final class LoadOptions {
  private static final int DEFAULT_SECONDS = 10;

  @Option(
      names = "--count",
      required = true,
      paramLabel = "N",
      description = "How many devices enrol; each has at most one request under way.")
  private int count;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Assertions a second in total; 0 (default): as fast as answers come.")
  private double rate;

  @Option(
      names = "--connections",
      paramLabel = "C",
      description = "How many requests at most are under way; default 64.")
  private int connections = 64;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "For how long; default 10, or until --assertions are through.")
  private Optional<Integer> seconds = Optional.empty();

  @Option(names = "--assertions", paramLabel = "M", description = "How many at most.")
  private Optional<Long> assertions = Optional.empty();

  /** Sends it and prints what became of it; whether all answers were as expected. */
  boolean run(
      Terminal terminal, Optional<Routes> backends, Supplier<SimulatedDevice> devices, boolean json)
      throws UnusableInput {
    Plan plan = plan();
    if (backends.isEmpty()) {
      throw new UnusableInput(
          "--count: load goes to the internal listener and needs a backend's token; give it with"
              + " --token or --token-file");
    }
    try (Caller caller = new Caller(plan.connections())) {
      caller.ask(backends.get().challenge("attestation")); // before any work: is there a server?
      LoadResult result =
          new Load(caller, backends.get(), plan, devices, InstantSource.system(), terminal).run();
      if (json) {
        terminal.out().println(result.json().encode());
      } else {
        result.text(terminal.out());
      }
      return result.asExpected();
    } catch (Caller.NoAnswer e) {
      throw Exchanges.unreachable(e);
    }
  }

  private Plan plan() throws UnusableInput {
    if (count < 1 || connections < 1) {
      throw new UnusableInput("--count and --connections are at least 1");
    }
    if (!(rate >= 0 && rate <= 1e6)) {
      throw new UnusableInput("--rate is from 0 to 1000000 a second");
    }
    if (seconds.orElse(1) < 1 || assertions.orElse(1L) < 1) {
      throw new UnusableInput("--duration and --assertions are at least 1");
    }
    Duration most =
        assertions.isPresent() ? Duration.ofDays(1) : Duration.ofSeconds(DEFAULT_SECONDS);
    return new Plan(
        count,
        rate,
        connections,
        assertions.orElse(Long.MAX_VALUE),
        seconds.map(Duration::ofSeconds).orElse(most));
  }
}
