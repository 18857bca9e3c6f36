package assay.service.refresh;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.Exchanged;
import assay.core.Bytes;
import assay.core.Verdict;
import assay.service.AttestationRequest;
import assay.service.Decisions;
import assay.service.Phone;
import assay.service.ServedApps;
import assay.service.challenge.ChallengeSecrets;
import assay.service.challenge.Purpose;
import assay.service.journal.JournalObserver;
import assay.service.journal.JournalSettings;
import assay.service.journal.StoredJournal;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.simulator.maker.AttestationMaker;
import assay.store.AppKey;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Recorded;
import assay.store.DecisionLog.Refused;
import assay.store.Environment;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server finds out on its own is recorded where it says something of the receipt. */
final class UnaskedTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00.250Z");
  private static final ServedApp SHOP = ServedApps.of("shop", Environment.TEST, Phone.roots());

  private final ProgrammedApple apple = new ProgrammedApple();
  private final Phone phone = Phone.of("phone");
  private volatile Instant now = START;

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    store =
        SqliteStore.open(folder.resolve("assay.db"), SqliteSettings.DEFAULT, StoreObserver.NONE);
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

  private StoredJournal journal(Workers workers, Set<String> accepted) {
    return new StoredJournal(
        store,
        List.of(SHOP),
        ServedApps.SIGNATURES,
        workers,
        JournalSettings.of(accepted),
        Runnable::run,
        () -> 0,
        JournalObserver.NONE);
  }

  private ReceiptRefresh refresh(StoredJournal journal) {
    return new ReceiptRefresh(
        List.of(SHOP),
        Map.of(Environment.TEST, apple),
        ServedApps.SIGNATURES,
        RefreshSettings.DEFAULT,
        new ReceiptRefresh.Tools(
            store, Workers.HERE, () -> now, new SecureRandom(), RefreshObserver.NONE, journal));
  }

  private AttestationMaker register() {
    Decisions decisions =
        new Decisions(
            store,
            ServedApps.SIGNATURES,
            await(ChallengeSecrets.load(store, () -> now, new SecureRandom())),
            () -> now,
            new SecureRandom(),
            Workers.HERE);
    String challenge = decisions.challenge(SHOP, Purpose.ATTESTATION).text();
    AttestationMaker made = phone.attestation(challenge, now);
    AttestationRequest request = phone.attest(made, challenge, Optional.empty());
    assertTrue(await(decisions.register(SHOP, request)) instanceof Verdict.Accepted<?>);
    return made;
  }

  /** Longer than any pause but one, and short enough for the key to count as used throughout. */
  private List<Entry> afterTick(Set<String> accepted) {
    StoredJournal journal = journal(Workers.HERE, accepted);
    now = now.plus(Duration.ofDays(8));
    await(refresh(journal).tick());
    await(journal.idle());
    return recorded();
  }

  private List<Entry> recorded() {
    return await(
        store.decisions(
            new Filter(
                List.of("shop"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                100)));
  }

  @Test
  void aReceiptThatDoesNotHoldIsRecordedThoughNobodyAsked() {
    AttestationMaker attestation = register();
    Bytes foreign = phone.ofAnotherApple().refreshed(attestation, 1, START.plusSeconds(9)).make();
    apple.answers(new Exchanged.Refreshed(foreign));
    Entry entry = afterTick(Set.of()).getFirst();
    assertEquals("receipt-chain", entry.refusal().orElseThrow().code());
    assertEquals(now, entry.at());
    assertEquals(phone.keyId(), entry.key().keyId());
    assertTrue(entry.id().matches("[A-Za-z0-9_-]{22}"), entry.id());
    Recorded record = await(store.decision(entry.id())).orElseThrow();
    assertTrue(record.document().text().contains("\"listener\":\"background\""));
    assertTrue(record.document().text().contains(foreign.base64()));
  }

  @Test
  void appleSaidDefinitelyNoIsRecordedAndThatItIsNotThereIsNot() {
    register();
    for (Exchanged transientOne :
        List.of(
            new Exchanged.Down("500", Optional.empty()),
            new Exchanged.Throttled(Optional.empty()),
            new Exchanged.NotConfigured("no key"),
            new Exchanged.NotYet())) {
      apple.answers(transientOne);
      assertEquals(List.of(), afterTick(Set.of()), transientOne.toString());
    }
    int asked = apple.asked.size();
    List<Exchanged> definite =
        List.of(
            new Exchanged.WrongEnvironment(),
            new Exchanged.BadPayload(),
            new Exchanged.Unauthorized(),
            new Exchanged.NoData()); // after which nothing is asked for 7 to 14 days
    for (Exchanged answer : definite) {
      apple.answers(answer);
      afterTick(Set.of());
    }
    assertEquals(4, asked, "each of them was asked for");
    assertEquals(
        List.of("no-data", "unauthorized", "bad-payload", "wrong-environment"),
        recorded().stream()
            .map(entry -> entry.refusal().map(Refused::code).orElseThrow())
            .toList());
  }

  @Test
  void anAcceptedOneIsRecordedWhereTheAppSaysSo() {
    AttestationMaker attestation = register();
    apple.answers(
        new Exchanged.Refreshed(phone.refreshed(attestation, 1, START.plusSeconds(9)).make()));
    Entry entry = afterTick(Set.of("shop")).getFirst();
    assertEquals(Optional.empty(), entry.refusal());
  }

  @Test
  void aJournalThatBreaksHoldsUpNoRefresh() {
    AttestationMaker attestation = register();
    Workers broken =
        new Workers() {
          @Override
          public <T> Future<T> call(Callable<T> work) {
            throw new IllegalStateException("a bug");
          }
        };
    apple.answers(
        new Exchanged.Refreshed(
            phone.ofAnotherApple().refreshed(attestation, 1, START.plusSeconds(9)).make()));
    now = now.plus(Duration.ofDays(1));
    await(refresh(journal(broken, Set.of())).tick());
    apple.answers(
        new Exchanged.Refreshed(phone.refreshed(attestation, 4, START.plusSeconds(9)).make()));
    afterTick(Set.of());
    assertEquals(
        4,
        await(store.find(new AppKey("shop", Environment.TEST, phone.keyId())))
            .orElseThrow()
            .risk()
            .orElseThrow()
            .metric());
  }
}
