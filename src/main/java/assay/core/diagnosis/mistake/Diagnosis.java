package assay.core.diagnosis.mistake;

import assay.core.Printable;
import java.util.Locale;
import java.util.Optional;

/**
 * Why evidence was refused.
 *
 * @param found for the developer, about this very evidence; may name App IDs, key ids and times,
 *     never secrets or client data
 * @param toDevices the part of it that whoever sent the evidence may learn: nothing of other apps
 *     and keys of this server
 */
public record Diagnosis(Mistake mistake, Certainty certainty, String found, String toDevices) {
  public Diagnosis {
    found = Printable.of(found);
    toDevices = Printable.of(toDevices);
  }

  /** How sure it is. */
  public enum Certainty {
    /** The failing step passes with this change, or the evidence itself says it. */
    PROVED,
    /** It fits, and so might something else. */
    LIKELY;

    /** As answers and records spell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Diagnosis proved(Mistake mistake, String found) {
    return new Diagnosis(mistake, Certainty.PROVED, found, found);
  }

  public static Diagnosis likely(Mistake mistake, String found) {
    return new Diagnosis(mistake, Certainty.LIKELY, found, found);
  }

  /** The same, with something about other apps or keys of this server, which devices do not see. */
  public Diagnosis toCallers(String more) {
    return new Diagnosis(mistake, certainty, found + more, toDevices);
  }

  /** The same, as it may be told to whoever sent the evidence. */
  public Diagnosis forDevice() {
    return new Diagnosis(mistake, certainty, toDevices, toDevices);
  }

  /** The stable code, such as {@code client-data-hashed-twice}. */
  public String code() {
    return mistake.code();
  }

  /** What to change. */
  public String action() {
    return mistake.action();
  }

  /** The app's line as it should be, where an app is to be changed. */
  public Optional<String> swift() {
    return mistake.swift();
  }
}
