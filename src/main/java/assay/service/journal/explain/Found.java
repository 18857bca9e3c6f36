package assay.service.journal.explain;

import assay.core.diagnosis.Known;
import assay.core.diagnosis.mistake.Diagnosis;
import java.util.Optional;

/**
 * What is behind a refusal.
 *
 * @param known what it was found by, where a replay needs that to find it again
 */
public record Found(Diagnosis diagnosis, Optional<Known> known) {
  /** What an answer of Apple's tells, or a receipt by itself. */
  public static Found of(Diagnosis diagnosis) {
    return new Found(diagnosis, Optional.empty());
  }
}
