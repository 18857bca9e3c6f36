package assay.cli;

import assay.Main;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a command that was typed in a test printed, and its exit code. */
public record Outcome(String out, String err, int code) {
  /** Of a command without input, as in a script. */
  public static Outcome of(String... words) {
    return of(InputStream.nullInputStream(), false, words);
  }

  /** Of a command with input, which comes from a person or not. */
  public static Outcome of(InputStream in, boolean interactive, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            interactive);
    int code = Main.run(terminal, words);
    return new Outcome(
        out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), code);
  }
}
