package assay.service.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.service.AssertionRequest;
import assay.service.AssertionRequest.ClientData;
import assay.service.AttestationRequest;
import assay.service.Decisions;
import assay.service.Journal.Evidence;
import assay.service.Journal.Occasion;
import assay.service.Phone;
import assay.service.Seen;
import assay.service.ServedApps;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.apple.Refresh;
import assay.service.apple.RefreshDecision;
import assay.service.challenge.ChallengeSecrets;
import assay.service.challenge.Purpose;
import assay.service.journal.document.DecisionVector;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Recorded;
import assay.store.Environment;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import assay.store.sqlite.file.UnusableDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refusals are explained by what the server knows, and recorded, and neither can do any harm. */
final class StoredJournalTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.250Z");
  private static final ServedApp SHOP = ServedApps.of("shop", Environment.TEST, Phone.roots());
  private static final ServedApp BANK = ServedApps.of("bank", Environment.TEST, Phone.roots());

  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger ids = new AtomicInteger();
  private final Told told = new Told();
  private Store store;
  private Decisions decisions;

  @TempDir private Path folder;

  private static final class Told implements JournalObserver {
    final List<Throwable> failed = new CopyOnWriteArrayList<>();
    final Map<Drop, Integer> dropped = new EnumMap<>(Drop.class);
    final AtomicInteger undiagnosed = new AtomicInteger();
    Optional<RuntimeException> bug = Optional.empty();

    @Override
    public void recorded(int decisions) {}

    @Override
    public synchronized void dropped(Drop why, int decisions) {
      dropped.merge(why, decisions, Integer::sum);
    }

    @Override
    public void diagnosed(String app, Optional<Diagnosis> diagnosis) {
      bug.ifPresent(thrown -> {
        throw thrown;
      });
    }

    @Override
    public void undiagnosed(String app) {
      undiagnosed.incrementAndGet();
    }

    @Override
    public void failed(Throwable cause) {
      failed.add(cause);
    }
  }

  @BeforeEach
  void open() throws UnusableDatabase {
    store =
        SqliteStore.open(folder.resolve("assay.db"), SqliteSettings.DEFAULT, StoreObserver.NONE);
    decisions =
        new Decisions(
            store,
            ServedApps.SIGNATURES,
            await(ChallengeSecrets.load(store, () -> NOW, random)),
            () -> NOW,
            random,
            Workers.HERE);
  }

  @AfterEach
  void close() {
    await(store.close());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Time stands still for it, so that what is allowed never comes back. */
  private StoredJournal journal(Workers workers, JournalSettings settings) {
    return new StoredJournal(
        store,
        List.of(SHOP, BANK),
        ServedApps.SIGNATURES,
        workers,
        settings,
        Runnable::run,
        () -> 0,
        told);
  }

  private StoredJournal journal() {
    return journal(
        Workers.HERE, new JournalSettings(Set.of(), 50, 20, 100, Duration.ofSeconds(20), 1024));
  }

  /** One decision, its diagnosis, and the id that it is recorded under. */
  private record Decided(Verdict<?> verdict, Optional<Diagnosis> diagnosis, String id) {
    Mistake mistake() {
      return diagnosis.orElseThrow().mistake();
    }
  }

  private Occasion occasion(ServedApp app) {
    return occasion(app, "internal");
  }

  private Occasion occasion(ServedApp app, String listener) {
    return new Occasion(
        "id-%018d".formatted(ids.incrementAndGet()), listener, Optional.empty(), app, _ -> true);
  }

  private Decided register(StoredJournal journal, ServedApp app, AttestationRequest request) {
    Seen seen = new Seen();
    Verdict<?> verdict = await(decisions.register(app, request, seen));
    Occasion occasion = occasion(app);
    Evidence evidence = new Evidence.OfAttestation(request);
    return new Decided(
        verdict, await(journal.decided(occasion, evidence, verdict, seen)), occasion.id());
  }

  private Decided check(StoredJournal journal, ServedApp app, AssertionRequest request) {
    Seen seen = new Seen();
    Verdict<?> verdict = await(decisions.check(app, request, seen));
    Occasion occasion = occasion(app);
    Evidence evidence = new Evidence.OfAssertion(request);
    return new Decided(
        verdict, await(journal.decided(occasion, evidence, verdict, seen)), occasion.id());
  }

  private String challenge(ServedApp app, Purpose purpose) {
    return decisions.challenge(app, purpose).text();
  }

  private Phone registered(ServedApp app, String label) {
    Phone phone = Phone.of(label);
    AttestationRequest request = phone.attest(challenge(app, Purpose.ATTESTATION), NOW);
    assertInstanceOf(Verdict.Accepted.class, register(journal(), app, request).verdict());
    return phone;
  }

  private JsonNode document(StoredJournal journal, String id) throws Exception {
    Eventually.holds("the record " + id, () -> await(journal.decision(id)).isPresent());
    Recorded record = await(journal.decision(id)).orElseThrow();
    return JSON.readTree(record.document().toArray());
  }

  @Test
  void anAssertionThatAnotherKeyOfTheAppSignedNamesThatKey() {
    Phone named = registered(SHOP, "named");
    Phone signer = registered(SHOP, "signer");
    AssertionRequest signed = signer.sign(challenge(SHOP, Purpose.ASSERTION), 1);
    Decided decided =
        check(
            journal(),
            SHOP,
            new AssertionRequest(
                named.keyId(), signed.object(), signed.clientData(), Optional.empty()));
    assertEquals(Mistake.SIGNED_BY_ANOTHER_KEY, decided.mistake());
    assertTrue(
        decided.diagnosis().orElseThrow().found().contains(signer.keyId().base64()),
        decided.toString());
  }

  @Test
  void anUnknownKeyThatAnotherAppKnowsIsToldSo() {
    Phone phone = registered(BANK, "phone of the bank");
    Decided decided = check(journal(), SHOP, phone.sign(challenge(SHOP, Purpose.ASSERTION), 1));
    assertTrue(decided.diagnosis().orElseThrow().found().contains("bank"), decided.toString());
  }

  @Test
  void anUnknownKeyWhoseAttestationWasRefusedIsToldWhenAndWhy() {
    Phone phone = Phone.of("refused before");
    StoredJournal journal = journal();
    register(
        journal,
        SHOP,
        phone.attest(
            phone.attestation("another", NOW),
            challenge(SHOP, Purpose.ATTESTATION),
            Optional.empty()));
    await(journal.idle());
    Decided decided = check(journal, SHOP, phone.sign(challenge(SHOP, Purpose.ASSERTION), 1));
    String found = decided.diagnosis().orElseThrow().found();
    assertTrue(found.contains("nonce"), found);
  }

  /** Workers who begin when a test says so. */
  private static Workers behind(Promise<Void> gate) {
    return new Workers() {
      @Override
      public <T> Future<T> call(Callable<T> work) {
        return gate.future().compose(_ -> Workers.HERE.call(work));
      }
    };
  }

  @Test
  void aDiagnosisThatTakesTooLongIsNotWaitedForAndIsRecordedAllTheSame() throws Exception {
    Promise<Void> gate = Promise.promise();
    StoredJournal journal =
        journal(behind(gate), new JournalSettings(Set.of(), 50, 20, 100, Duration.ofMillis(5), 10));
    Phone phone = registered(SHOP, "slow");
    String challenge = challenge(SHOP, Purpose.ASSERTION);
    AssertionRequest wrong = phone.sign(challenge + "\n", 1);
    Decided decided =
        check(
            journal,
            SHOP,
            new AssertionRequest(
                phone.keyId(),
                wrong.object(),
                new ClientData.Whole(Bytes.utf8(challenge)),
                Optional.empty()));
    assertEquals(Optional.empty(), decided.diagnosis());
    assertEquals(Optional.empty(), await(journal.decision(decided.id())));
    gate.complete();
    JsonNode document = document(journal, decided.id());
    assertTrue(document.path("diagnosis").has("code"), document.toString());
  }

  private static JournalSettings impatient(String... accepted) {
    return new JournalSettings(Set.of(accepted), 50, 20, 100, Duration.ofMillis(1), 1024);
  }

  @Test
  void itIsIdleWhenWhatIsWithAWorkerIsExplainedAndWritten() throws Exception {
    Promise<Void> gate = Promise.promise();
    StoredJournal journal = journal(behind(gate), impatient("shop"));
    Phone phone = registered(SHOP, "phone");
    String refused = check(journal, SHOP, phone.sign("made up", 1)).id();
    String accepted = check(journal, SHOP, phone.sign(challenge(SHOP, Purpose.ASSERTION), 1)).id();
    Future<Void> idle = journal.idle();
    assertFalse(idle.isComplete());
    gate.complete();
    await(idle);
    assertTrue(await(journal.decision(accepted)).isPresent());
    Recorded record = await(journal.decision(refused)).orElseThrow();
    assertTrue(record.entry().diagnosis().isPresent());
    assertEquals(Map.of(), told.dropped);
  }

  @Test
  void aRecordThatCannotBeMadeIsNotWaitedFor() {
    StoredJournal journal = journal(broken(IllegalStateException::new), impatient());
    check(journal, SHOP, Phone.of("nobody's").sign("made up", 1));
    assertTrue(journal.idle().succeeded());
    assertEquals(Map.of(JournalObserver.Drop.QUEUE, 1), told.dropped);
  }

  @Test
  void whatIsGivenUpIsCountedOnceAndNeverWritten() {
    Promise<Void> gate = Promise.promise();
    StoredJournal journal = journal(behind(gate), impatient());
    List<String> ids =
        Stream.of(1, 2, 3)
            .map(_ -> check(journal, SHOP, Phone.of("nobody's").sign("made up", 1)).id())
            .toList();
    assertEquals(3, journal.giveUp());
    gate.complete();
    Decided late = check(journal, SHOP, Phone.of("nobody's").sign("made up", 1));
    assertInstanceOf(Verdict.Refused.class, late.verdict());
    assertTrue(journal.idle().succeeded());
    assertEquals(Map.of(JournalObserver.Drop.STOP, 4), told.dropped);
    assertTrue(ids.stream().allMatch(id -> await(journal.decision(id)).isEmpty()));
    assertTrue(await(journal.decision(late.id())).isEmpty());
  }

  @Test
  void whatDevicesSendLeavesCallersTheirShare() {
    StoredJournal journal =
        journal(
            Workers.HERE, new JournalSettings(Set.of(), 0.1, 0.1, 0.1, Duration.ofSeconds(20), 10));
    Phone phone = registered(SHOP, "of the caller");
    AttestationRequest flood =
        phone.attest(
            phone.attestation("another", NOW),
            challenge(SHOP, Purpose.ATTESTATION),
            Optional.empty());
    for (int i = 0; i < 3; i++) {
      Seen seen = new Seen();
      Verdict<?> verdict = await(decisions.register(SHOP, flood, seen));
      await(
          journal.decided(
              occasion(SHOP, "public"), new Evidence.OfAttestation(flood), verdict, seen));
    }
    assertEquals(2, told.undiagnosed.get());
    Decided decided = check(journal, SHOP, phone.sign("made up", 1));
    assertInstanceOf(Verdict.Refused.class, decided.verdict());
    await(journal.idle());
    assertTrue(await(journal.decision(decided.id())).isPresent());
    assertEquals(2, told.undiagnosed.get());
  }

  private void refresh(StoredJournal journal, String listener, Refresh refresh) {
    RefreshDecision decision = RefreshDecision.of(refresh, NOW);
    await(
        journal.refreshed(
            occasion(SHOP, listener),
            Bytes.sha256(Bytes.EMPTY),
            refresh instanceof Refresh.Refused
                ? decision.with(Bytes.utf8("no receipt"))
                : decision));
  }

  private long recorded(String code) {
    return await(
            store.decisions(
                new Filter(
                    List.of("shop"),
                    Optional.of(code),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    100)))
        .size();
  }

  @Test
  void whatTheServerDoesUnaskedLeavesCallersTheirShareAndTheyLeaveItIts() {
    for (List<String> order :
        List.of(
            List.of(Occasion.BACKGROUND, "internal"), List.of("internal", Occasion.BACKGROUND))) {
      told.dropped.clear();
      told.undiagnosed.set(0);
      StoredJournal journal =
          journal(
              Workers.HERE,
              new JournalSettings(Set.of(), 0.2, 0.1, 0.1, Duration.ofSeconds(20), 10));
      Refresh malformed = new Refresh.Refused(Step.Receipt.FORMAT, "no receipt");
      refresh(journal, order.getFirst(), malformed);
      refresh(journal, order.getFirst(), malformed);
      refresh(journal, order.getFirst(), malformed);
      assertEquals(Map.of(JournalObserver.Drop.RATE, 1), told.dropped);
      assertEquals(2, told.undiagnosed.get());
      refresh(journal, order.getLast(), malformed);
      refresh(journal, order.getLast(), new Refresh.NoData());
      await(journal.idle());
      assertEquals(Map.of(JournalObserver.Drop.RATE, 1), told.dropped);
      assertEquals(2, told.undiagnosed.get());
    }
    assertEquals(6, recorded("format"));
    assertEquals(2, recorded("no-data"));
  }

  @Test
  void moreRefusalsThanAreAllowedAreNeitherExplainedNorRecorded() {
    StoredJournal journal =
        journal(
            Workers.HERE, new JournalSettings(Set.of(), 0.3, 0.1, 100, Duration.ofSeconds(20), 10));
    Phone phone = Phone.of("nobody's");
    List<Decided> decided =
        List.of(1, 2, 3, 4, 5).stream()
            .map(_ -> check(journal, SHOP, phone.sign("made up", 1)))
            .toList();
    await(journal.idle());
    assertEquals(
        3, decided.stream().filter(it -> await(journal.decision(it.id())).isPresent()).count());
    assertEquals(4, told.undiagnosed.get());
    assertEquals(Map.of(JournalObserver.Drop.RATE, 2), told.dropped);
    // the other app has an allowance of its own
    String other = check(journal, BANK, phone.sign("made up", 1)).id();
    await(journal.idle());
    assertTrue(await(journal.decision(other)).isPresent());
  }

  @Test
  void aStoreThatFailsChangesNoAnswer() {
    Seen seen = new Seen();
    AssertionRequest request = Phone.of("nobody's").sign("made up", 1);
    Verdict<?> verdict = await(decisions.check(SHOP, request, seen));
    StoredJournal journal = journal();
    await(store.close());
    Optional<Diagnosis> told =
        await(journal.decided(occasion(SHOP), new Evidence.OfAssertion(request), verdict, seen));
    assertEquals(Optional.empty(), told);
    assertEquals(Map.of(JournalObserver.Drop.STORE, 1), this.told.dropped);
    assertEquals(List.of(), this.told.failed);
  }

  private static Workers broken(Supplier<Throwable> bug) {
    return new Workers() {
      @Override
      public <T> Future<T> call(Callable<T> work) {
        return Future.failedFuture(bug.get());
      }
    };
  }

  private static Workers throwing(Supplier<Error> bug) {
    return new Workers() {
      @Override
      public <T> Future<T> call(Callable<T> work) {
        throw bug.get();
      }
    };
  }

  @Test
  void aBugInTheJournalIsToldToItsObserverAndChangesNoAnswer() {
    AssertionRequest request = Phone.of("nobody's").sign("made up", 1);
    JournalSettings settings =
        new JournalSettings(Set.of(), 50, 20, 100, Duration.ofSeconds(20), 1024);
    for (Workers workers :
        List.of(broken(IllegalStateException::new), throwing(StackOverflowError::new))) {
      told.failed.clear();
      assertEquals(Optional.empty(), check(journal(workers, settings), SHOP, request).diagnosis());
      assertEquals(2, told.failed.size(), "no diagnosis and no record: " + told.failed);
    }
    assertEquals(2, told.undiagnosed.get());
    assertEquals(Map.of(JournalObserver.Drop.QUEUE, 2), told.dropped);
  }

  @Test
  void anObserverThatThrowsChangesNoAnswer() {
    told.bug = Optional.of(new IllegalStateException("a bug"));
    Decided decided = check(journal(), SHOP, Phone.of("nobody's").sign("made up", 1));
    assertEquals(Optional.empty(), decided.diagnosis());
    assertEquals(1, told.failed.size());
  }

  @Test
  void clientDataThatIsTooLargeToKeepLeavesItsHash() throws Exception {
    Phone phone = registered(SHOP, "phone");
    String large = "{\"challenge\":\"made up\",\"x\":\"" + "x".repeat(70_000) + "\"}";
    StoredJournal journal = journal();
    Decided decided = check(journal, SHOP, phone.sign(large, 1));
    JsonNode evidence = document(journal, decided.id()).path("evidence");
    assertFalse(evidence.has("clientData"));
    assertEquals(
        Bytes.sha256(Bytes.utf8(large)).base64(), evidence.path("clientDataHash").asText());
    assertEquals("made up", evidence.path("challenge").asText());
  }

  @Test
  void anObjectThatIsTooLargeToKeepLeavesItsSize() throws Exception {
    StoredJournal journal = journal();
    Decided decided =
        check(
            journal,
            SHOP,
            new AssertionRequest(
                Bytes.of(new byte[32]),
                Bytes.of(new byte[70_000]),
                new ClientData.Whole(Bytes.utf8("made up")),
                Optional.empty()));
    JsonNode document = document(journal, decided.id());
    assertEquals(70_000, document.path("evidence").path("objectBytes").asInt());
    assertFalse(document.path("evidence").has("object"));
    Bytes record = Bytes.of(JSON.writeValueAsBytes(document));
    Malformed none =
        org.junit.jupiter.api.Assertions.assertThrows(
            Malformed.class, () -> DecisionVector.of(record));
    assertTrue(String.valueOf(none.getMessage()).contains("too large"));
  }

  @Test
  void refreshesAndQuestionsShareTheBoundsOfTheirApp() {
    StoredJournal journal =
        journal(
            Workers.HERE, new JournalSettings(Set.of(), 0.2, 20, 100, Duration.ofSeconds(20), 10));
    RefreshDecision gone = RefreshDecision.of(new Refresh.NoData(), NOW);
    DeviceRequest question = new DeviceRequest.Query(Bytes.utf8("a device token"));
    for (int i = 0; i < 2; i++) {
      assertEquals(
          Optional.of(Mistake.RECEIPT_NO_DATA),
          await(journal.refreshed(occasion(SHOP), Bytes.sha256(Bytes.EMPTY), gone))
              .map(Diagnosis::mistake));
      assertEquals(
          Optional.of(Mistake.DEVICECHECK_TOKEN_USED),
          await(
                  journal.deviceChecked(
                      occasion(SHOP), question, new DeviceAnswer.UsedDeviceToken(), NOW))
              .map(Diagnosis::mistake));
    }
    assertEquals(Map.of(JournalObserver.Drop.RATE, 2), told.dropped);
  }

  @Test
  void aBugInTheJournalIsNobodysAnswer() {
    Workers broken =
        new Workers() {
          @Override
          public <T> Future<T> call(Callable<T> work) {
            throw new IllegalStateException("a bug");
          }
        };
    StoredJournal journal =
        journal(broken, new JournalSettings(Set.of(), 50, 20, 100, Duration.ofSeconds(20), 10));
    Phone phone = Phone.of("phone");
    assertEquals(Optional.empty(), check(journal, SHOP, phone.sign("made up", 1)).diagnosis());
    RefreshDecision refused =
        RefreshDecision.of(new Refresh.Refused(Step.Receipt.FORMAT, "no receipt"), NOW)
            .with(Bytes.utf8("no receipt"));
    assertEquals(
        Optional.empty(), await(journal.refreshed(occasion(SHOP), phone.keyId(), refused)));
    assertEquals(
        Optional.of(Mistake.DEVICECHECK_BAD_DEVICE_TOKEN), // takes no worker to know
        await(
                journal.deviceChecked(
                    occasion(SHOP),
                    new DeviceRequest.Query(Bytes.utf8("a device token")),
                    new DeviceAnswer.BadDeviceToken(),
                    NOW))
            .map(Diagnosis::mistake));
  }

  @Test
  void theKeyAndItsStateAreRecordedAsTheDecisionSawThem() throws Exception {
    Phone phone = registered(SHOP, "phone");
    StoredJournal journal = journal();
    assertInstanceOf(
        Verdict.Accepted.class,
        check(journal, SHOP, phone.sign(challenge(SHOP, Purpose.ASSERTION), 9)).verdict());
    Decided replay = check(journal, SHOP, phone.sign(challenge(SHOP, Purpose.ASSERTION), 9));
    // what happens before the record is written is none of its business
    await(decisions.check(SHOP, phone.sign(challenge(SHOP, Purpose.ASSERTION), 11)));
    JsonNode document = document(journal, replay.id());
    assertEquals("counter", document.path("code").asText());
    assertEquals(9, document.path("state").path("key").path("counter").asLong());
    assertEquals("2026-11-21T10:00:00.250Z", document.path("at").asText());
  }
}
