package assay.service;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.pki.Signatures;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceChecking;
import assay.service.apple.DeviceRequest;
import assay.service.apple.RefreshDecision;
import assay.service.apple.Refreshing;
import assay.service.challenge.ChallengeSecrets;
import assay.service.challenge.Challenges;
import assay.service.challenge.IssuedChallenge;
import assay.service.challenge.Purpose;
import assay.service.challenge.RecentChallenges;
import assay.service.keys.KeyCache;
import assay.service.policy.ServedApp;
import assay.service.work.Contexts;
import assay.service.work.Workers;
import assay.store.AppKey;
import assay.store.Store;
import assay.store.StoredKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The service, on a store. */
public final class Decisions implements Service {
  private final Store store;
  private final KeyCache cache = KeyCache.besideHeap();
  private final ChallengeSecrets secrets;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Workers workers;
  private final RecentChallenges recent = new RecentChallenges();
  private final Registering registering;
  private final Checking checking;
  private final Refreshing refreshing;
  private final DeviceChecking deviceChecking;

  /** As with {@link Refreshing#none} and {@link DeviceChecking#NONE}. */
  public Decisions(
      Store store,
      Signatures signatures,
      ChallengeSecrets secrets,
      InstantSource clock,
      RandomGenerator random,
      Workers workers) {
    this(
        store,
        signatures,
        secrets,
        clock,
        random,
        workers,
        Refreshing.none(clock),
        DeviceChecking.NONE);
  }

  /**
   * Decides by these.
   *
   * @param random cryptographically strong
   * @param workers where attestations are judged; an assertion is cheaper than going elsewhere
   * @param refreshing who asks Apple for receipts when a caller wants it
   * @param deviceChecking who asks Apple for bits
   */
  public Decisions(
      Store store,
      Signatures signatures,
      ChallengeSecrets secrets,
      InstantSource clock,
      RandomGenerator random,
      Workers workers,
      Refreshing refreshing,
      DeviceChecking deviceChecking) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
    this.random = random;
    this.workers = workers;
    this.refreshing = refreshing;
    this.deviceChecking = deviceChecking;
    this.registering = new Registering(store, signatures, secrets, random);
    this.checking = new Checking(store, cache, signatures, secrets);
  }

  /**
   * Reads registered keys before they are asked for, as far as memory is kept for them.
   *
   * @return completes with how many were read; fails where the store does, and nothing is lost then
   */
  public Future<Long> warm(Collection<ServedApp> apps) {
    return WarmStart.run(store, cache, apps);
  }

  @Override
  public IssuedChallenge challenge(ServedApp app, Purpose purpose) {
    Instant now = now();
    IssuedChallenge issued = Challenges.issue(app, purpose, secrets.current(), now, random);
    recent.issued(app, purpose, issued, now);
    return issued;
  }

  @Override
  public Future<Verdict<Registered>> register(
      ServedApp app, AttestationRequest request, Seen seen) {
    seen.challenge(request.challenge());
    return secrets
        .knowing(request.challenge(), () -> judgeAndStore(app, request, seen))
        .map(verdict -> noting(app, Purpose.ATTESTATION, verdict, seen));
  }

  /** What else a refused client may have taken for its challenge. */
  private <T> Verdict<T> noting(ServedApp app, Purpose purpose, Verdict<T> verdict, Seen seen) {
    if (verdict instanceof Verdict.Refused<T>) {
      seen.otherChallenges(recent.instead(app, purpose, seen.challenge(), now()));
    }
    return verdict;
  }

  private Future<Verdict<Registered>> judgeAndStore(
      ServedApp app, AttestationRequest request, Seen seen) {
    return workers
        .call(() -> {
          Instant now = now();
          seen.judged(now);
          return registering.judge(app, request, seen, now);
        })
        .compose(verdict ->
            switch (verdict) {
              case Verdict.Accepted<Registering.Judged>(Registering.Judged judged) ->
                  Contexts.here(registering.store(judged, now(), seen));
              case Verdict.Refused<Registering.Judged>(Step step, String detail) ->
                  Future.succeededFuture(new Verdict.Refused<>(step, detail));
            });
  }

  @Override
  public Future<Verdict<Checked>> check(ServedApp app, AssertionRequest request, Seen seen) {
    Instant now = now();
    seen.judged(now);
    return checking
        .check(app, request, seen, now)
        .map(verdict -> noting(app, Purpose.ASSERTION, verdict, seen));
  }

  @Override
  public Future<Optional<StoredKey>> key(ServedApp app, Bytes keyId) {
    return Contexts.here(store.find(new AppKey(app.name(), app.environment(), keyId)));
  }

  @Override
  public Future<List<StoredKey>> keys(
      ServedApp app, Optional<String> subject, Optional<Bytes> after, int most) {
    return Contexts.here(store.list(app.name(), app.environment(), subject, after, most));
  }

  @Override
  public Future<RefreshDecision> refresh(ServedApp app, Bytes keyId) {
    return Contexts.here(refreshing.refresh(app, keyId));
  }

  @Override
  public Future<DeviceAnswer> deviceCheck(ServedApp app, DeviceRequest request) {
    return Contexts.here(deviceChecking.ask(app, request));
  }

  @Override
  public Future<Optional<StoredKey>> revoke(ServedApp app, Bytes keyId, String reason) {
    AppKey key = new AppKey(app.name(), app.environment(), keyId);
    return Contexts.here(store.revoke(key, reason, now()));
  }

  /** Stores keep whole milliseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
