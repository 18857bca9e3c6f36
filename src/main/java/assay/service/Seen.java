package assay.service;

import assay.core.Refusal;
import assay.core.Step;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.service.challenge.ChallengeFault;
import assay.service.challenge.NotOpen;
import assay.service.keys.KeyFacts;
import assay.store.Risk;
import assay.store.StoredKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a decision rested on beside the evidence, noted where it was read: whoever records the
 * decision asks nobody again, who might answer otherwise by then. Of one decision, and written by
 * one thread at a time.
 */
public final class Seen {
  private Optional<Instant> at = Optional.empty();
  private Optional<String> challenge = Optional.empty();
  private Optional<ChallengeFault> challengeFault = Optional.empty();
  private Optional<Instant> challengeExpired = Optional.empty();
  private List<KnownChallenge> otherChallenges = List.of();
  private Optional<KeyFacts> key = Optional.empty();
  private Optional<Long> counter = Optional.empty();
  private Optional<Risk> risk = Optional.empty();
  private boolean revoked;
  private Optional<Instant> revokedAt = Optional.empty();

  /** When the evidence was judged. */
  public Optional<Instant> at() {
    return at;
  }

  /** The challenge's text, as it was found or sent. */
  public Optional<String> challenge() {
    return challenge;
  }

  /** What is wrong with the challenge, where that was looked at and found. */
  public Optional<ChallengeFault> challengeFault() {
    return challengeFault;
  }

  /** When the challenge expired, where that is what is wrong with it. */
  public Optional<Instant> challengeExpired() {
    return challengeExpired;
  }

  /** Others of the app that were issued lately, the likeliest first; of refusals only. */
  public List<KnownChallenge> otherChallenges() {
    return otherChallenges;
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

  /** When the key was revoked, where that was read. */
  public Optional<Instant> revokedAt() {
    return revokedAt;
  }

  void judged(Instant when) {
    at = Optional.of(when);
  }

  void challenge(String text) {
    challenge = Optional.of(text).filter(found -> !found.isEmpty());
  }

  /** The refusal that it comes to, after noting what it was. */
  Refusal refusal(Step step, NotOpen fault) {
    challengeFault = Optional.of(fault.fault());
    challengeExpired = fault.since();
    return new Refusal(step, fault.getMessage());
  }

  void otherChallenges(List<KnownChallenge> others) {
    otherChallenges = List.copyOf(others);
  }

  void key(KeyFacts known) {
    key = Optional.of(known);
  }

  void key(StoredKey stored) {
    key(KeyFacts.of(stored));
    counter(stored.counter());
    risk = stored.risk();
    revokedAt = stored.revoked().map(StoredKey.Revoked::at);
    revoked = revokedAt.isPresent();
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
