package assay.service;

import static assay.core.Step.Assertion.CHALLENGE;
import static assay.core.Step.Assertion.COUNTER;
import static assay.core.Step.Assertion.REVOKED_KEY;
import static assay.core.Step.Assertion.SUBJECT;
import static assay.core.Step.Assertion.UNKNOWN_KEY;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Malformed;
import assay.core.Refusal;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.AssertionVerifier;
import assay.core.assertion.RegisteredKey;
import assay.core.assertion.SignedRequest;
import assay.core.pki.Signatures;
import assay.service.AssertionRequest.ClientData;
import assay.service.challenge.ChallengeFault;
import assay.service.challenge.ChallengeInClientData;
import assay.service.challenge.ChallengeSecrets;
import assay.service.challenge.Challenges;
import assay.service.challenge.NotOpen;
import assay.service.challenge.Purpose;
import assay.service.keys.KeyCache;
import assay.service.keys.KeyFacts;
import assay.service.policy.Conditions;
import assay.service.policy.RiskLimit;
import assay.service.policy.ServedApp;
import assay.service.work.Contexts;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.OpenChallenge;
import assay.store.Risk;
import assay.store.Store;
import assay.store.StoredKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks an assertion: the signature by the cached public key, then the one statement that spends
 * the challenge and moves the counter. Counter, challenge and revocation are never decided by
 * anything that was read earlier.
 */
final class Checking {
  private final Store store;
  private final AssertionVerifier verifier;
  private final ChallengeSecrets secrets;
  private final KeyCache cache;

  Checking(Store store, KeyCache cache, Signatures signatures, ChallengeSecrets secrets) {
    this.store = store;
    this.cache = cache;
    this.verifier = new AssertionVerifier(signatures);
    this.secrets = secrets;
  }

  Future<Verdict<Checked>> check(ServedApp app, AssertionRequest asked, Seen seen, Instant now) {
    Request request = Request.of(app, asked);
    seen.challenge(request.challenge());
    return secrets.knowing(request.challenge(), () -> check(app, request, seen, now));
  }

  /**
   * What is asked, taken apart once.
   *
   * @param challenge as found in the client data; empty where none is there, or none is used
   * @param without why there is none
   */
  private record Request(
      Bytes keyId, Assertion evidence, Optional<String> subject, String challenge, String without) {
    static Request of(ServedApp app, AssertionRequest asked) {
      Assertion evidence = new Assertion(asked.object(), clientDataHash(asked.clientData()));
      String challenge = "";
      String without = "";
      try {
        challenge = app.challengeRequired() ? find(app, asked.clientData()) : "";
      } catch (Malformed e) {
        without = e.getMessage();
      }
      return new Request(asked.keyId(), evidence, asked.subject(), challenge, without);
    }
  }

  private Future<Verdict<Checked>> check(ServedApp app, Request request, Seen seen, Instant now) {
    AppKey key = new AppKey(app.name(), app.environment(), request.keyId());
    Optional<KeyFacts> cached = cache.get(key);
    return cached.isPresent()
        ? cached(app, key, cached.get(), request, seen, now)
        : Contexts.here(store.find(key))
            .compose(found -> fresh(app, key, found, request, seen, now));
  }

  private Future<Verdict<Checked>> cached(
      ServedApp app, AppKey key, KeyFacts cached, Request request, Seen seen, Instant now) {
    seen.key(cached);
    return switch (judge(app, request, Optional.of(cached), false, seen, now)) {
      case Verdict.Accepted<Judged>(Judged judged) ->
          refusesRisk(app)
              ? Contexts.here(store.find(key))
                  .compose(found -> unlessRisky(app, key, found, cached, judged, seen, now))
              : advance(app, key, cached, judged, seen, now);
      case Verdict.Refused<Judged>(Step step, String detail) ->
          unlessRevoked(key, new Verdict.Refused<>(step, detail), seen);
    };
  }

  private Future<Verdict<Checked>> fresh(
      ServedApp app,
      AppKey key,
      Optional<StoredKey> found,
      Request request,
      Seen seen,
      Instant now) {
    found.ifPresent(seen::key);
    Optional<KeyFacts> facts = found.map(KeyFacts::of);
    facts.ifPresent(known -> cache.put(key, known));
    boolean revoked = found.isPresent() && found.get().revoked().isPresent();
    return switch (judge(app, request, facts, revoked, seen, now)) {
      case Verdict.Accepted<Judged>(Judged judged) ->
          unlessRisky(app, key, found, facts.orElseThrow(), judged, seen, now);
      case Verdict.Refused<Judged>(Step step, String detail) ->
          Future.succeededFuture(new Verdict.Refused<>(step, detail));
    };
  }

  /**
   * What was judged by a cached key cannot know of a revocation, which is answered before a wrong
   * signature: so whatever is refused after that step is asked again of the store.
   */
  private Future<Verdict<Checked>> unlessRevoked(
      AppKey key, Verdict.Refused<Checked> refused, Seen seen) {
    if (((Step.Assertion) refused.step()).compareTo(REVOKED_KEY) < 0) {
      return Future.succeededFuture(refused);
    }
    return Contexts.here(store.find(key))
        .map(found -> {
          found.ifPresent(seen::key);
          return seen.revoked() ? new Verdict.Refused<Checked>(REVOKED_KEY, "revoked") : refused;
        });
  }

  /** An assertion whose evidence holds; the store has the last word. */
  private record Judged(SignedRequest request, Optional<OpenChallenge> challenge) {}

  private Verdict<Judged> judge(
      ServedApp app,
      Request request,
      Optional<KeyFacts> facts,
      boolean revoked,
      Seen seen,
      Instant now) {
    try {
      SignedRequest signed = requireSigned(app, request, facts, revoked);
      Conditions.requireSubject(
          request.subject(), facts.orElseThrow().subject(), SUBJECT, Checklist.NONE);
      return new Verdict.Accepted<>(new Judged(signed, requireChallenge(app, request, now)));
    } catch (Refusal refusal) {
      return refusal.verdict();
    } catch (NotOpen fault) {
      return seen.refusal(CHALLENGE, fault).verdict();
    }
  }

  private SignedRequest requireSigned(
      ServedApp app, Request request, Optional<KeyFacts> facts, boolean revoked) throws Refusal {
    Optional<RegisteredKey> key = facts.map(known -> new RegisteredKey(known.publicKey(), revoked));
    App ofKey = facts.isPresent() ? Conditions.attested(app.app(), facts.get().appId()) : app.app();
    return switch (verifier.verify(request.evidence(), key, ofKey)) {
      case Verdict.Accepted<SignedRequest>(SignedRequest signed) -> {
        Conditions.requireServed(app.app(), facts.orElseThrow().appId());
        yield signed;
      }
      case Verdict.Refused<SignedRequest>(Step step, String detail) ->
          throw new Refusal(step, detail);
    };
  }

  private static Bytes clientDataHash(ClientData clientData) {
    return switch (clientData) {
      case ClientData.Whole(Bytes bytes) -> Bytes.sha256(bytes);
      case ClientData.Hash(Bytes hash, _) -> hash;
    };
  }

  /** Genuine, for this purpose and in time; nothing where the app uses no challenges. */
  private Optional<OpenChallenge> requireChallenge(ServedApp app, Request request, Instant now)
      throws NotOpen {
    if (!app.challengeRequired()) {
      return Optional.empty();
    }
    if (!request.without().isEmpty()) {
      throw new NotOpen(ChallengeFault.MISSING, request.without());
    }
    Challenges.Genuine challenge =
        Challenges.recognise(app, request.challenge(), secrets.known(), now);
    if (challenge.purpose() != Purpose.ASSERTION) {
      throw NotOpen.madeFor(challenge.purpose());
    }
    if (!now.isBefore(challenge.open().expiresAt())) {
      throw NotOpen.expired(challenge.open().expiresAt());
    }
    return Optional.of(challenge.open());
  }

  private static String find(ServedApp app, ClientData clientData) throws Malformed {
    return switch (clientData) {
      case ClientData.Whole(Bytes bytes) ->
          ChallengeInClientData.find(bytes, app.challengePointer());
      case ClientData.Hash(_, Optional<String> challenge) ->
          challenge.orElseThrow(() -> new Malformed("there is none beside the client data hash"));
    };
  }

  private static boolean refusesRisk(ServedApp app) {
    return app.riskLimit().filter(RiskLimit::refuses).isPresent();
  }

  /**
   * Refuses keys of too high a metric, before anything is spent. The metric is read just before the
   * counter moves and not with it: it is days old in any case, and a refresh that comes in between
   * opens nothing that was closed for good. So only apps that refuse pay for it, with one read.
   */
  private Future<Verdict<Checked>> unlessRisky(
      ServedApp app,
      AppKey key,
      Optional<StoredKey> found,
      KeyFacts facts,
      Judged judged,
      Seen seen,
      Instant now) {
    Optional<StoredKey> unrevoked = found.filter(known -> known.revoked().isEmpty());
    unrevoked.ifPresent(seen::key);
    try {
      Conditions.requireRisk(app.riskLimit(), unrevoked.flatMap(StoredKey::risk), Checklist.NONE);
      return advance(app, key, facts, judged, seen, now);
    } catch (Refusal refusal) {
      return Future.succeededFuture(refusal.verdict());
    }
  }

  private static boolean isAbove(ServedApp app, Optional<Risk> risk) {
    return app.riskLimit().filter(limit -> limit.isExceededBy(risk)).isPresent();
  }

  private Future<Verdict<Checked>> advance(
      ServedApp app, AppKey key, KeyFacts facts, Judged judged, Seen seen, Instant now) {
    SignedRequest signed = judged.request();
    Future<Advance> outcome =
        store.advance(key, signed.counter(), app.app().counterRule(), judged.challenge(), now);
    return Contexts.here(outcome).map(advance -> verdict(app, key, facts, signed, advance, seen));
  }

  private Verdict<Checked> verdict(
      ServedApp app, AppKey key, KeyFacts facts, SignedRequest signed, Advance outcome, Seen seen) {
    return switch (outcome) {
      case Advance.Moved(Optional<Risk> risk) ->
          new Verdict.Accepted<>(
              new Checked(signed.counter(), signed.launchInfo(), risk, isAbove(app, risk), facts));
      case Advance.UnknownKey() -> {
        cache.remove(key);
        seen.noKey();
        yield refused(UNKNOWN_KEY, "no such key is registered");
      }
      case Advance.RevokedKey() -> {
        seen.keyRevoked();
        yield refused(REVOKED_KEY, "revoked");
      }
      case Advance.ChallengeSpent() -> seen.refusal(CHALLENGE, NotOpen.spent()).verdict();
      case Advance.CounterNotAhead(long highest) -> {
        seen.counter(highest);
        yield refused(
            COUNTER,
            "the counter is "
                + signed.counter()
                + ", the highest so far "
                + highest
                + ", the rule "
                + app.app().counterRule());
      }
    };
  }

  private static Verdict<Checked> refused(Step step, String detail) {
    return new Verdict.Refused<>(step, detail);
  }
}
