package assay.ops;

import assay.core.Bytes;
import assay.core.Verdict;
import assay.service.AssertionRequest;
import assay.service.AttestationRequest;
import assay.service.Checked;
import assay.service.Registered;
import assay.service.Seen;
import assay.service.Service;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.apple.RefreshDecision;
import assay.service.challenge.IssuedChallenge;
import assay.service.challenge.Purpose;
import assay.service.policy.ServedApp;
import assay.store.StoreUnavailable;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A service whose decisions are counted and timed. */
public final class MeasuredService implements Service {
  private final Service service;
  private final Metrics metrics;
  private final LongSupplier nanos;

  /**
   * Counts what a service decides.
   *
   * @param nanos a clock that never steps back, as {@link System#nanoTime}
   */
  public MeasuredService(Service service, Metrics metrics, LongSupplier nanos) {
    this.service = service;
    this.metrics = metrics;
    this.nanos = nanos;
  }

  @Override
  public IssuedChallenge challenge(ServedApp app, Purpose purpose) {
    IssuedChallenge challenge = service.challenge(app, purpose);
    metrics.issued(app.name(), purpose);
    return challenge;
  }

  @Override
  public Future<Verdict<Registered>> register(
      ServedApp app, AttestationRequest request, Seen seen) {
    long start = nanos.getAsLong();
    return service
        .register(app, request, seen)
        .onComplete(
            verdict -> {
              decided(app, DecisionKind.ATTESTATION, verdict, start);
              receipt(app, verdict);
            },
            this::failed);
  }

  /** A receipt counts once, with the attestation that registered its key. */
  private void receipt(ServedApp app, Verdict<Registered> verdict) {
    if (verdict instanceof Verdict.Accepted<Registered>(Registered registered)
        && registered.added()) {
      registered
          .key()
          .facts()
          .receipt()
          .map(StoredReceipt::refusedAt)
          .ifPresent(refusedAt -> metrics.receipt(app.name(), refusedAt));
    }
  }

  @Override
  public Future<Verdict<Checked>> check(ServedApp app, AssertionRequest request, Seen seen) {
    long start = nanos.getAsLong();
    return service
        .check(app, request, seen)
        .onComplete(verdict -> decided(app, DecisionKind.ASSERTION, verdict, start), this::failed);
  }

  private void decided(ServedApp app, DecisionKind kind, Verdict<?> verdict, long start) {
    metrics.decided(app.name(), kind, verdict, Duration.ofNanos(nanos.getAsLong() - start));
  }

  private void failed(Throwable failure) {
    if (failure instanceof StoreUnavailable unavailable) {
      metrics.undecided(unavailable.why());
    }
  }

  @Override
  public Future<Optional<StoredKey>> key(ServedApp app, Bytes keyId) {
    return service.key(app, keyId);
  }

  @Override
  public Future<List<StoredKey>> keys(
      ServedApp app, Optional<String> subject, Optional<Bytes> after, int most) {
    return service.keys(app, subject, after, most);
  }

  @Override
  public Future<RefreshDecision> refresh(ServedApp app, Bytes keyId) {
    return service.refresh(app, keyId).onComplete(_ -> {}, this::failed);
  }

  @Override
  public Future<DeviceAnswer> deviceCheck(ServedApp app, DeviceRequest request) {
    return service
        .deviceCheck(app, request)
        .onComplete(
            answer -> metrics.deviceChecked(app.name(), request.operation(), answer), this::failed);
  }

  @Override
  public Future<Optional<StoredKey>> revoke(ServedApp app, Bytes keyId, String reason) {
    return service.revoke(app, keyId, reason);
  }
}
