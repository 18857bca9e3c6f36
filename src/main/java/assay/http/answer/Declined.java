package assay.http.answer;

/** How a request stops on its way to an answer. Stackless: a problem is an answer, no accident. */
public final class Declined extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Answer.Problem problem;

  public Declined(Answer.Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Declined(Reason reason, String detail) {
    this(Answer.Problem.of(reason, detail));
  }

  public Answer.Problem problem() {
    return problem;
  }
}
