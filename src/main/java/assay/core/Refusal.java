package assay.core;

import java.util.Objects;

/**
 * How a step of a verifier stops the ones after it; becomes a {@link Verdict.Refused} before it
 * leaves the verifier.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Step step;

  public Refusal(Step step, String detail) {
    super(Printable.of(detail), null, false, false);
    this.step = step;
  }

  public <T> Verdict.Refused<T> verdict() {
    return new Verdict.Refused<>(step, Objects.requireNonNull(getMessage()));
  }
}
