package assay.service;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.App;
import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.Step;
import assay.core.Verdict;
import assay.service.challenge.ChallengeSecrets;
import assay.service.challenge.Purpose;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.store.Environment;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.StoredKey;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import assay.store.sqlite.file.UnusableDatabase;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registrations and checks on a real store: what is accepted, what is refused, and what stays. */
final class DecisionsTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00.250Z");
  private static final ServedApp SHOP = ServedApps.of("shop", Environment.TEST, Phone.roots());
  private static final String WALLET_ID = "TEAMID1234.com.example.wallet";

  private final SecureRandom random = new SecureRandom();
  private final Phone phone = Phone.of("phone");
  private volatile Instant now = START;

  @TempDir private Path folder;
  private Store store;
  private Decisions decisions;

  @BeforeEach
  void open() throws UnusableDatabase {
    store =
        SqliteStore.open(folder.resolve("assay.db"), SqliteSettings.DEFAULT, StoreObserver.NONE);
    decisions = decisions(store);
  }

  @AfterEach
  void close() {
    await(store.close());
  }

  private Decisions decisions(Store on) {
    ChallengeSecrets secrets = await(ChallengeSecrets.load(on, () -> now, random));
    return new Decisions(on, ServedApps.SIGNATURES, secrets, () -> now, random, Workers.HERE);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private String challenge(ServedApp app, Purpose purpose) {
    return decisions.challenge(app, purpose).text();
  }

  private Registered register(ServedApp app, Phone device) {
    return register(app, device, Optional.empty());
  }

  private Registered register(ServedApp app, Phone device, Optional<String> subject) {
    String challenge = challenge(app, Purpose.ATTESTATION);
    AttestationRequest request =
        device.attest(device.attestation(challenge, now), challenge, subject);
    return accepted(await(decisions.register(app, request)));
  }

  private AssertionRequest fresh(ServedApp app, Phone device, long counter) {
    return device.sign(json(challenge(app, Purpose.ASSERTION)), counter);
  }

  private static String json(String challenge) {
    return "{\"amount\":\"12.50\",\"challenge\":\"" + challenge + "\"}";
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T learnt) -> learnt;
      case Verdict.Refused<T>(Step step, String detail) ->
          throw new AssertionError(step + ": " + detail);
    };
  }

  private Verdict.Refused<?> refused(Future<? extends Verdict<?>> verdict) {
    return assertInstanceOf(Verdict.Refused.class, await(verdict));
  }

  private void assertRefused(Step step, Future<? extends Verdict<?>> verdict) {
    Verdict.Refused<?> refused = refused(verdict);
    assertEquals(step, refused.step(), refused.detail());
  }

  private StoredKey stored(ServedApp app, Phone device) {
    return await(decisions.key(app, device.keyId())).orElseThrow();
  }

  @Test
  void aKeyIsRegisteredAndSigns() {
    Registered registered = register(SHOP, phone);
    assertTrue(registered.added());
    assertEquals(START, registered.key().registeredAt());
    assertEquals("26.3", registered.key().facts().osVersion().orElseThrow());
    assertEquals(Environment.TEST, registered.key().facts().key().environment());
    assertEquals(Optional.empty(), registered.key().facts().receipt().orElseThrow().refusedAt());

    now = now.plusSeconds(10);
    Checked checked = accepted(await(decisions.check(SHOP, fresh(SHOP, phone, 1))));
    assertEquals(1, checked.counter());
    assertEquals(ServedApps.APP_ID, checked.key().appId());
    assertEquals(1, stored(SHOP, phone).counter());
    assertEquals(Optional.of(now), stored(SHOP, phone).lastUsedAt());
  }

  @Test
  void theSameAttestationAgainIsTheSameSuccessAndChangesNothing() {
    String challenge = challenge(SHOP, Purpose.ATTESTATION);
    AttestationRequest request = phone.attest(challenge, now);
    assertTrue(ok(decisions.register(SHOP, request)).added());
    accepted(await(decisions.check(SHOP, fresh(SHOP, phone, 7))));

    Registered again = ok(decisions.register(SHOP, request));
    assertFalse(again.added());
    assertEquals(7, again.key().counter());
    assertEquals(7, stored(SHOP, phone).counter());
  }

  private <T> T ok(Future<Verdict<T>> verdict) {
    return accepted(await(verdict));
  }

  @Test
  void anAnswerThatGotLostCanBeAskedForAgainAfterTheChallengeExpired() {
    String challenge = challenge(SHOP, Purpose.ATTESTATION);
    AttestationRequest request = phone.attest(challenge, now);
    ok(decisions.register(SHOP, request));
    now = now.plus(Duration.ofHours(5));
    assertFalse(ok(decisions.register(SHOP, request)).added());

    await(decisions.revoke(SHOP, phone.keyId(), "lost"));
    assertRefused(Step.Attestation.CHALLENGE, decisions.register(SHOP, request));
  }

  @Test
  void anExpiredChallengeRegistersNothing() {
    String challenge = challenge(SHOP, Purpose.ATTESTATION);
    AttestationRequest request = phone.attest(challenge, now);
    now = now.plus(Duration.ofHours(1));
    assertRefused(Step.Attestation.CHALLENGE, decisions.register(SHOP, request));
    assertEquals(Optional.empty(), await(decisions.key(SHOP, phone.keyId())));
  }

  @Test
  void aChallengeIsGoodUntilTheMillisecondBeforeItExpires() {
    String challenge = challenge(SHOP, Purpose.ATTESTATION);
    AttestationRequest request = phone.attest(challenge, now);
    now = now.plus(Duration.ofHours(1)).minusMillis(1);
    assertTrue(ok(decisions.register(SHOP, request)).added());
  }

  @Test
  void aChallengeRegistersOneKey() {
    String challenge = challenge(SHOP, Purpose.ATTESTATION);
    Phone other = Phone.of("other phone");
    ok(decisions.register(SHOP, phone.attest(challenge, now)));
    assertRefused(
        Step.Attestation.CHALLENGE, decisions.register(SHOP, other.attest(challenge, now)));
    assertEquals(Optional.empty(), await(decisions.key(SHOP, other.keyId())));
  }

  @Test
  void aChallengeOfAnotherPurposeAppOrServerIsRefused() {
    String assertion = challenge(SHOP, Purpose.ASSERTION);
    assertRefused(
        Step.Attestation.CHALLENGE, decisions.register(SHOP, phone.attest(assertion, now)));

    ServedApp bank = ServedApps.of("bank", Environment.TEST, Phone.roots());
    String banks = challenge(bank, Purpose.ATTESTATION);
    assertRefused(Step.Attestation.CHALLENGE, decisions.register(SHOP, phone.attest(banks, now)));

    String nobodys = "attest-me-please";
    assertRefused(Step.Attestation.CHALLENGE, decisions.register(SHOP, phone.attest(nobodys, now)));

    register(SHOP, phone);
    String attestation = challenge(SHOP, Purpose.ATTESTATION);
    assertRefused(
        Step.Assertion.CHALLENGE, decisions.check(SHOP, phone.sign(json(attestation), 1)));
  }

  @Test
  void evidenceIsJudgedBeforeTheChallenge() {
    AttestationRequest wrong = phone.attest("attest-me-please", now);
    AttestationRequest other =
        new AttestationRequest(
            wrong.keyId(), wrong.object(), "another", Optional.empty(), Optional.empty());
    assertRefused(Step.Attestation.NONCE, decisions.register(SHOP, other));
  }

  @Test
  void clientDataMayHoldTheChallengeOfAnAttestation() {
    String challenge = challenge(SHOP, Purpose.ATTESTATION);
    Bytes clientData = Bytes.utf8("{\"challenge\":\"" + challenge + "\",\"account\":\"7\"}");
    Bytes object = phone.attestation(clientData.text(), now).make().object();
    AttestationRequest other =
        new AttestationRequest(
            phone.keyId(),
            object,
            challenge(SHOP, Purpose.ATTESTATION),
            Optional.of(clientData),
            Optional.empty());
    assertRefused(Step.Attestation.CHALLENGE, decisions.register(SHOP, other));
    AttestationRequest request =
        new AttestationRequest(
            phone.keyId(), object, challenge, Optional.of(clientData), Optional.empty());
    assertTrue(ok(decisions.register(SHOP, request)).added());
  }

  @Test
  void aReplayedAssertionIsRefusedByItsChallenge() {
    register(SHOP, phone);
    AssertionRequest request = fresh(SHOP, phone, 1);
    ok(decisions.check(SHOP, request));
    assertRefused(Step.Assertion.CHALLENGE, decisions.check(SHOP, request));
  }

  @Test
  void withoutChallengesTheCounterStopsReplays() {
    ServedApp app = ServedApps.withoutChallenges(SHOP);
    register(app, phone);
    AssertionRequest request = phone.sign("any bytes at all", 3);
    ok(decisions.check(app, request));
    Verdict.Refused<?> refused = refused(decisions.check(app, request));
    assertEquals(Step.Assertion.COUNTER, refused.step());
    assertEquals("the counter is 3, the highest so far 3, the rule strict", refused.detail());
  }

  @Test
  void aRefusalLeavesTheChallengeUnspent() {
    register(SHOP, phone);
    ok(decisions.check(SHOP, fresh(SHOP, phone, 5)));
    String challenge = challenge(SHOP, Purpose.ASSERTION);
    assertRefused(Step.Assertion.COUNTER, decisions.check(SHOP, phone.sign(json(challenge), 5)));
    ok(decisions.check(SHOP, phone.sign(json(challenge), 6)));
  }

  @Test
  void oneOfAHundredIdenticalAssertionsWins() {
    register(SHOP, phone);
    AssertionRequest request = fresh(SHOP, phone, 1);
    List<Future<Verdict<Checked>>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(decisions.check(SHOP, request));
    }
    long won =
        all.stream().map(DecisionsTest::await).filter(v -> v instanceof Verdict.Accepted).count();
    assertEquals(1, won);
  }

  @Test
  void aWindowTakesCountersInAnyOrderOnce() {
    App policy = SHOP.app();
    ServedApp app =
        ServedApps.with(
            SHOP,
            new App(
                policy.appIds(),
                policy.environment(),
                policy.platform(),
                policy.validationCategories(),
                false,
                Optional.empty(),
                new CounterRule.Window(8)));
    register(app, phone);
    for (long counter : new long[] {3, 1, 2, 9}) {
      ok(decisions.check(app, fresh(app, phone, counter)));
    }
    assertRefused(Step.Assertion.COUNTER, decisions.check(app, fresh(app, phone, 2)));
    assertRefused(Step.Assertion.COUNTER, decisions.check(app, fresh(app, phone, 1)));
  }

  @Test
  void aRevokedKeyIsRefusedWhateverItSigns() {
    register(SHOP, phone);
    ok(decisions.check(SHOP, fresh(SHOP, phone, 1)));
    await(decisions.revoke(SHOP, phone.keyId(), "stolen"));
    assertRefused(Step.Assertion.REVOKED_KEY, decisions.check(SHOP, fresh(SHOP, phone, 2)));

    AssertionRequest wrong = Phone.of("other phone").sign("x", 3);
    AssertionRequest forged =
        new AssertionRequest(phone.keyId(), wrong.object(), wrong.clientData(), Optional.empty());
    assertRefused(Step.Assertion.REVOKED_KEY, decisions.check(SHOP, forged));
    String challenge = challenge(SHOP, Purpose.ATTESTATION);
    assertRefused(
        Step.Attestation.REVOKED_KEY, decisions.register(SHOP, phone.attest(challenge, now)));
  }

  @Test
  void anUnknownKeyIsToldApartFromAWrongSignature() {
    assertRefused(Step.Assertion.UNKNOWN_KEY, decisions.check(SHOP, fresh(SHOP, phone, 1)));
    register(SHOP, phone);
    AssertionRequest signed = fresh(SHOP, phone, 1);
    AssertionRequest changed =
        new AssertionRequest(
            phone.keyId(),
            signed.object(),
            new AssertionRequest.ClientData.Whole(Bytes.utf8("{}")),
            Optional.empty());
    assertRefused(Step.Assertion.SIGNATURE, decisions.check(SHOP, changed));
    AssertionRequest garbage =
        new AssertionRequest(
            phone.keyId(), Bytes.utf8("garbage"), signed.clientData(), Optional.empty());
    assertRefused(Step.Assertion.FORMAT, decisions.check(SHOP, garbage));
  }

  @Test
  void aKeyBelongsToOneSubject() {
    register(SHOP, phone, Optional.of("alice"));
    String challenge = challenge(SHOP, Purpose.ASSERTION);
    assertRefused(
        Step.Assertion.SUBJECT,
        decisions.check(SHOP, phone.sign(json(challenge), 1, Optional.of("bob"))));
    ok(decisions.check(SHOP, phone.sign(json(challenge), 1, Optional.of("alice"))));

    String second = challenge(SHOP, Purpose.ATTESTATION);
    assertRefused(
        Step.Registration.SUBJECT,
        decisions.register(
            SHOP, phone.attest(phone.attestation(second, now), second, Optional.of("bob"))));
    assertEquals(Optional.of("alice"), stored(SHOP, phone).facts().subject());
  }

  @Test
  void aKeyOfNobodyIsNobodysWhoAsks() {
    register(SHOP, phone);
    String challenge = challenge(SHOP, Purpose.ASSERTION);
    assertRefused(
        Step.Assertion.SUBJECT,
        decisions.check(SHOP, phone.sign(json(challenge), 1, Optional.of("bob"))));
  }

  @Test
  void aKeyIsUnknownUnderEveryOtherAppAndEnvironment() {
    register(SHOP, phone);
    ServedApp bank = ServedApps.of("bank", Environment.TEST, Phone.roots());
    assertRefused(Step.Assertion.UNKNOWN_KEY, decisions.check(bank, fresh(bank, phone, 1)));

    ServedApp production = ServedApps.of("shop", Environment.PRODUCTION, Phone.roots());
    assertRefused(
        Step.Assertion.UNKNOWN_KEY, decisions.check(production, fresh(production, phone, 1)));
    ServedApp development = ServedApps.of("shop", Environment.DEVELOPMENT, Phone.roots());
    assertRefused(
        Step.Assertion.UNKNOWN_KEY, decisions.check(development, fresh(development, phone, 1)));
    assertEquals(Optional.empty(), await(decisions.key(production, phone.keyId())));
  }

  @Test
  void aKeySignsOnlyForTheAppIdThatItWasAttestedUnder() {
    App policy = SHOP.app();
    ServedApp both =
        ServedApps.with(
            SHOP,
            new App(
                List.of(ServedApps.APP_ID, WALLET_ID),
                policy.environment(),
                policy.platform(),
                Set.of(2L, 3L, 4L),
                false,
                Optional.empty(),
                new CounterRule.Strict()));
    register(both, phone);
    Phone moved = phone.ofApp(WALLET_ID);
    assertRefused(Step.Assertion.APP_ID, decisions.check(both, fresh(both, moved, 1)));
    ok(decisions.check(both, fresh(both, phone, 1)));
  }

  @Test
  void aRequiredReceiptMustBeThereAndHold() {
    ServedApp strict = ServedApps.requiringReceipts(SHOP);
    String challenge = challenge(strict, Purpose.ATTESTATION);
    assertRefused(
        Step.Registration.RECEIPT,
        decisions.register(
            strict,
            phone.attest(
                phone.attestation(challenge, now).withoutReceipt(), challenge, Optional.empty())));
    now = now.plus(Duration.ofMinutes(6));
    Instant tooEarly = now.minus(Duration.ofMinutes(6));
    Verdict.Refused<?> stale =
        refused(
            decisions.register(
                strict,
                phone.attest(phone.attestation(challenge, tooEarly), challenge, Optional.empty())));
    assertEquals(Step.Registration.RECEIPT, stale.step());
    assertEquals("the attestation's receipt is refused: receipt-age", stale.detail());
    assertTrue(register(strict, phone).added());
  }

  @Test
  void aRefusedReceiptIsKeptWithTheStepThatRefusedIt() {
    String challenge = challenge(SHOP, Purpose.ATTESTATION);
    Instant made = now;
    now = now.plus(Duration.ofMinutes(6));
    ok(decisions.register(SHOP, phone.attest(challenge, made)));
    assertEquals(
        Optional.of("receipt-age"),
        stored(SHOP, phone).facts().receipt().orElseThrow().refusedAt());
  }

  @Test
  void aHashIsTakenWithTheChallengeBesideIt() {
    register(SHOP, phone);
    Bytes hash = Bytes.sha256(Bytes.utf8("whatever the caller hashed"));
    assertRefused(
        Step.Assertion.CHALLENGE, decisions.check(SHOP, phone.signHash(hash, 1, Optional.empty())));
    String challenge = challenge(SHOP, Purpose.ASSERTION);
    ok(decisions.check(SHOP, phone.signHash(hash, 1, Optional.of(challenge))));
    assertRefused(
        Step.Assertion.CHALLENGE,
        decisions.check(SHOP, phone.signHash(hash, 2, Optional.of(challenge))));
  }

  @Test
  void aClockThatStepsBackOpensNothingAgain() {
    register(SHOP, phone);
    AssertionRequest request = fresh(SHOP, phone, 1);
    ok(decisions.check(SHOP, request));
    now = now.plus(Duration.ofHours(2));
    await(store.sweep(now));
    await(store.sweep(now));
    now = START;
    ServedApp counterless = ServedApps.withoutChallenges(SHOP);
    assertRefused(Step.Assertion.CHALLENGE, decisions.check(SHOP, request));
    assertRefused(Step.Assertion.COUNTER, decisions.check(counterless, request));
  }

  @Test
  void aRotationElsewhereIsLearntFromTheFirstChallengeThatCarriesIt() {
    Decisions other = decisions(store);
    register(SHOP, phone);
    now = now.plusSeconds(5);
    await(store.rotateSecret(ChallengeSecrets.fresh(random), now));
    Decisions rotated = decisions(store);
    String challenge = rotated.challenge(SHOP, Purpose.ASSERTION).text();
    Checked checked = accepted(await(other.check(SHOP, phone.sign(json(challenge), 1))));
    assertEquals(1, checked.counter());
  }
}
