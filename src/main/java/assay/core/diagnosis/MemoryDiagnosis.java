package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.diagnosis.Known.Memory;
import assay.core.diagnosis.Known.Remembered;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import java.util.List;
import java.util.Optional;

/** What is wrong with evidence that is right: the server remembers its challenge or its key. */
final class MemoryDiagnosis {
  private MemoryDiagnosis() {}

  /** A challenge that is not open, or was issued for something else. */
  static Optional<Diagnosis> ofChallenge(ClientData clientData, Known known) {
    return remembered(
            known,
            List.of(
                Memory.CHALLENGE_EXPIRED,
                Memory.CHALLENGE_SPENT,
                Memory.CHALLENGE_OF_ANOTHER_PURPOSE,
                Memory.CHALLENGE_UNKNOWN,
                Memory.CHALLENGE_OF_UNKNOWN_SECRET,
                Memory.CHALLENGE_MISSING,
                Memory.CHALLENGE_DIFFERENT))
        .or(() -> otherPurpose(clientData, known));
  }

  private static Optional<Diagnosis> otherPurpose(ClientData clientData, Known known) {
    Optional<Bytes> used = clientData.challenge().or(clientData::bytes);
    return known.challenges().stream()
        .filter(KnownChallenge::otherPurpose)
        .filter(other -> used.equals(Optional.of(other.text())))
        .findFirst()
        .map(_ -> proved(Mistake.CHALLENGE_OF_ANOTHER_PURPOSE, ""));
  }

  static Optional<Diagnosis> ofRevocation(Known known) {
    return remembered(known, List.of(Memory.KEY_REVOKED));
  }

  static Optional<Diagnosis> ofSubject(Known known) {
    return remembered(known, List.of(Memory.KEY_OF_ANOTHER_USER, Memory.KEY_OF_NO_USER));
  }

  private static Optional<Diagnosis> remembered(Known known, List<Memory> deciding) {
    return known
        .remembered()
        .filter(memory -> deciding.contains(memory.what()))
        .map(MemoryDiagnosis::diagnosis);
  }

  /** Likely only where a secret is unknown: one that was replaced may have been this server's. */
  private static Diagnosis diagnosis(Remembered memory) {
    if (memory.what() == Memory.CHALLENGE_OF_UNKNOWN_SECRET) {
      return Diagnosis.likely(
          Mistake.CHALLENGE_UNKNOWN,
          "The challenge was made with a secret that this server does not have, or has replaced: it"
              + " is another server's, or so old that it has expired.");
    }
    String since = memory.since().map(time -> " That was at " + time + ".").orElse("");
    return proved(mistake(memory.what()), since);
  }

  private static Mistake mistake(Memory what) {
    return switch (what) {
      case CHALLENGE_EXPIRED -> Mistake.CHALLENGE_EXPIRED;
      case CHALLENGE_SPENT -> Mistake.CHALLENGE_SPENT;
      case CHALLENGE_OF_ANOTHER_PURPOSE -> Mistake.CHALLENGE_OF_ANOTHER_PURPOSE;
      case CHALLENGE_UNKNOWN, CHALLENGE_OF_UNKNOWN_SECRET -> Mistake.CHALLENGE_UNKNOWN;
      case CHALLENGE_MISSING -> Mistake.CHALLENGE_MISSING;
      case CHALLENGE_DIFFERENT -> Mistake.CHALLENGE_DIFFERENT;
      case KEY_REVOKED -> Mistake.KEY_REVOKED;
      case KEY_OF_ANOTHER_USER -> Mistake.KEY_OF_ANOTHER_USER;
      case KEY_OF_NO_USER -> Mistake.KEY_OF_NO_USER;
    };
  }

  private static Diagnosis proved(Mistake mistake, String more) {
    return Diagnosis.proved(mistake, mistake.sentence() + more);
  }
}
