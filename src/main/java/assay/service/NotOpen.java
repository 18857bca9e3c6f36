package assay.service;

import assay.core.Refusal;
import assay.core.Step;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a challenge stops a decision: as the words of the refusal, and as what a diagnosis is made
 * of. Stackless, as it is an answer.
 */
final class NotOpen extends Exception {
  private static final long serialVersionUID = 1;

  private final transient ChallengeFault fault;
  private final transient Optional<Instant> since;

  NotOpen(ChallengeFault fault, String detail) {
    this(fault, detail, Optional.empty());
  }

  private NotOpen(ChallengeFault fault, String detail, Optional<Instant> since) {
    super(detail, null, false, false);
    this.fault = fault;
    this.since = since;
  }

  static NotOpen expired(Instant at) {
    return new NotOpen(ChallengeFault.EXPIRED, "it expired at " + at, Optional.of(at));
  }

  static NotOpen spent() {
    return new NotOpen(ChallengeFault.SPENT, "it was spent before");
  }

  static NotOpen madeFor(Purpose other) {
    return new NotOpen(ChallengeFault.OF_ANOTHER_PURPOSE, "it was made for an " + other.text());
  }

  ChallengeFault fault() {
    return fault;
  }

  /** When it expired, where that is its fault. */
  Optional<Instant> since() {
    return since;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** The refusal that it comes to, after noting what it was. */
  Refusal refusal(Step step, Seen seen) {
    seen.challengeFault(this);
    return new Refusal(step, getMessage());
  }
}
