package assay.store.postgres;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.OpenChallenge;
import assay.store.StoreObserver;
import assay.store.postgres.connection.PostgresSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many counters a second the store alone moves, challenges spent, against pgbench with the bare
 * UPDATE on the same database in the same run. A server of one's own is needed, with fsync on:
 *
 * <pre>AdvanceRate postgresql://user@127.0.0.1:5432/scratch [seconds] [rounds] [lanes]</pre>
 *
 * The database is filled with keys; nothing else should be in it.
 */
final class AdvanceRate {
  private static final int CALLERS = 64;
  private static final int LOOPS = 2;

  private final PostgresSettings settings;
  private final Vertx vertx;
  private final PostgresStore store;
  private final int seconds;
  private final AtomicLong counter = new AtomicLong(1_000_000);

  private AdvanceRate(PostgresSettings settings, Vertx vertx, PostgresStore store, int seconds) {
    this.settings = settings;
    this.vertx = vertx;
    this.store = store;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    PostgresSettings settings = PostgresSettings.parse(args[0]);
    LongAdder groups = new LongAdder();
    StoreObserver observer = (decisions, waiting, took) -> groups.increment();
    PostgresStore store = PostgresStore.open(vertx, settings, observer).await(60, TimeUnit.SECONDS);
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
    var rate = new AdvanceRate(settings, vertx, store, seconds);
    rate.fill();
    rate.measure(1000, true);
    for (int round = 0; round < rounds; round++) {
      double pgbench = rate.pgbench();
      groups.reset();
      double few = rate.measure(1000, true);
      double group = few * seconds / groups.sum();
      double many = rate.measure(1_000_000, true);
      double finds = rate.measure(1_000_000, false);
      System.out.printf(
          "pgbench %.0f/s; 1,000 keys %.0f/s = %.2fx, %.0f a group; 1,000,000 keys %.0f/s = %.2fx of"
              + " that; finds of 1,000,000 %.0f/s%n",
          pgbench, few, few / pgbench, group, many, many / few, finds);
    }
    store.close().await(60, TimeUnit.SECONDS);
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private void fill() throws Exception {
    String sql =
        """
        INSERT INTO assay_key (counter, registered_at, environment, app, key_id, public_key,
          app_id, subject, os_version, os_build, has_receipt)
        SELECT 0, now(), 0, 'shop', sha256(i::text::bytea),
          '\\x04' || sha256(i::text::bytea) || sha256(i::text::bytea),
          'TEAMID1234.com.example.shop', 'user-' || i, '17.2.1', '21C66', false
        FROM generate_series(0, 999999) i
        ON CONFLICT DO NOTHING;
        VACUUM ANALYZE assay_key;
        """;
    run("psql", sql, List.of("-q", "-v", "ON_ERROR_STOP=1"));
  }

  private double pgbench() throws Exception {
    Path script = Files.createTempFile("bare", ".sql");
    Files.writeString(
        script,
        """
        \\set i random(0, 999)
        \\set c random(1, 4000000000)
        UPDATE assay_key SET counter = :c WHERE app = 'shop' AND environment = 0
          AND key_id = sha256((:i)::text::bytea) AND counter <> :c;
        """);
    String printed =
        run(
            "pgbench",
            "",
            List.of(
                "-n",
                "-M",
                "prepared",
                "-c",
                "32",
                "-j",
                "2",
                "-T",
                "" + seconds,
                "-f",
                script.toString()));
    Files.delete(script);
    run(
        "psql",
        "UPDATE assay_key SET counter = 0 WHERE counter > 0; VACUUM assay_key; TRUNCATE assay_spent_challenge; CHECKPOINT;",
        List.of("-q"));
    return printed
        .lines()
        .filter(line -> line.startsWith("tps = "))
        .mapToDouble(line -> Double.parseDouble(line.substring(6, line.indexOf(' ', 6))))
        .findFirst()
        .orElseThrow();
  }

  private String run(String program, String input, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(
        List.of("-h", settings.host(), "-p", "" + settings.port(), "-U", settings.user()));
    command.addAll(arguments);
    command.add(settings.database());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String printed = reader.readAllAsString();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(program + ": " + printed);
      }
      return printed;
    }
  }

  /** Calls a second of callers that each wait for the answer before they call again. */
  private double measure(int keys, boolean advances) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    LongAdder done = new LongAdder();
    List<Future<?>> callers = new ArrayList<>();
    List<Context> contexts = new ArrayList<>();
    for (int i = 0; i < LOOPS; i++) {
      contexts.add(((io.vertx.core.internal.VertxInternal) vertx).createEventLoopContext());
    }
    for (int i = 0; i < CALLERS; i++) {
      Promise<Void> stopped = Promise.promise();
      SplittableRandom random = new SplittableRandom(counter.get() + i);
      Context context = contexts.get(i % LOOPS);
      context.runOnContext(go -> call(context, random, keys, advances, end, done, stopped));
      callers.add(stopped.future());
    }
    Future.all(callers).await(seconds + 60L, TimeUnit.SECONDS);
    return done.sum() / (double) seconds;
  }

  private void call(
      Context context,
      SplittableRandom random,
      int keys,
      boolean advances,
      long end,
      LongAdder done,
      Promise<Void> stopped) {
    if (System.nanoTime() - end > 0) {
      stopped.complete();
      return;
    }
    AppKey key =
        new AppKey(
            "shop",
            Environment.PRODUCTION,
            Bytes.sha256(Bytes.utf8(Integer.toString(random.nextInt(keys)))));
    Future<?> answer = advances ? advance(key, random) : store.find(key);
    answer.onComplete(told ->
        context.runOnContext(go -> {
          if (told.failed()) {
            stopped.fail(told.cause());
          } else {
            done.increment();
            call(context, random, keys, advances, end, done, stopped);
          }
        }));
  }

  private Future<?> advance(AppKey key, SplittableRandom random) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    Instant now = Instant.now();
    var challenge = new OpenChallenge(Bytes.of(id), now.plusMillis(random.nextInt(300_000)));
    return store
        .advance(
            key, counter.incrementAndGet(), new CounterRule.Strict(), Optional.of(challenge), now)
        .map(outcome -> {
          // A caller that was overtaken by another with the same key is decided on, too.
          if (!(outcome instanceof Advance.Moved || outcome instanceof Advance.CounterNotAhead)) {
            throw new IllegalStateException("unexpected: " + outcome);
          }
          return outcome;
        });
  }
}
