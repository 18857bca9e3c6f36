package assay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** What can be measured. */
sealed interface Contender {

  /** A contender that runs. */
  interface Running {
    /** How often a second of CPU time allows what it does, on one thread, at this moment. */
    double measure() throws IOException;
  }

  /**
   * Makes it ready, and warm where that takes time.
   *
   * @param seconds how long each measurement is to last
   */
  Running start(int seconds) throws IOException;

  /** OpenSSL's own benchmark of its signature check, which counts CPU time by itself. */
  record OpenSsl(String algorithm) implements Contender {
    @Override
    public Running start(int seconds) {
      return () -> {
        String lines = output("openssl", "speed", "-seconds", String.valueOf(seconds), algorithm);
        String verifications = lines.substring(lines.lastIndexOf(' ') + 1); // the last column
        return Double.parseDouble(verifications);
      };
    }

    static String version() throws IOException {
      return output("openssl", "version");
    }

    private static String output(String... command) throws IOException {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    @Override
    public String toString() {
      return "openssl speed " + algorithm;
    }
  }

  /**
   * A benchmark of JMH's, in a JVM of its own, which ends when we do.
   *
   * @param providerFirst whether the provider that we use is put before the JDK's
   */
  record Jmh(Class<?> benchmark, String method, boolean providerFirst) implements Contender {
    /** Seconds of CPU time, compiler included, until nothing gets faster any more. */
    private static final double WARM_UP = 30;

    /** An iteration on an idle machine has a little less CPU time than it lasts. */
    private static final double ENOUGH = 0.9;

    @Override
    public Running start(int seconds) throws IOException {
      Process worker =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow", // for JMH
                  "-Djmh.ignoreLock=true", // the others wait
                  "-Xmx512m",
                  Rivals.jvmArgument(providerFirst),
                  "-classpath",
                  System.getProperty("java.class.path"),
                  Worker.class.getName(),
                  benchmark.getName() + "." + method,
                  String.valueOf(seconds))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      PrintStream orders = new PrintStream(worker.getOutputStream(), true, UTF_8);
      BufferedReader answers = worker.inputReader(UTF_8);
      var _ = iterate(orders, answers, WARM_UP);
      return () -> iterate(orders, answers, seconds);
    }

    /** As many iterations as take so much CPU time, of which others may leave it little. */
    private double iterate(PrintStream orders, BufferedReader answers, double cpuSeconds)
        throws IOException {
      double operations = 0;
      double spent = 0;
      while (spent < cpuSeconds * ENOUGH) {
        orders.println();
        String[] answer = answer(answers).split(" ", 2);
        operations += Double.parseDouble(answer[0]);
        spent += Double.parseDouble(answer[1]);
      }
      return operations / spent;
    }

    private String answer(BufferedReader answers) throws IOException {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(Worker.ANSWER)) {
          return line.substring(Worker.ANSWER.length());
        }
      }
      throw new IOException(this + " failed");
    }

    @Override
    public String toString() {
      return benchmark.getSimpleName() + "." + method + (providerFirst ? ", our provider" : "");
    }
  }
}
