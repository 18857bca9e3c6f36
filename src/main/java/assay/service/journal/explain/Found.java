package assay.service.journal.explain;

import assay.core.diagnosis.Known;
import assay.core.diagnosis.mistake.Diagnosis;
import java.util.List;
import java.util.Optional;

/**
 * What is behind a refusal. Other apps of the server may be behind it, and do not exist for
 * everybody; so it is looked for again without those, rather than told with less: a diagnosis that
 * was found without an app cannot tell of it, in words or by its code.
 *
 * @param whole to whom every app of the server exists
 * @param alone to whom only the app exists that was asked about
 * @param told to who asked
 * @param known the least by which the whole is found; nothing where it follows from the answer of
 *     Apple's alone
 */
public record Found(
    Optional<Diagnosis> whole,
    Optional<Diagnosis> alone,
    Optional<Diagnosis> told,
    Optional<Known> known) {
  public static final Found NOTHING = of(Optional.empty());

  /** What nobody but the asked app is behind. */
  public static Found of(Optional<Diagnosis> diagnosis) {
    return new Found(diagnosis, diagnosis, diagnosis, Optional.empty());
  }

  /** The names of the other apps without which the whole would not have been found. */
  public List<String> restsOn() {
    return known.map(Known::otherNames).orElse(List.of());
  }
}
