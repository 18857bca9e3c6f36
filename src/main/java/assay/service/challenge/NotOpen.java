package assay.service.challenge;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a challenge stops a decision: as the words of the refusal, and as what a diagnosis is made
 * of. Stackless, as it is an answer.
 */
public final class NotOpen extends Exception {
  private static final long serialVersionUID = 1;

  private final transient ChallengeFault fault;
  private final transient Optional<Instant> since;

  /**
   * Of a fault that is not one of those below.
   *
   * @param detail what is wrong, for whoever sent it
   */
  public NotOpen(ChallengeFault fault, String detail) {
    this(fault, detail, Optional.empty());
  }

  private NotOpen(ChallengeFault fault, String detail, Optional<Instant> since) {
    super(detail, null, false, false);
    this.fault = fault;
    this.since = since;
  }

  public static NotOpen expired(Instant at) {
    return new NotOpen(ChallengeFault.EXPIRED, "it expired at " + at, Optional.of(at));
  }

  public static NotOpen spent() {
    return new NotOpen(ChallengeFault.SPENT, "it was spent before");
  }

  public static NotOpen madeFor(Purpose other) {
    return new NotOpen(ChallengeFault.OF_ANOTHER_PURPOSE, "it was made for an " + other.text());
  }

  public ChallengeFault fault() {
    return fault;
  }

  /** When it expired, where that is its fault. */
  public Optional<Instant> since() {
    return since;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
