package assay.core.diagnosis;

import assay.core.CounterRule;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import java.util.Optional;

/** What a counter that the rule refuses tells. */
final class CounterDiagnosis {
  /** Further apart than this, requests of one device do not overtake each other. */
  private static final long FAR = CounterRule.Window.LARGEST;

  private CounterDiagnosis() {}

  static Optional<Diagnosis> of(long counter, CounterRule.State stored, CounterRule rule) {
    if (rule.advance(stored, counter).isPresent()) {
      return Optional.empty();
    }
    long behind = stored.highest() - counter;
    String fact =
        "The counter is "
            + counter
            + ", the highest so far "
            + stored.highest()
            + " ("
            + rule
            + ").";
    if (counter == 0) {
      return Optional.of(Diagnosis.proved(Mistake.COUNTER_ZERO, fact));
    }
    if (behind == 0 || usedInWindow(behind, rule)) {
      return Optional.of(
          Diagnosis.likely(Mistake.ASSERTION_AGAIN, fact + " A device never gives one twice."));
    }
    return Optional.of(
        behind < FAR
            ? Diagnosis.likely(Mistake.ASSERTIONS_OVERTOOK, fact + " " + advice(behind))
            : Diagnosis.likely(Mistake.COUNTER_FAR_BEHIND, fact));
  }

  private static boolean usedInWindow(long behind, CounterRule rule) {
    return rule instanceof CounterRule.Window(int size) && behind < size;
  }

  private static String advice(long behind) {
    long window = Math.max(16, Long.highestOneBit(behind) * 2);
    return "It is " + behind + " behind; the rule window:" + window + " would take it, once.";
  }
}
