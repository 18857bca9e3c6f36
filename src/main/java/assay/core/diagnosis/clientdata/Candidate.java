package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import assay.core.diagnosis.mistake.Mistake;

/**
 * Something that an app may have given to the device instead of what the server expects.
 *
 * @param value what was hashed, or was given as it is
 * @param hashed whether the clientDataHash is SHA-256 of the value, or the value itself
 * @param found what the app did, in a sentence
 */
public record Candidate(Bytes value, boolean hashed, Mistake mistake, String found) {
  static Candidate hashOf(Bytes value, Mistake mistake) {
    return new Candidate(value, true, mistake, mistake.sentence());
  }

  static Candidate given(Bytes value, Mistake mistake) {
    return new Candidate(value, false, mistake, mistake.sentence());
  }

  Candidate found(String sentence) {
    return new Candidate(value, hashed, mistake, sentence);
  }

  /** The clientDataHash that the device was given. */
  public Bytes clientDataHash(Budget budget) {
    return hashed ? budget.sha256(value) : value;
  }
}
