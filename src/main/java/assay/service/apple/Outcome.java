package assay.service.apple;

/**
 * What the answer of a server that has to ask Apple first amounts to, for those who keep such
 * answers.
 */
public enum Outcome {
  /** What was asked for was done. */
  ACCEPTED,
  /** It was not, and will not be by asking again: something about the request stands against it. */
  REFUSED,
  /**
   * Nothing was decided: Apple is down or wants fewer requests, or somebody else is at it. A minute
   * later the same may come to anything. Such answers are explained, but not recorded: they say
   * nothing of the receipt or the device, come in crowds just when the store has enough to do, and
   * metrics and the log tell them better.
   */
  UNDECIDED
}
