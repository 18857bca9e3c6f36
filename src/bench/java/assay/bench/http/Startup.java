package assay.bench.http;

import assay.process.AssayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server with an empty SQLite file costs before anybody asks.
 *
 * @param toReady from before its process was made until {@code /readyz} answered 200
 * @param residentKib some seconds later
 */
record Startup(Duration toReady, long residentKib) {
  private static final Duration IDLE = Duration.ofSeconds(3);

  /** Starts and ends so many servers, one after the other. */
  static List<Startup> measure(Path folder, int times) throws IOException {
    List<Startup> startups = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      startups.add(measure(Files.createTempDirectory(folder, "start-")));
    }
    return startups;
  }

  private static Startup measure(Path folder) throws IOException {
    long started = System.nanoTime();
    try (AssayServer server = Stage.fresh(folder)) {
      server.awaitReady();
      Duration toReady = Duration.ofNanos(System.nanoTime() - started);
      Thread.sleep(IDLE);
      return new Startup(toReady, server.residentKib());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
