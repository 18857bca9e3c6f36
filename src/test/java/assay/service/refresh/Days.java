package assay.service.refresh;

import static java.util.concurrent.TimeUnit.SECONDS;

import assay.apple.Exchanged;
import assay.apple.ReceiptExchange;
import assay.core.Bytes;
import assay.core.Verdict;
import assay.core.receipt.Receipt;
import assay.service.Journal;
import assay.service.ServedApps;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.ReceiptQueue.Claimed;
import assay.store.Registration;
import assay.store.Store;
import assay.store.StoredReceipt;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/**
 * Many keys in simulated time, and an Apple that keeps account: it notes a receipt that comes too
 * early, or again, or twice at once, and now and then is down or throttles. Receipts are a line of
 * text here, as what is tried is when they are exchanged; so they are judged by a reader of such
 * lines.
 */
final class Days implements ReceiptExchange {
  static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private static final Duration LIFETIME = Duration.ofDays(90);

  private final Duration notBefore;
  private final Random random;
  private final Map<String, List<Instant>> brought = new ConcurrentHashMap<>();
  private final Map<String, Instant> registered = new ConcurrentHashMap<>();
  private final Set<String> asking = ConcurrentHashMap.newKeySet();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private volatile Set<String> gone = Set.of();
  private volatile Instant now = START;

  Days(Duration notBefore, Random random) {
    this.notBefore = notBefore;
    this.random = random;
  }

  void now(Instant time) {
    now = time;
  }

  ReceiptRefresh instance(Store store, RefreshSettings settings) {
    return instance(store, settings, this);
  }

  ReceiptRefresh instance(Store store, RefreshSettings settings, ReceiptExchange apple) {
    return new ReceiptRefresh(
        List.of(ServedApps.production("shop")),
        Map.of(Environment.PRODUCTION, apple),
        Days::judge,
        settings,
        new ReceiptRefresh.Tools(
            store,
            Workers.HERE,
            () -> now,
            new Random(random.nextLong()),
            RefreshObserver.NONE,
            Journal.NONE));
  }

  AppKey key(int number) {
    return new AppKey("shop", Environment.PRODUCTION, Bytes.sha256(Bytes.utf8("key " + number)));
  }

  void register(Store store, int from, int to) {
    List<Future<Registration>> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      AppKey key = key(i);
      NewKey facts =
          new NewKey(
              key,
              Bytes.of((byte) 4).concat(key.keyId()).concat(key.keyId()),
              ServedApps.APP_ID,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(
                  new StoredReceipt(
                      text(key, now),
                      Optional.empty(),
                      Optional.of(now),
                      Optional.empty(),
                      Optional.of(now.plus(LIFETIME)))));
      registered.put(name(key), now);
      all.add(
          store.register(
              facts,
              new OpenChallenge(Bytes.sha256(key.keyId()).slice(0, 16), now.plusSeconds(300)),
              Optional.of(now.plusSeconds(30 + random.nextInt(240))),
              now));
      if (all.size() == 1000) {
        all.forEach(Days::await);
        all.clear();
      }
    }
    all.forEach(Days::await);
  }

  void revoked(Collection<AppKey> keys) {
    Set<String> names = new HashSet<>();
    keys.forEach(key -> names.add(name(key)));
    gone = names;
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(60, SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within a minute", e);
    }
  }

  @Override
  public Future<Exchanged> exchange(String team, Bytes receipt) {
    String[] words = receipt.text().split(" ", -1);
    String key = words[0];
    Instant created = Instant.parse(words[1]);
    note(key, created);
    return answer(key);
  }

  private void note(String key, Instant created) {
    List<Instant> before = brought.getOrDefault(key, List.of());
    Instant newest = before.isEmpty() ? registered.getOrDefault(key, START) : before.getLast();
    if (!created.equals(newest)) {
      faults.add(key + " sent again: " + created + ", newest " + newest);
    }
    if (!before.isEmpty() && now.isBefore(newest.plus(notBefore))) {
      faults.add(key + " too early: " + now + ", created " + newest);
    }
    if (gone.contains(key)) {
      faults.add(key + " is revoked");
    }
  }

  private Future<Exchanged> answer(String key) {
    if (!asking.add(key)) {
      faults.add(key + " twice at once");
    }
    int dice = random.nextInt(100);
    if (dice == 0) {
      return failed(key, new Exchanged.Down("503", Optional.empty()));
    }
    if (dice == 1) {
      return failed(key, new Exchanged.Throttled(Optional.of(Duration.ofSeconds(20))));
    }
    asking.remove(key);
    brought.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>()).add(now);
    return Future.succeededFuture(new Exchanged.Refreshed(text(key, now)));
  }

  private Future<Exchanged> failed(String key, Exchanged how) {
    asking.remove(key);
    return Future.succeededFuture(how);
  }

  private static Verdict<Receipt> judge(ServedApp app, Claimed old, Bytes bytes, Instant at) {
    Instant created = Instant.parse(bytes.text().split(" ", -1)[1]);
    return new Verdict.Accepted<>(
        new Receipt(
            Receipt.Type.RECEIPT,
            old.appId(),
            Bytes.EMPTY,
            old.publicKey(),
            Bytes.EMPTY,
            "",
            "production",
            created,
            Optional.of(1),
            Optional.of(Instant.parse(bytes.text().split(" ", -1)[2])),
            created.plus(LIFETIME)));
  }

  private Bytes text(AppKey key, Instant created) {
    return text(name(key), created);
  }

  private Bytes text(String key, Instant created) {
    return Bytes.utf8(key + " " + created + " " + created.plus(notBefore));
  }

  private static String name(AppKey key) {
    return key.keyId().hex();
  }

  List<String> faults() {
    return faults;
  }

  List<Instant> brought(AppKey key) {
    return brought.getOrDefault(name(key), List.of());
  }

  Instant registered(AppKey key) {
    return registered.getOrDefault(name(key), START);
  }

  int count() {
    return brought.values().stream().mapToInt(List::size).sum();
  }
}
