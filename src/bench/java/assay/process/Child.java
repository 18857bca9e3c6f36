package assay.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process of ours, which does not outlive us: whatever is left is killed when this JVM ends. */
public final class Child implements AutoCloseable {
  private static final int SECONDS_TO_END = 20;
  private static final Set<Process> LEFT = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> LEFT.forEach(Child::killAll)));
  }

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a command in a folder; what it prints is added to the log. */
  public static Child start(List<String> command, Path folder, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    LEFT.add(process);
    return new Child(process, log);
  }

  /**
   * Runs a command until it ends, and answers what it printed.
   *
   * @throws IOException with what it printed, where it fails
   */
  public static String run(List<String> command, Path folder) throws IOException {
    Path log = Files.createTempFile("assay", ".log");
    try (Child child = start(command, folder, log)) {
      int code = child.process.waitFor();
      LEFT.remove(child.process);
      String printed = Files.readString(log);
      if (code != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + printed.strip());
      }
      return printed;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      Files.deleteIfExists(log);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() throws IOException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Waits for an end that somebody else has asked for. */
  void awaitEnd() throws IOException {
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        throw new IOException("process " + pid() + " does not end; see " + log);
      }
      LEFT.remove(process);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The last lines that it printed. */
  public String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** SIGTERM, and SIGKILL where that does not help. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      awaitEnd();
    } catch (IOException _) {
      kill();
    }
  }

  private static void killAll(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }
}
