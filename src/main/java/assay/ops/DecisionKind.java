package assay.ops;

import assay.core.Step;
import java.util.List;
import java.util.Locale;

/** What is decided on. */
public enum DecisionKind {
  ATTESTATION(Step.Attestation.values()),
  ASSERTION(Step.Assertion.values()),
  RECEIPT(Step.Receipt.values());

  private final List<Step> steps;

  DecisionKind(Step... steps) {
    this.steps = List.of(steps);
  }

  /** The steps that may refuse it. */
  List<Step> steps() {
    return steps;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
