package assay.service.challenge;

import assay.core.diagnosis.Known.Memory;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with a challenge that is not open; the detail of a refusal says it in words. */
public enum ChallengeFault {
  /** There is none where it belongs: in the client data, or beside its hash. */
  MISSING(Memory.CHALLENGE_MISSING),
  /** The client data holds another than the one beside it. */
  DIFFERENT(Memory.CHALLENGE_DIFFERENT),
  /** No text that is made here, or one that was changed, or another server's. */
  UNKNOWN(Memory.CHALLENGE_UNKNOWN),
  /** It was made with a secret that was replaced too long ago, or that was never known here. */
  OF_UNKNOWN_SECRET(Memory.CHALLENGE_OF_UNKNOWN_SECRET),
  OF_ANOTHER_APP(Memory.CHALLENGE_UNKNOWN),
  OF_ANOTHER_PURPOSE(Memory.CHALLENGE_OF_ANOTHER_PURPOSE),
  EXPIRED(Memory.CHALLENGE_EXPIRED),
  SPENT(Memory.CHALLENGE_SPENT);

  private final Memory memory;

  ChallengeFault(Memory memory) {
    this.memory = memory;
  }

  /** What a diagnosis makes of it. */
  public Memory memory() {
    return memory;
  }

  /** As records and vectors write it, such as {@code of-another-purpose}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one that is written so; nothing for a text of another version. */
  public static Optional<ChallengeFault> of(String text) {
    for (ChallengeFault fault : values()) {
      if (fault.text().equals(text)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
