package assay.simulator.apple.answer;

/** The way out of a request that ends early; stackless, as it is an answer and no failure. */
public final class Denied extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Answer answer;

  public Denied(Answer answer) {
    super(answer.why(), null, false, false);
    this.answer = answer;
  }

  public Answer answer() {
    return answer;
  }
}
