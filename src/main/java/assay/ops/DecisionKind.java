package assay.ops;

import assay.core.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is decided on. */
public enum DecisionKind {
  ATTESTATION(both(Step.Attestation.values(), Step.Registration.values())),
  ASSERTION(both(Step.Assertion.values(), Step.Use.values())),
  RECEIPT(List.of(Step.Receipt.values()));

  private final List<Step> steps;

  DecisionKind(List<Step> steps) {
    this.steps = steps;
  }

  private static List<Step> both(Step[] some, Step[] more) {
    return Stream.of(some, more).flatMap(Arrays::stream).toList();
  }

  /** The steps that may refuse it. */
  List<Step> steps() {
    return steps;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
