package assay.cli.serve;

import assay.cli.StopSignal;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.store.ConfigOption;
import assay.config.Configuration;
import assay.config.ListenerConfig;
import assay.config.crypto.Providers;
import assay.core.pki.Signatures;
import assay.http.Listener;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code assay serve}. */
@Command(
    name = "serve",
    description = {
      "Runs the server: challenges and attestations for devices, assertion checks for services.",
      "Stops on SIGTERM or SIGINT after answering what was asked."
    },
    footer = {"", "Exit code: 0 stopped, 2 unusable configuration, store or address."})
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger("assay.serve");

  private final Terminal terminal;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What to serve, in YAML; variables ASSAY_… override its values.")
  private @Nullable Path config;

  @Option(
      names = "--demo",
      description = "Serves one test app for simulated devices, without any file.")
  private boolean demo;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where --demo keeps its store and its secrets; default ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Option(
      names = "--check",
      description = "Checks the configuration, prints what would be in effect, and stops.")
  private boolean check;

  public ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput, InterruptedException {
    // What takes longest goes on beside the reading of the configuration.
    CompletableFuture<Vertx> vertx = CompletableFuture.supplyAsync(Serving::vertx);
    DemoFolder folder = new DemoFolder(data);
    try {
      Signatures signatures = new Signatures(Providers.best());
      Configuration configuration = configuration(vertx, folder, signatures);
      if (check) {
        configuration.describe().forEach(terminal.out()::println);
        configuration.warnings().forEach(terminal.err()::println);
        return 0;
      }
      configuration.warnings().forEach(LOG::warn);
      Serving serving = Serving.start(vertx.join(), configuration, signatures);
      LOG.atInfo().addKeyValue("signatures", signatures.provider().getName()).log("ready");
      greet(configuration, serving, folder);
      untilToldToStop(serving);
      return 0;
    } finally {
      vertx.join().close().await();
    }
  }

  private Configuration configuration(
      CompletableFuture<Vertx> vertx, DemoFolder folder, Signatures signatures)
      throws UnusableInput {
    if (demo == (config != null)) {
      throw new UnusableInput(
          "serve needs --config FILE, or --demo to try it without one: assay serve --demo");
    }
    return config != null
        ? ConfigOption.read(config)
        : folder.configuration(
            vertx.join(), System.getenv(), Clock.systemUTC(), signatures, new SecureRandom());
  }

  private void greet(Configuration configuration, Serving serving, DemoFolder folder) {
    String devices = address(configuration.publicListener(), serving.port(Listener.PUBLIC));
    String services = address(configuration.internalListener(), serving.port(Listener.INTERNAL));
    terminal.out().printf("assay: for devices  %s%nassay: for services %s%n", devices, services);
    if (demo) {
      terminal
          .out()
          .printf(
              """

              The app "demo" takes simulated devices only. Try, in another terminal:

                make demo
                curl -s %s/v1/apps/demo/challenges -H 'Content-Type: application/json' -d '{"purpose":"attestation"}'
                curl -s %s/v1/apps/demo/keys -H "Authorization: Bearer $(cat %s)"

              %s/inspector shows evidence, and why it was refused, in a browser.
              The token of the caller "demo" is in %s. Ctrl-C stops the server.
              """,
              devices, services, folder.tokenFile(), services, folder.tokenFile());
    }
  }

  private static String address(ListenerConfig config, int port) {
    String scheme = config.tls().isPresent() ? "https" : "http";
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return scheme + "://" + host + ":" + port;
  }

  private static void untilToldToStop(Serving serving) throws InterruptedException {
    StopSignal.await(() -> {
      LOG.info("stopping");
      serving.stop();
      LOG.info("stopped");
    });
  }
}
