package assay.store.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Another Java process with the classes of this one, killed when it is closed. */
record Child(Process process, BufferedReader output) implements AutoCloseable {

  static Child start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new Child(process, process.inputReader(StandardCharsets.UTF_8));
  }

  /** SIGKILL where there are signals. What the process said can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Returns when the process is gone. */
  @Override
  public void close() throws IOException {
    kill();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
