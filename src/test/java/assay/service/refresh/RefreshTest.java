package assay.service.refresh;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.Exchanged;
import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.service.AssertionRequest;
import assay.service.AttestationRequest;
import assay.service.Checked;
import assay.service.Decisions;
import assay.service.Journal;
import assay.service.Phone;
import assay.service.Registered;
import assay.service.ServedApps;
import assay.service.apple.DeviceChecking;
import assay.service.apple.Refresh;
import assay.service.challenge.ChallengeSecrets;
import assay.service.challenge.Purpose;
import assay.service.policy.RiskLimit;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.ReceiptMaker;
import assay.store.Environment;
import assay.store.Risk;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.StoredKey;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a receipt after its key's registration, with real evidence on a real store. */
final class RefreshTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00.250Z");
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final ServedApp SHOP = ServedApps.of("shop", Environment.TEST, Phone.roots());
  private static final ServedApp BANK =
      ServedApps.ofTeam("OTHERTEAM1", ServedApps.of("bank", Environment.TEST, Phone.roots()));

  private final ProgrammedApple apple = new ProgrammedApple();
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final Phone phone = Phone.of("phone");
  private volatile Instant now = START;
  private long counter;

  @TempDir private Path folder;
  private Store store;
  private ReceiptRefresh refresh;
  private Decisions decisions;

  @BeforeEach
  void open() throws Exception {
    store =
        SqliteStore.open(folder.resolve("assay.db"), SqliteSettings.DEFAULT, StoreObserver.NONE);
    refresh = refresh(RefreshSettings.DEFAULT);
    ChallengeSecrets secrets = await(ChallengeSecrets.load(store, () -> now, new SecureRandom()));
    decisions =
        new Decisions(
            store,
            ServedApps.SIGNATURES,
            secrets,
            () -> now,
            new SecureRandom(),
            Workers.HERE,
            refresh,
            DeviceChecking.NONE);
  }

  @AfterEach
  void close() {
    await(store.close());
  }

  private ReceiptRefresh refresh(RefreshSettings settings) {
    return new ReceiptRefresh(
        List.of(SHOP, BANK),
        Map.of(Environment.TEST, apple),
        ServedApps.SIGNATURES,
        settings,
        new ReceiptRefresh.Tools(
            store,
            Workers.HERE,
            () -> now,
            new Random(1),
            (app, refresh) -> ended.add(app + " " + refresh.code()),
            Journal.NONE));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T learnt) -> learnt;
      case Verdict.Refused<T>(Step step, String detail) ->
          throw new AssertionError(step + ": " + detail);
    };
  }

  /** Registers the phone's key; answers the attestation, for which Apple makes receipts. */
  private AttestationMaker register(ServedApp app, Phone device) {
    return register(app, device, now);
  }

  private AttestationMaker register(ServedApp app, Phone device, Instant attested) {
    String challenge = decisions.challenge(app, Purpose.ATTESTATION).text();
    AttestationMaker made = device.attestation(challenge, attested);
    AttestationRequest request = device.attest(made, challenge, Optional.empty());
    Registered registered = accepted(await(decisions.register(app, request)));
    assertTrue(registered.added());
    return made;
  }

  private Verdict<Checked> check(ServedApp app, Phone device) {
    String challenge = decisions.challenge(app, Purpose.ASSERTION).text();
    AssertionRequest request = device.sign(challenge, ++counter);
    return await(decisions.check(app, request));
  }

  private void tickAfter(Duration wait) {
    now = now.plus(wait);
    await(refresh.tick());
  }

  private StoredKey key() {
    return await(decisions.key(SHOP, phone.keyId())).orElseThrow();
  }

  private void answer(ReceiptMaker receipt) {
    apple.answers(new Exchanged.Refreshed(receipt.make()));
  }

  private Refresh refreshNow() {
    return await(decisions.refresh(SHOP, phone.keyId())).refresh();
  }

  @Test
  void aReceiptIsExchangedSoonAfterItsKeyIsRegistered() {
    AttestationMaker attestation = register(SHOP, phone);
    tickAfter(Duration.ofSeconds(29));
    assertEquals(List.of(), apple.asked);

    Instant created = START.plus(SOON).minusSeconds(1);
    Bytes newer = phone.refreshed(attestation, 3, created).make();
    apple.answers(new Exchanged.Refreshed(newer));
    now = START.plus(SOON);
    await(refresh.tick());
    assertEquals(1, apple.asked.size());
    assertEquals("TEAMID1234", apple.asked.getFirst().team());
    assertEquals(List.of("shop refreshed"), ended);
    assertEquals(Optional.of(new Risk(3, created)), key().risk());
    assertEquals(
        Optional.of(created.plus(Duration.ofDays(1))),
        key().facts().receipt().orElseThrow().notBefore());
    Checked checked = accepted(check(SHOP, phone));
    assertEquals(Optional.of(new Risk(3, created)), checked.risk());
    assertEquals(false, checked.riskAboveMaximum());

    tickAfter(Duration.ofDays(6));
    assertEquals(1, apple.asked.size(), "the receipt is good for a week");
    tickAfter(Duration.ofHours(34));
    assertEquals(2, apple.asked.size());
    assertEquals(newer, apple.asked.getLast().receipt(), "the newest one is exchanged");
  }

  @Test
  void aReceiptThatWasOnlyTooOldIsExchangedAndBecomesAGoodOne() {
    AttestationMaker attestation = register(SHOP, phone, now.minus(Duration.ofMinutes(6)));
    assertEquals(Optional.of("receipt-age"), key().facts().receipt().orElseThrow().refusedAt());
    answer(phone.refreshed(attestation, 1, now));
    tickAfter(SOON);
    assertEquals(Optional.of(new Risk(1, START)), key().risk());
    assertEquals(Optional.empty(), key().facts().receipt().orElseThrow().refusedAt());
  }

  @Test
  void aReceiptThatIsRefusedForMoreIsNeverSentToApple() {
    String challenge = decisions.challenge(SHOP, Purpose.ATTESTATION).text();
    AttestationMaker nobodys = phone.ofAnotherApple().attestation(challenge, now);
    AttestationMaker forged =
        phone.attestation(challenge, now).receiptBytes(_ -> nobodys.make().receipt().orElseThrow());
    accepted(await(decisions.register(SHOP, phone.attest(forged, challenge, Optional.empty()))));
    assertEquals(Optional.of("receipt-chain"), key().facts().receipt().orElseThrow().refusedAt());
    tickAfter(Duration.ofDays(1));
    assertEquals(new Refresh.NoReceipt(), refreshNow());
    assertEquals(List.of(), apple.asked);
  }

  @Test
  void aReceiptThatDoesNotHoldReplacesNothing() {
    AttestationMaker attestation = register(SHOP, phone);
    Bytes first = phone.attestation("other", now).make().object();
    String other = decisions.challenge(SHOP, Purpose.ATTESTATION).text();
    AttestationMaker othersAttestation = Phone.of("other").attestation(other, now);
    now = now.plusSeconds(60);
    Map<Step.Receipt, Bytes> bad =
        Map.of(
            Step.Receipt.FORMAT,
            first,
            Step.Receipt.PUBLIC_KEY,
            Phone.of("other").refreshed(othersAttestation, 1, now).make(),
            Step.Receipt.RECEIPT_CHAIN,
            phone.ofAnotherApple().refreshed(attestation, 1, now).make(),
            Step.Receipt.RECEIPT_SIGNATURE,
            phone
                .refreshed(attestation, 1, now)
                .sentPayload(signed -> signed.concat(Bytes.EMPTY))
                .signature(_ -> Bytes.of(new byte[64]))
                .make(),
            Step.Receipt.ENVIRONMENT,
            phone
                .refreshed(attestation, 1, now)
                .field(ReceiptMaker.ENVIRONMENT, "production")
                .make(),
            Step.Receipt.APP_ID,
            phone
                .refreshed(attestation, 1, now)
                .field(ReceiptMaker.APP_ID, "TEAMID1234.com.example.other")
                .make(),
            Step.Receipt.RECEIPT_AGE,
            phone.refreshed(attestation, 1, START.minusSeconds(1)).make());
    bad.forEach((step, bytes) -> {
      apple.answers(new Exchanged.Refreshed(bytes));
      assertEquals(step, assertInstanceOf(Refresh.Refused.class, refreshNow()).step());
    });
    apple.answers(asked -> Future.succeededFuture(new Exchanged.Refreshed(asked.receipt())));
    assertEquals(
        Step.Receipt.RECEIPT_TYPE, assertInstanceOf(Refresh.Refused.class, refreshNow()).step());
    assertEquals(Optional.empty(), key().risk());
    assertEquals(Optional.of(START), key().facts().receipt().orElseThrow().createdAt());
  }

  @Test
  void everyAnswerOfApplesHasItsOutcome() {
    register(SHOP, phone);
    Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));
    Map<Exchanged, Refresh> outcomes =
        Map.of(
            new Exchanged.NotYet(),
            new Refresh.NotYet(Optional.empty()),
            new Exchanged.NoData(),
            new Refresh.NoData(),
            new Exchanged.WrongEnvironment(),
            new Refresh.WrongEnvironment(),
            new Exchanged.BadPayload(),
            new Refresh.BadPayload(),
            new Exchanged.Unauthorized(),
            new Refresh.Unauthorized(),
            new Exchanged.NotConfigured("no key"),
            new Refresh.NotConfigured("no key"),
            new Exchanged.Throttled(minute),
            new Refresh.Throttled(minute),
            new Exchanged.Down("500", minute),
            new Refresh.Down("500", minute));
    outcomes.forEach((exchanged, expected) -> {
      apple.answers(exchanged);
      assertEquals(expected, refreshNow());
      assertTrue(Refresh.CODES.contains(expected.code()), expected.code());
      now = now.plus(Duration.ofHours(1));
    });
    assertEquals(outcomes.size(), apple.asked.size());
  }

  @Test
  void askingNowSaysWhyThereIsNoUse() {
    assertEquals(new Refresh.UnknownKey(), refreshNow());
    AttestationMaker attestation = register(SHOP, phone);
    answer(phone.refreshed(attestation, 2, now.plusSeconds(1)));
    now = now.plusSeconds(2);
    Refresh.Refreshed refreshed = assertInstanceOf(Refresh.Refreshed.class, refreshNow());
    assertEquals(key(), refreshed.key());
    assertEquals(2, refreshed.key().risk().orElseThrow().metric());

    Instant notBefore = START.plusSeconds(1).plus(Duration.ofDays(1));
    assertEquals(new Refresh.NotYet(Optional.of(notBefore)), refreshNow());
    assertEquals(1, apple.asked.size(), "Apple said when to come");
    await(decisions.revoke(SHOP, phone.keyId(), ""));
    assertEquals(new Refresh.RevokedKey(), refreshNow());
    ServedApp elsewhere = ServedApps.production("shop");
    assertInstanceOf(
        Refresh.NotConfigured.class, await(decisions.refresh(elsewhere, phone.keyId())).refresh());
  }

  @Test
  void oneReceiptIsAskedForOnceAtATime() {
    register(SHOP, phone);
    Promise<Exchanged> answer = Promise.promise();
    apple.answers(_ -> answer.future());
    now = now.plus(SOON);
    Future<Void> tick = refresh.tick();
    while (apple.asked.isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals(new Refresh.UnderWay(), refreshNow());
    await(refresh(RefreshSettings.DEFAULT).tick());
    answer.complete(new Exchanged.NoData());
    await(tick);
    assertEquals(1, apple.asked.size());
    assertEquals(List.of("shop no-data"), ended);
  }

  @Test
  void anAppleThatNeverAnswersHoldsUpNoDecisionAndIsGivenUp() {
    List<Phone> phones = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      phones.add(Phone.of("phone " + i));
      register(SHOP, phones.getLast());
    }
    apple.answers(_ -> Promise.<Exchanged>promise().future());
    now = now.plus(SOON);
    Future<Void> tick = refresh.tick();
    for (Phone each : phones) {
      counter = 0;
      assertEquals(1, accepted(check(SHOP, each)).counter());
    }
    refresh.tick();
    now = now.plus(Duration.ofSeconds(59));
    refresh.tick();
    assertEquals(List.of(), ended);
    assertEquals(false, tick.isComplete());
    int asked = apple.asked.size();
    assertTrue(asked <= RefreshSettings.DEFAULT.mostInFlight(), asked + " in flight");
    now = now.plus(Duration.ofSeconds(1));
    refresh.tick();
    await(tick);
    assertTrue(ended.size() >= asked && ended.stream().allMatch("shop down"::equals), "" + ended);
  }

  @Test
  void anExchangeThatThrowsIsOneThatBroughtNothing() {
    register(SHOP, phone);
    apple.answers(_ -> {
      throw new IllegalStateException("a bug");
    });
    tickAfter(SOON);
    assertEquals(List.of("shop down"), ended);
    apple.answers(new Exchanged.NoData());
    tickAfter(SOON);
    assertEquals(List.of("shop down", "shop no-data"), ended);
  }

  @Test
  void anUnusedKeyIsLeftAloneUntilItIsUsedAgain() {
    AttestationMaker attestation = register(SHOP, phone);
    answer(phone.refreshed(attestation, 1, START.plus(SOON)));
    for (int day = 0; day < 120; day++) {
      tickAfter(Duration.ofDays(1));
      answer(phone.refreshed(attestation, 1, now.plus(Duration.ofHours(24))));
    }
    int asked = apple.asked.size();
    assertTrue(asked >= 10 && asked <= 14, asked + " times in 90 days");
    accepted(check(SHOP, phone));
    tickAfter(Duration.ofDays(2));
    assertEquals(asked + 1, apple.asked.size());
  }

  @Test
  void nothingIsBegunAfterAStop() {
    register(SHOP, phone);
    refresh.stop();
    tickAfter(SOON);
    assertEquals(List.of(), apple.asked);
  }

  @Test
  void whatSlowsOneTeamStopsNoOther() {
    register(SHOP, phone);
    Phone customer = Phone.of("customer").ofApp("OTHERTEAM1.com.example.app");
    AttestationMaker attestation = register(BANK, customer);
    apple.answers(asked ->
        Future.succeededFuture(
            asked.team().equals("TEAMID1234")
                ? new Exchanged.Throttled(Optional.of(Duration.ofHours(1)))
                : new Exchanged.Refreshed(
                    customer.refreshed(attestation, 4, START.plusSeconds(1)).make())));
    tickAfter(SOON);
    assertEquals(2, apple.asked.size());
    assertEquals(
        4,
        await(decisions.key(BANK, customer.keyId())).orElseThrow().risk().orElseThrow().metric());
    now = now.plus(Duration.ofMinutes(59));
    assertEquals(
        new Refresh.Throttled(Optional.of(Duration.ofMinutes(1))), refreshNow(), "told, not asked");
    await(refresh.tick());
    assertEquals(2, apple.asked.size());
    tickAfter(Duration.ofMinutes(8));
    assertEquals(3, apple.asked.size());
  }

  @Test
  void aTeamThatAppleRefusesRestsUntilItsKeyIsMended() {
    AttestationMaker attestation = register(SHOP, phone);
    register(SHOP, Phone.of("second"));
    apple.answers(new Exchanged.Unauthorized());
    tickAfter(SOON);
    assertEquals(2, apple.asked.size());
    Phone third = Phone.of("third");
    register(SHOP, third);
    tickAfter(SOON);
    assertEquals(2, apple.asked.size(), "the team rests");

    answer(phone.refreshed(attestation, 1, now));
    assertInstanceOf(Refresh.Refreshed.class, refreshNow(), "an operator may ask all the same");
    tickAfter(Duration.ofSeconds(1));
    assertTrue(apple.asked.size() > 3, "what Apple answers ends the rest");
  }

  @Test
  void aMetricAboveTheMaximumIsToldOrRefusedAsThePolicySays() {
    ServedApp warning = ServedApps.limiting(SHOP, new RiskLimit(9, false));
    ServedApp refusing = ServedApps.limiting(SHOP, new RiskLimit(9, true));
    AttestationMaker attestation = register(SHOP, phone);
    assertEquals(false, accepted(check(refusing, phone)).riskAboveMaximum(), "not known yet");
    answer(phone.refreshed(attestation, 9, now.plusSeconds(1)));
    now = now.plusSeconds(1);
    refreshNow();
    assertEquals(false, accepted(check(warning, phone)).riskAboveMaximum());
    assertEquals(false, accepted(check(refusing, phone)).riskAboveMaximum());
    now = now.plus(Duration.ofDays(2));
    answer(phone.refreshed(attestation, 10, now));
    refreshNow();
    assertEquals(true, accepted(check(warning, phone)).riskAboveMaximum());
    assertEquals(false, accepted(check(SHOP, phone)).riskAboveMaximum());

    long before = key().counter();
    String challenge = decisions.challenge(SHOP, Purpose.ASSERTION).text();
    AssertionRequest request = phone.sign(challenge, ++counter);
    Verdict.Refused<?> refused =
        assertInstanceOf(Verdict.Refused.class, await(decisions.check(refusing, request)));
    assertEquals(Step.Use.RISK, refused.step());
    assertEquals(before, key().counter());
    assertEquals(counter, accepted(await(decisions.check(SHOP, request))).counter(), "unspent");

    await(decisions.revoke(SHOP, phone.keyId(), ""));
    Verdict.Refused<?> revoked = assertInstanceOf(Verdict.Refused.class, check(refusing, phone));
    assertEquals(Step.Assertion.REVOKED_KEY, revoked.step());
  }
}
