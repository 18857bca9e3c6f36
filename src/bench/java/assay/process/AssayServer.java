package assay.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import assay.simulator.maker.authority.TestApple;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The real jar, serving from a folder of its own; may be killed and started again on its store. */
public final class AssayServer implements AutoCloseable {
  /** What {@code bin/assay} gives a server; without {@code bin/train}'s notes it starts later. */
  public static final List<String> JAVA_OPTIONS =
      List.of(
          "-XX:AOTCache=" + Path.of("target/assay.aot").toAbsolutePath(),
          "-Xlog:aot=off",
          "-XX:+UseSerialGC",
          "-Xms32m",
          "-Xmx256m");

  private static final Path JAR = Path.of("target/assay.jar");
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final int POLL_NANOS = 5_000_000;
  private static final int POLL_TIMEOUT_MILLIS = 2_000;

  private final Path folder;
  private final List<String> command;
  private final int publicPort;
  private final int internalPort;
  private Child child;

  private AssayServer(Path folder, List<String> command, int publicPort, int internalPort)
      throws IOException {
    this.folder = folder;
    this.command = command;
    this.publicPort = publicPort;
    this.internalPort = internalPort;
    this.child = spawn();
  }

  /**
   * Starts a server on two free ports; it is not ready yet.
   *
   * @param folder for its configuration and its log; made where it is missing
   * @param store such as {@code sqlite:assay.db}, where files are relative to the folder
   * @param policies as {@link ServedApps#write}
   */
  public static AssayServer start(
      Path folder, String store, TestApple apple, Map<String, String> policies) throws IOException {
    if (!Files.isRegularFile(JAR)) {
      throw new IOException(JAR + " is not there; make build makes it");
    }
    Files.createDirectories(folder);
    int publicPort = Ports.free();
    int internalPort = Ports.free();
    Path configuration = ServedApps.write(folder, store, publicPort, internalPort, apple, policies);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAVA_OPTIONS);
    command.addAll(
        List.of(
            "-jar",
            JAR.toAbsolutePath().toString(),
            "serve",
            "--config",
            configuration.toAbsolutePath().toString()));
    return new AssayServer(folder, List.copyOf(command), publicPort, internalPort);
  }

  private Child spawn() throws IOException {
    return Child.start(command, folder, folder.resolve("assay.log"));
  }

  /** The same process once more, on the same store and ports. */
  public void restart() throws IOException {
    child = spawn();
  }

  public int publicPort() {
    return publicPort;
  }

  public int internalPort() {
    return internalPort;
  }

  /** SIGKILL: what was not on its way to the disk is lost. */
  public void kill() throws IOException {
    child.kill();
  }

  public boolean isAlive() {
    return child.isAlive();
  }

  /** Waits until {@code /readyz} answers 200. */
  public void awaitReady() throws IOException {
    awaitReady(LONGEST_START);
  }

  /**
   * Waits until {@code /readyz} answers 200.
   *
   * @throws IOException with the log's end, where it does not in time
   */
  public void awaitReady(Duration longest) throws IOException {
    long last = System.nanoTime() + longest.toNanos();
    while (!isReady()) {
      if (!child.isAlive() || System.nanoTime() - last > 0) {
        throw new IOException(
            "the server "
                + (child.isAlive() ? "is not ready after " + longest.toSeconds() + " s" : "ended")
                + "; see "
                + folder.resolve("assay.log")
                + ", which ends with\n"
                + child.lastWords());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean isReady() {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(POLL_TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), internalPort));
      socket
          .getOutputStream()
          .write("GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), US_ASCII).endsWith(" 200");
    } catch (IOException _) {
      return false;
    }
  }

  /** Resident memory in KiB, as the kernel counts it. */
  public long residentKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + child.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("the kernel does not tell the memory of process " + child.pid());
  }

  /** Asks it to end, as an operator would. */
  @Override
  public void close() throws IOException {
    child.close();
  }
}
