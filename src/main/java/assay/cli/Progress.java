package assay.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * A line that says how far long work has come, rewritten in place; nothing where nobody watches.
 */
public final class Progress {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final String ERASE_LINE = "\r\033[K";

  private final @Nullable PrintStream screen;
  private final String verb;
  private final int total;
  private final String things;
  private long drawnAt = System.nanoTime();
  private boolean drawn;

  Progress(@Nullable PrintStream screen, String verb, int total, String things) {
    this.screen = screen;
    this.verb = verb;
    this.total = total;
    this.things = things;
  }

  /** Redraws the line, now and then. */
  public void show(int done) {
    long now = System.nanoTime();
    if (screen != null && now - drawnAt >= REDRAW_NANOS) {
      screen.print(ERASE_LINE + verb + " " + done + " of " + total + " " + things);
      screen.flush();
      drawnAt = now;
      drawn = true;
    }
  }

  /** Makes room for a line of the report. */
  public void clear() {
    if (screen != null && drawn) {
      screen.print(ERASE_LINE);
      screen.flush();
      drawn = false;
    }
  }
}
