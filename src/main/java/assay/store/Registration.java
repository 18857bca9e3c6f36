package assay.store;

/** What became of an attempt to register a key. */
public sealed interface Registration {
  /** The key is new, it is stored, and the challenge is spent. */
  record Added(StoredKey key) implements Registration {}

  /** The key was registered before; nothing changed, and the challenge is as it was. */
  record Known(StoredKey key) implements Registration {}

  /** The key was registered and revoked before; nothing changed. */
  record Revoked() implements Registration {}

  /** The challenge was spent before; the key is not stored. */
  record ChallengeSpent() implements Registration {}
}
