package assay.cli.simulate;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.simulate.client.Caller;
import assay.cli.simulate.client.Routes;
import assay.cli.simulate.walk.Exchanges;
import assay.cli.simulate.walk.Walk;
import assay.config.crypto.Providers;
import assay.core.App.Environment;
import assay.simulator.SimulatedApple;
import assay.simulator.SimulatedDevice;
import assay.simulator.maker.OperatingSystem;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay simulate device}: one device and its backend against a server, or many. */
@Command(
    name = "device",
    description = {
      "Plays a device that registers a key and signs requests, and the backend that has them"
          + " checked; then replays a request and forges one, to see both refused.",
      "With --count, many devices at once, to see what a server bears."
    },
    footer = {
      "",
      "Load goes to the internal listener, as the public one limits what one address may ask."
          + " Latency counts from the moment at which a request was due, whether or not a device and"
          + " a connection were free for it.",
      "",
      "Exit code: 0 every answer as expected, 1 another answer, 2 unusable input or no server.",
      "",
      "  assay simulate device",
      "  assay simulate device --system macos27 --json",
      "  assay simulate device --count 1000 --rate 500 --duration 60"
    })
final class SimulateDevice implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--app-id",
      paramLabel = "ID",
      description = "The App ID that the device attests; default ${DEFAULT-VALUE}.")
  private String appId = "DEMOTEAM01.com.example.demo";

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The simulated Apple, from assay simulate ca; default ${DEFAULT-VALUE}.")
  private Path ca = CaFile.DEFAULT;

  @Option(
      names = "--system",
      converter = Systems.class,
      description = "ios14, ios17, ios26 (default), ios27 or macos27.")
  private OperatingSystem system = OperatingSystem.IOS_26;

  @Option(
      names = "--environment",
      paramLabel = "ENV",
      description = "development (default; what test apps expect) or production.")
  private Environment environment = Environment.DEVELOPMENT;

  @Option(names = "--json", description = "Print JSON: an object for each exchange, in full.")
  private boolean json;

  @ArgGroup(exclusive = false, heading = "Load:%n")
  private @Nullable LoadOptions load;

  private final Terminal terminal;

  SimulateDevice(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    Routes devices = server.forDevices();
    Optional<Routes> backends = server.forBackends();
    Supplier<SimulatedDevice> maker = maker(CaFile.open(ca).apple());
    return (load != null
            ? load.run(terminal, backends, maker, json)
            : walk(maker.get(), devices, backends))
        ? 0
        : 1;
  }

  private boolean walk(SimulatedDevice device, Routes devices, Optional<Routes> backends)
      throws UnusableInput {
    try (Caller caller = new Caller(1)) {
      return new Walk(
              new Exchanges(caller, terminal.out(), json),
              device,
              devices,
              backends,
              server.namesSubject(),
              InstantSource.system())
          .run();
    }
  }

  private Supplier<SimulatedDevice> maker(SimulatedApple apple) {
    SimulatedDevice.Model model = new SimulatedDevice.Model(appId, environment, system);
    SecureRandom random = new SecureRandom();
    Provider provider = Providers.best();
    return () -> apple.device(model, random, provider);
  }
}
