package assay.cli;

/**
 * Input that no verdict can be given on. The message names the file and, where there is one, the
 * line. Exit code 2.
 */
public final class UnusableInput extends Exception {
  private static final long serialVersionUID = 1;

  public UnusableInput(String message) {
    super(message);
  }
}
