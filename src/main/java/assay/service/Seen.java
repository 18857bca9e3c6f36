package assay.service;

import assay.service.keys.KeyFacts;
import assay.store.Risk;
import assay.store.StoredKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What a decision rested on beside the evidence, noted where it was read: whoever records the
 * decision asks nobody again, who might answer otherwise by then. Of one decision, and written by
 * one thread at a time.
 */
public final class Seen {
  private Optional<Instant> at = Optional.empty();
  private Optional<String> challenge = Optional.empty();
  private Optional<KeyFacts> key = Optional.empty();
  private Optional<Long> counter = Optional.empty();
  private Optional<Risk> risk = Optional.empty();
  private boolean revoked;

  /** When the evidence was judged. */
  public Optional<Instant> at() {
    return at;
  }

  /** The challenge's text, as it was found or sent. */
  public Optional<String> challenge() {
    return challenge;
  }

  /** The key as it was registered; nothing where it was unknown. */
  public Optional<KeyFacts> key() {
    return key;
  }

  /** The highest counter of the key, where it was read. */
  public Optional<Long> counter() {
    return counter;
  }

  /** The key's metric, where it was read. */
  public Optional<Risk> risk() {
    return risk;
  }

  public boolean revoked() {
    return revoked;
  }

  void judged(Instant when) {
    at = Optional.of(when);
  }

  void challenge(String text) {
    challenge = Optional.of(text).filter(found -> !found.isEmpty());
  }

  void key(KeyFacts known) {
    key = Optional.of(known);
  }

  void key(StoredKey stored) {
    key(KeyFacts.of(stored));
    counter(stored.counter());
    risk = stored.risk();
    revoked = stored.revoked().isPresent();
  }

  void noKey() {
    key = Optional.empty();
  }

  void counter(long highest) {
    counter = Optional.of(highest);
  }

  void keyRevoked() {
    revoked = true;
  }
}
