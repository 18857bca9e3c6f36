package assay.simulator.apple.receipt;

/** What is wrong with a receipt that the simulated Apple gives. */
public enum Forgery {
  NONE,
  /** A receipt of a key that nobody attested. */
  OTHER_KEY,
  /** Signed in good form under a root that nobody trusts. */
  OTHER_ROOT
}
