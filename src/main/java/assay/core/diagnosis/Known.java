package assay.core.diagnosis;

import assay.core.App;
import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.Step;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.pki.TrustedRoots;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the server knows beside the evidence. All but the first three may be left out: what is not
 * known is not diagnosed.
 *
 * @param app the policy that the evidence was judged by
 * @param roots what attestations must lead to
 * @param now when it was judged
 * @param others what else this server has
 * @param memories what this server remembers of the key and the challenge at hand
 */
public record Known(App app, TrustedRoots roots, Instant now, Others others, Memories memories) {
  private static final int MOST_KEYS = 256;
  private static final int MOST_APPS = 16;

  /**
   * What is not at hand, and may have been mistaken for it.
   *
   * @param apps the others that are configured; the first sixteen are looked at
   * @param challenges others of this app, the likeliest first; the first eight are tried
   * @param keys registered keys of this app, such as the same user's and the latest ones, for
   *     assertions without the named one; the first 256 are looked at. {@link Signers} tells which
   *     to look up for an assertion.
   */
  public record Others(List<OtherApp> apps, List<KnownChallenge> challenges, List<Key> keys) {
    static final Others NONE = new Others(List.of(), List.of(), List.of());

    public Others {
      apps = apps.stream().limit(MOST_APPS).toList();
      challenges = List.copyOf(challenges);
      keys = keys.stream().limit(MOST_KEYS).toList();
    }
  }

  /**
   * What happened before.
   *
   * @param counter what is stored for the key
   * @param earlierRefusal of an attestation of this key
   * @param elsewhere the names of the other apps that know this key id
   * @param remembered what decided, where only the store's memory could
   */
  public record Memories(
      Optional<CounterRule.State> counter,
      Optional<EarlierRefusal> earlierRefusal,
      List<String> elsewhere,
      Optional<Remembered> remembered) {
    static final Memories NONE =
        new Memories(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public Memories {
      elsewhere = List.copyOf(elsewhere);
    }
  }

  /**
   * Another app of this server.
   *
   * @param name the short name of the configuration
   */
  public record OtherApp(String name, App app) {}

  /**
   * A registered key of this app.
   *
   * @param publicKey 65 bytes
   * @param sameSubject whether it is of the user whom the request names
   */
  public record Key(Bytes keyId, Bytes publicKey, boolean sameSubject) {}

  /** An attestation of this key that was refused. */
  public record EarlierRefusal(Step step, Instant at) {
    /** The step of an attestation that a code names. */
    public static Optional<Step> step(String code) {
      return Stream.<Step>concat(
              Stream.of(Step.Attestation.values()), Stream.of(Step.Registration.values()))
          .filter(step -> step.code().equals(code))
          .findFirst();
    }
  }

  /**
   * What the server remembers of the challenge or of the key at hand.
   *
   * @param since when the challenge expired or the key was revoked, where that is known
   */
  public record Remembered(Memory what, Optional<Instant> since) {}

  /** Why a server says no that has nothing against the evidence itself. */
  public enum Memory {
    CHALLENGE_EXPIRED,
    CHALLENGE_SPENT,
    /** It was issued here, for attestations instead of assertions or the reverse. */
    CHALLENGE_OF_ANOTHER_PURPOSE,
    /** Not issued here for this app. */
    CHALLENGE_UNKNOWN,
    /** It names a secret that is no longer known: it is old, or was not issued here. */
    CHALLENGE_OF_UNKNOWN_SECRET,
    /** There is none where the server looks for it. */
    CHALLENGE_MISSING,
    /** Another stands in the client data than beside it. */
    CHALLENGE_DIFFERENT,
    KEY_REVOKED,
    KEY_OF_ANOTHER_USER,
    /** The request names a user, and the key was registered without one. */
    KEY_OF_NO_USER
  }

  /** Nothing but the policy, the roots and the time. */
  public static Known of(App app, TrustedRoots roots, Instant now) {
    return new Known(app, roots, now, Others.NONE, Memories.NONE);
  }

  private Known with(Others its) {
    return new Known(app, roots, now, its, memories);
  }

  private Known with(Memories its) {
    return new Known(app, roots, now, others, its);
  }

  public Known withOtherApps(List<OtherApp> apps) {
    return with(new Others(apps, challenges(), keys()));
  }

  public Known withChallenges(List<KnownChallenge> challenges) {
    return with(new Others(otherApps(), challenges, keys()));
  }

  public Known withKeys(List<Key> keys) {
    return with(new Others(otherApps(), challenges(), keys));
  }

  public Known withCounter(CounterRule.State stored) {
    return with(new Memories(Optional.of(stored), earlierRefusal(), elsewhere(), remembered()));
  }

  public Known withEarlierRefusal(EarlierRefusal refusal) {
    return with(new Memories(counter(), Optional.of(refusal), elsewhere(), remembered()));
  }

  public Known withKeyElsewhere(List<String> apps) {
    return with(new Memories(counter(), earlierRefusal(), apps, remembered()));
  }

  public Known withRemembered(Memory what, Optional<Instant> since) {
    Optional<Remembered> decided = Optional.of(new Remembered(what, since));
    return with(new Memories(counter(), earlierRefusal(), elsewhere(), decided));
  }

  /**
   * What is left to whom only some of the other apps exist: nothing in it is of the rest, so
   * nothing that is found by it can be.
   *
   * @param exists by the name of the configuration
   */
  public Known within(Predicate<String> exists) {
    return withOtherApps(otherApps().stream().filter(app -> exists.test(app.name())).toList())
        .withKeyElsewhere(elsewhere().stream().filter(exists).toList());
  }

  /** The names of all other apps that are in it. */
  public List<String> otherNames() {
    return Stream.concat(otherApps().stream().map(OtherApp::name), elsewhere().stream())
        .distinct()
        .toList();
  }

  public List<OtherApp> otherApps() {
    return others.apps();
  }

  public List<KnownChallenge> challenges() {
    return others.challenges();
  }

  public List<Key> keys() {
    return others.keys();
  }

  public Optional<CounterRule.State> counter() {
    return memories.counter();
  }

  public Optional<EarlierRefusal> earlierRefusal() {
    return memories.earlierRefusal();
  }

  public List<String> elsewhere() {
    return memories.elsewhere();
  }

  public Optional<Remembered> remembered() {
    return memories.remembered();
  }
}
