package assay.core;

/**
 * What a verifier answers: accepted, with what was learnt, or refused, with the first failing step.
 *
 * @param <T> what an accepted object teaches
 */
public sealed interface Verdict<T> {

  /** Accepted. */
  record Accepted<T>(T learnt) implements Verdict<T> {}

  /**
   * Refused.
   *
   * @param step the first step that failed, in the order of {@link Step}
   * @param detail what was compared, for a developer's eyes; may hold key identifiers and hashes,
   *     never secrets
   */
  record Refused<T>(Step step, String detail) implements Verdict<T> {}
}
