package assay.crash;

/** What is killed in a round. */
enum Fault {
  /** SIGKILL to the server. */
  SERVER("the server"),
  /** An immediate shutdown of the database while the server runs. */
  DATABASE("the database"),
  /** Both, the database first. */
  BOTH("the database and the server");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
