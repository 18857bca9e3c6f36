package assay.store.sqlite;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Store;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures advances a second, each with a challenge and durable: {@code Throughput FOLDER KEYS
 * SECONDS IN-FLIGHT [window]}. Keys are taken at random. The folder is left as it is, so a second
 * run has the keys already.
 */
final class Throughput {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Store store;
  private final int keys;
  private final CounterRule rule;
  private final long[] counters;
  private final AtomicLong moved = new AtomicLong();
  private final SplittableRandom random = new SplittableRandom(System.nanoTime());
  private volatile boolean stop;

  private Throughput(Store store, int keys, CounterRule rule) {
    this.store = store;
    this.keys = keys;
    this.rule = rule;
    this.counters = new long[keys];
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int keys = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    int inFlight = Integer.parseInt(args[3]);
    CounterRule rule = args.length > 4 ? new CounterRule.Window(64) : new CounterRule.Strict();
    AtomicLong groups = new AtomicLong();
    Store store =
        SqliteStore.open(
            folder.resolve("assay-" + keys + ".db"),
            SqliteSettings.DEFAULT,
            (decisions, waiting, took) -> groups.incrementAndGet());
    var run = new Throughput(store, keys, rule);
    run.populate();
    for (int round = 0; round < 4; round++) {
      groups.set(0);
      run.measure(seconds, inFlight, groups);
    }
    store.close().await();
  }

  private static AppKey key(int number) {
    return new AppKey("shop", Environment.PRODUCTION, Bytes.sha256(Bytes.of(ints(number))));
  }

  private static byte[] ints(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  private OpenChallenge challenge(Instant now) {
    byte[] id =
        ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong()).array();
    return new OpenChallenge(Bytes.of(id), now.plus(Duration.ofMinutes(5)));
  }

  private void populate() throws InterruptedException {
    Optional<?> last = store.find(key(keys - 1)).await();
    if (last.isPresent()) {
      for (int i = 0; i < keys; i++) {
        if (i % 4096 == 4095) {
          store.find(key(i)).await();
        }
        int number = i;
        store.find(key(i)).onSuccess(k -> counters[number] = k.orElseThrow().counter());
      }
      return;
    }
    long start = System.nanoTime();
    Semaphore room = new Semaphore(2000);
    for (int i = 0; i < keys; i++) {
      AppKey key = key(i);
      NewKey fresh =
          new NewKey(
              key,
              Bytes.of((byte) 4).concat(key.keyId()).concat(key.keyId()),
              "TEAMID1234.com.example.shop",
              Optional.of("user-" + i),
              Optional.of(4L),
              Optional.of("1.2.3"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      room.acquire();
      store.register(fresh, challenge(NOW), NOW).onComplete(_ -> room.release());
    }
    room.acquire(2000);
    System.out.printf("registered %d in %.1f s%n", keys, (System.nanoTime() - start) / 1e9);
  }

  private void measure(int seconds, int inFlight, AtomicLong groups) throws Exception {
    stop = false;
    moved.set(0);
    long[] latencies = new long[4_000_000];
    long start = System.nanoTime();
    Semaphore done = new Semaphore(0);
    for (int i = 0; i < inFlight; i++) {
      next(done, latencies);
    }
    Thread.sleep(seconds * 1000L);
    stop = true;
    done.acquire(inFlight);
    double took = (System.nanoTime() - start) / 1e9;
    int n = (int) moved.get();
    Arrays.sort(latencies, 0, n);
    System.out.printf(
        "%d keys, %d in flight: %.0f advances/s, groups of %.0f, p50 %.2f ms, p99 %.2f ms, max %.1f ms%n",
        keys,
        inFlight,
        n / took,
        n / (double) groups.get(),
        latencies[n / 2] / 1e6,
        latencies[(int) (n * 0.99)] / 1e6,
        latencies[n - 1] / 1e6);
  }

  private synchronized Future<Advance> draw() {
    int key = random.nextInt(keys);
    long counter = ++counters[key];
    Instant now = Instant.now();
    return store.advance(key(key), counter, rule, Optional.of(challenge(now)), now);
  }

  private void next(Semaphore done, long[] latencies) {
    if (stop) {
      done.release();
      return;
    }
    long start = System.nanoTime();
    draw()
        .onComplete(outcome -> {
          if (outcome.succeeded() && outcome.result() instanceof Advance.Moved) {
            latencies[(int) moved.getAndIncrement()] = System.nanoTime() - start;
          } else {
            System.out.println(outcome);
          }
          next(done, latencies);
        });
  }
}
