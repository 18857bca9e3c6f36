package assay.http.server;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.authenticator.LaunchInfo;
import assay.service.AssertionRequest;
import assay.service.AttestationRequest;
import assay.service.Checked;
import assay.service.Registered;
import assay.service.Seen;
import assay.service.Service;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.apple.Refresh;
import assay.service.apple.RefreshDecision;
import assay.service.challenge.IssuedChallenge;
import assay.service.challenge.Purpose;
import assay.service.keys.KeyFacts;
import assay.service.policy.ServedApp;
import assay.store.AppKey;
import assay.store.NewKey;
import assay.store.Risk;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Answers what a test told it to, and remembers what it was asked. */
final class ProgrammedService implements Service {
  static final Bytes KEY_ID = Bytes.sha256(Bytes.utf8("a key"));
  static final Instant REGISTERED = Instant.parse("2026-11-01T12:00:00.120Z");
  static final Instant LATER = Instant.parse("2026-11-02T12:00:00Z");

  final List<Object> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger challenges = new AtomicInteger();
  private volatile Supplier<Future<Verdict<Registered>>> registration = () -> added(true);
  private volatile Supplier<Future<Verdict<Checked>>> check = ProgrammedService::checked;
  private volatile Supplier<Future<Refresh>> refresh =
      () -> Future.succeededFuture(new Refresh.Refreshed(key(KEY_ID)));
  private volatile Supplier<Future<DeviceAnswer>> deviceCheck =
      () -> Future.succeededFuture(new DeviceAnswer.NeverSet());
  private volatile Supplier<Future<List<StoredKey>>> keys =
      () -> Future.succeededFuture(List.of(key(KEY_ID)));
  private volatile Optional<RuntimeException> challengeFailure = Optional.empty();

  /** What the next registrations come to. */
  void register(Supplier<Future<Verdict<Registered>>> outcome) {
    registration = outcome;
  }

  /** What the next checks come to. */
  void check(Supplier<Future<Verdict<Checked>>> outcome) {
    check = outcome;
  }

  /** What the next refreshes come to. */
  void refresh(Supplier<Future<Refresh>> outcome) {
    refresh = outcome;
  }

  /** What the next questions to DeviceCheck come to. */
  void deviceCheck(Supplier<Future<DeviceAnswer>> outcome) {
    deviceCheck = outcome;
  }

  /** Which keys there are. */
  void keys(Supplier<Future<List<StoredKey>>> outcome) {
    keys = outcome;
  }

  void failChallenges(Optional<RuntimeException> failure) {
    challengeFailure = failure;
  }

  static <T> Future<Verdict<T>> refused(Step step) {
    return Future.succeededFuture(new Verdict.Refused<>(step, "one is not the other"));
  }

  static Future<Verdict<Registered>> added(boolean added) {
    return Future.succeededFuture(new Verdict.Accepted<>(new Registered(key(KEY_ID), added)));
  }

  static Future<Verdict<Checked>> checked() {
    return Future.succeededFuture(
        new Verdict.Accepted<>(
            new Checked(
                7,
                new LaunchInfo(Optional.of(4L), Optional.of("1.2.0"), Optional.empty()),
                Optional.of(new Risk(2, LATER)),
                false,
                new KeyFacts(
                    KEY_ID,
                    Bytes.EMPTY,
                    "TEAMID1234.com.example.shop",
                    Optional.of("user-1"),
                    REGISTERED,
                    Optional.of("27.0")))));
  }

  /** A key of which everything is known. */
  static StoredKey key(Bytes keyId) {
    return new StoredKey(
        new NewKey(
            new AppKey("shop", assay.store.Environment.PRODUCTION, keyId),
            Bytes.EMPTY,
            "TEAMID1234.com.example.shop",
            Optional.of("user-1"),
            Optional.of(4L),
            Optional.of("1.2.0"),
            Optional.of("27.0"),
            Optional.of("24A335"),
            Optional.of(
                new StoredReceipt(
                    Bytes.EMPTY,
                    Optional.empty(),
                    Optional.of(REGISTERED),
                    Optional.of(LATER),
                    Optional.of(LATER)))),
        REGISTERED,
        7,
        Optional.of(LATER),
        Optional.of(new StoredKey.Revoked(LATER, "stolen")),
        Optional.of(new Risk(2, LATER)));
  }

  /** A key of which next to nothing is known. */
  static StoredKey bareKey(Bytes keyId) {
    return new StoredKey(
        new NewKey(
            new AppKey("shop", assay.store.Environment.PRODUCTION, keyId),
            Bytes.EMPTY,
            "TEAMID1234.com.example.shop",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        REGISTERED,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public IssuedChallenge challenge(ServedApp app, Purpose purpose) {
    challengeFailure.ifPresent(failure -> {
      throw failure;
    });
    asked.add(purpose);
    return new IssuedChallenge(
        purpose.text() + "-" + app.name() + "-" + challenges.incrementAndGet(), LATER);
  }

  @Override
  public Future<Verdict<Registered>> register(
      ServedApp app, AttestationRequest request, Seen seen) {
    asked.add(request);
    return registration.get();
  }

  @Override
  public Future<Verdict<Checked>> check(ServedApp app, AssertionRequest request, Seen seen) {
    asked.add(request);
    return check.get();
  }

  @Override
  public Future<Optional<StoredKey>> key(ServedApp app, Bytes keyId) {
    asked.add(keyId);
    return keys.get().map(all -> find(all, keyId));
  }

  /** What a page was asked for. */
  record Page(Optional<String> subject, Optional<Bytes> after, int most) {}

  @Override
  public Future<List<StoredKey>> keys(
      ServedApp app, Optional<String> subject, Optional<Bytes> after, int most) {
    asked.add(new Page(subject, after, most));
    return keys.get().map(all -> new ArrayList<>(all.subList(0, Math.min(most, all.size()))));
  }

  @Override
  public Future<RefreshDecision> refresh(ServedApp app, Bytes keyId) {
    asked.add(keyId);
    return refresh.get().map(outcome -> RefreshDecision.of(outcome, LATER));
  }

  @Override
  public Future<DeviceAnswer> deviceCheck(ServedApp app, DeviceRequest request) {
    asked.add(request);
    return deviceCheck.get();
  }

  /** What was to be revoked. */
  record Revocation(Bytes keyId, String reason) {}

  @Override
  public Future<Optional<StoredKey>> revoke(ServedApp app, Bytes keyId, String reason) {
    asked.add(new Revocation(keyId, reason));
    return keys.get().map(all -> find(all, keyId));
  }

  private static Optional<StoredKey> find(List<StoredKey> all, Bytes keyId) {
    return all.stream().filter(key -> key.facts().key().keyId().equals(keyId)).findFirst();
  }
}
