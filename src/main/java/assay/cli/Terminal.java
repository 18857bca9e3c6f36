package assay.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes; handed in, so that tests read what a person would.
 *
 * @param interactive whether a person watches, who wants to see progress
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {

  /** The process's own streams, in UTF-8 whatever the locale. */
  public static Terminal ofProcess() {
    return new Terminal(
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.console() != null && System.console().isTerminal());
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** A line of progress on standard error. */
  public Progress progress(String verb, int total, String things) {
    return new Progress(interactive ? err : null, verb, total, things);
  }
}
