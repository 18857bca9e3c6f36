package assay;

import assay.cli.Assay;
import assay.cli.Terminal;

/** Starts the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Assay.run(Terminal.ofProcess(), arguments));
  }
}
