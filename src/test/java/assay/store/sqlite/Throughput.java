package assay.store.sqlite;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Store;
import assay.store.StoreObserver;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures advances a second, each with a challenge and durable, of keys taken at random: {@code
 * Throughput FOLDER ROUNDS IN-FLIGHT KEYS...}. One store for each number of keys; they take turns
 * of a second, so that a machine's moods hit all alike. The folder is left as it is, and a second
 * run finds its keys there.
 */
final class Throughput {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int MOST_A_TURN = 100_000;

  private final Store store;
  private final int keys;
  private final int inFlight;
  private final long[] counters;
  private final SplittableRandom random = new SplittableRandom(System.nanoTime());
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> processor = new ArrayList<>();
  private final long[] latencies = new long[MOST_A_TURN];
  private final AtomicInteger moved = new AtomicInteger();
  private volatile boolean stop;

  private Throughput(Path folder, int keys, int inFlight) throws Exception {
    Path file = folder.resolve("assay-" + keys + System.getProperty("X.v", "") + ".db");
    this.store = SqliteStore.open(file, SqliteSettings.DEFAULT, StoreObserver.NONE);
    this.keys = keys;
    this.inFlight = inFlight;
    this.counters = new long[keys];
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    List<Throughput> stores = new ArrayList<>();
    for (int i = 3; i < args.length; i++) {
      stores.add(new Throughput(folder, Integer.parseInt(args[i]), Integer.parseInt(args[2])));
      stores.getLast().populate();
    }
    for (int round = 0; round < Integer.parseInt(args[1]); round++) {
      for (Throughput store : stores) {
        store.turn(round > 1);
      }
    }
    for (Throughput store : stores) {
      store.report();
      store.store.close().await();
    }
  }

  private static AppKey key(int number) {
    byte[] bytes = ByteBuffer.allocate(4).putInt(number).array();
    return new AppKey("shop", Environment.PRODUCTION, Bytes.sha256(Bytes.of(bytes)));
  }

  private OpenChallenge challenge(Instant now) {
    ByteBuffer id = ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong());
    return new OpenChallenge(Bytes.of(id.array()), now.plus(Duration.ofMinutes(5)));
  }

  private void populate() throws InterruptedException {
    if (store.find(key(keys - 1)).await().isPresent()) {
      // A start above whatever earlier runs reached, for the two years until this goes around.
      Arrays.fill(counters, (Instant.now().getEpochSecond() % (1 << 26)) << 6);
      return;
    }
    long start = System.nanoTime();
    Semaphore room = new Semaphore(2000);
    for (int i = 0; i < keys; i++) {
      room.acquire();
      store.register(fresh(i), challenge(NOW), NOW).onComplete(_ -> room.release());
    }
    room.acquire(2000);
    System.out.printf("registered %d in %.1f s%n", keys, (System.nanoTime() - start) / 1e9);
  }

  private static NewKey fresh(int number) {
    AppKey key = key(number);
    return new NewKey(
        key,
        Bytes.of((byte) 4).concat(key.keyId()).concat(key.keyId()),
        "TEAMID1234.com.example.shop",
        Optional.of("user-" + number),
        Optional.of(4L),
        Optional.of("1.2.3"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private void turn(boolean counts) throws Exception {
    stop = false;
    moved.set(0);
    long start = System.nanoTime();
    long before = processorTime();
    Semaphore done = new Semaphore(0);
    for (int i = 0; i < inFlight; i++) {
      next(done);
    }
    Thread.sleep(1000);
    stop = true;
    done.acquire(inFlight);
    if (counts) {
      rates.add(moved.get() * 1e9 / (System.nanoTime() - start));
      processor.add((processorTime() - before) / 1e3 / moved.get());
    }
  }

  /** Of the threads that decide; those of other stores rest meanwhile. */
  private static long processorTime() {
    var threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info.getThreadName().equals("assay-store-decisions")) {
        sum += threads.getThreadCpuTime(info.getThreadId());
      }
    }
    return sum;
  }

  private void next(Semaphore done) {
    if (stop) {
      done.release();
      return;
    }
    int number;
    long counter;
    OpenChallenge challenge;
    Instant now = Instant.now();
    synchronized (this) {
      number = random.nextInt(keys);
      counter = ++counters[number];
      challenge = challenge(now);
    }
    long start = System.nanoTime();
    store
        .advance(key(number), counter, new CounterRule.Strict(), Optional.of(challenge), now)
        .onComplete(
            outcome -> {
              if (outcome.succeeded() && outcome.result() instanceof Advance.Moved) {
                latencies[moved.getAndIncrement()] = System.nanoTime() - start;
              } else {
                stop = true;
                System.out.println("not moved: " + outcome);
              }
              next(done);
            });
  }

  private void report() {
    rates.sort(null);
    processor.sort(null);
    int n = moved.get();
    Arrays.sort(latencies, 0, n);
    System.out.printf(
        "%d keys: %.0f advances/s (%.0f to %.0f), %.1f us of processor each, p50 %.1f p99 %.1f ms%n",
        keys,
        rates.get(rates.size() / 2),
        rates.getFirst(),
        rates.getLast(),
        processor.get(processor.size() / 2),
        latencies[n / 2] / 1e6,
        latencies[(int) (n * 0.99)] / 1e6);
  }
}
