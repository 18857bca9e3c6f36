package assay.store;

import java.util.Optional;

/** What became of an attempt to move a key's counter. Only {@link Moved} changed anything. */
public sealed interface Advance {
  /** The counter was accepted, and the challenge is spent. */
  record Moved(Optional<Risk> risk) implements Advance {}

  /** No such key is registered for this app in this environment. */
  record UnknownKey() implements Advance {}

  record RevokedKey() implements Advance {}

  /** The challenge was spent before. */
  record ChallengeSpent() implements Advance {}

  /**
   * The rule refuses the counter; the challenge stays unspent.
   *
   * @param highest the highest counter accepted so far
   */
  record CounterNotAhead(long highest) implements Advance {}
}
