package assay.service.journal.explain;

import assay.core.Step;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.Known.Memory;
import assay.service.Seen;
import assay.service.challenge.ChallengeFault;
import assay.service.keys.KeyFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * What a server itself had against evidence that is right: its challenge, or its key. Each counts
 * for the step that it decides, and for no other.
 *
 * @param fault of the challenge
 * @param expired when the challenge did, where that is its fault
 * @param revoked when the key was, where that is known
 * @param owner whose the key is, where it is registered
 */
public record Reasons(
    Optional<ChallengeFault> fault,
    Optional<Instant> expired,
    Optional<Instant> revoked,
    Optional<Memory> owner) {

  /** As they were noted where it was decided. */
  static Reasons of(Seen seen) {
    return new Reasons(
        seen.challengeFault(),
        seen.challengeExpired(),
        seen.revokedAt(),
        seen.key().map(KeyFacts::subject).map(Reasons::owner));
  }

  /** What is known, and what decided. */
  public Known add(Known known, Step step) {
    return switch (step) {
      case Step.Attestation.CHALLENGE, Step.Assertion.CHALLENGE ->
          fault.map(its -> known.withRemembered(its.memory(), expired)).orElse(known);
      case Step.Attestation.REVOKED_KEY, Step.Assertion.REVOKED_KEY ->
          known.withRemembered(Memory.KEY_REVOKED, revoked);
      case Step.Registration.SUBJECT, Step.Assertion.SUBJECT ->
          owner.map(its -> known.withRemembered(its, Optional.empty())).orElse(known);
      default -> known;
    };
  }

  /** What a key that is registered for this subject, or for none, is to anybody else. */
  public static Memory owner(Optional<String> subject) {
    return subject.isPresent() ? Memory.KEY_OF_ANOTHER_USER : Memory.KEY_OF_NO_USER;
  }
}
