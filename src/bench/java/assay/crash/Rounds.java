package assay.crash;

import assay.crash.Sent.Fate;
import assay.process.AssayServer;
import assay.process.PostgresServer;
import assay.simulator.maker.authority.TestApple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Round after round on one store: load, a fault at a random moment, recovery, checks. */
final class Rounds implements AutoCloseable {
  private static final Map<String, String> POLICIES =
      Map.of(Load.STRICT, "{ counter: strict }", Load.WINDOW, "{ counter: 'window:64' }");
  private static final int SOMETHING_TO_LOSE = 20;
  private static final int LONGEST_LOAD_MILLIS = 1_500;
  private static final int LONGEST_OUTAGE_MILLIS = 3_000;
  private static final Duration AFTER_RECOVERY = Duration.ofMillis(300);
  private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);

  private final Engine engine;
  private final AssayServer server;
  private final TestApple apple;
  private final SplittableRandom random;
  private final List<Phone> phones = new ArrayList<>();
  private int played;

  private Rounds(Engine engine, AssayServer server, TestApple apple, SplittableRandom random) {
    this.engine = engine;
    this.server = server;
    this.apple = apple;
    this.random = random;
  }

  /** Starts the server. */
  static Rounds on(Engine engine, Path folder, SplittableRandom random) throws IOException {
    TestApple apple = TestApple.of("crash");
    AssayServer server = AssayServer.start(folder, engine.url(), apple, POLICIES);
    Rounds rounds = new Rounds(engine, server, apple, random);
    try {
      server.awaitReady();
      return rounds;
    } catch (IOException e) {
      rounds.close();
      throw e;
    }
  }

  /** One round; answers what there is to tell of it. */
  String play(Fault fault) throws IOException {
    played++;
    int moment = random.nextInt(LONGEST_LOAD_MILLIS);
    List<Phone> loaded;
    Duration recovery;
    try (Client client = new Client(server.internalPort(), Duration.ZERO)) {
      Load load = Load.start(client, apple, "round " + played, random.split());
      load.awaitAccepted(SOMETHING_TO_LOSE);
      sleep(Duration.ofMillis(moment));
      recovery =
          switch (fault) {
            case SERVER -> killServer(load);
            case DATABASE -> killDatabase(load);
            case BOTH -> killBoth(load);
          };
      loaded = load.phones();
    }
    Duration unavailable = check(loaded);
    return "%s killed %d ms later, ready again after %d ms%s; %s; all of it holds"
        .formatted(
            fault,
            moment,
            recovery.toMillis(),
            unavailable.isZero() ? "" : ", 503 for " + unavailable.toMillis() + " ms more",
            told(loaded));
  }

  private Duration killServer(Load load) throws IOException {
    server.kill();
    load.close();
    return ready(true);
  }

  /** The server goes on, refuses, and must find back by itself. */
  private Duration killDatabase(Load load) throws IOException {
    PostgresServer database = ((Engine.Postgres) engine).server();
    database.kill();
    sleep(Duration.ofMillis(random.nextInt(LONGEST_OUTAGE_MILLIS)));
    database.restart();
    Duration recovery = ready(false);
    sleep(AFTER_RECOVERY);
    load.close();
    Violation.unless(server.isAlive(), "the server ended when its database did");
    return recovery;
  }

  private Duration killBoth(Load load) throws IOException {
    PostgresServer database = ((Engine.Postgres) engine).server();
    database.kill();
    server.kill();
    load.close();
    database.restart();
    return ready(true);
  }

  private Duration ready(boolean restart) throws IOException {
    long from = System.nanoTime();
    if (restart) {
      server.restart();
    }
    try {
      server.awaitReady(LONGEST_RECOVERY);
    } catch (IOException e) {
      throw new Violation("no recovery: " + e.getMessage());
    }
    return Duration.ofNanos(System.nanoTime() - from);
  }

  /** Answers for how long a ready server still could not decide something. */
  private Duration check(List<Phone> loaded) {
    Duration unavailable;
    try (Client client = new Client(server.internalPort(), LONGEST_RECOVERY)) {
      Checks checks = new Checks(client);
      checks.keys(phones);
      checks.all(loaded);
      if (!loaded.isEmpty()) {
        Phone any = loaded.get(random.nextInt(loaded.size()));
        checks.spent(any, new Phone(apple, "thief of round " + played, any.app()));
      }
      unavailable = client.unavailable();
    }
    phones.addAll(loaded);
    return unavailable;
  }

  private static String told(List<Phone> phones) {
    long registered = phones.stream().filter(p -> p.registration().isSuccess()).count();
    return "%d keys, %d assertions accepted, %d refused, %d left open"
        .formatted(
            registered,
            count(phones, Fate.ACCEPTED),
            count(phones, Fate.REFUSED),
            count(phones, Fate.OPEN));
  }

  private static long count(List<Phone> phones, Fate fate) {
    return phones.stream().mapToLong(phone -> phone.sent(fate).size()).sum();
  }

  /** What was played over all. */
  String total() {
    return played + " rounds, " + told(phones) + "; nothing lost, nothing accepted twice";
  }

  private static void sleep(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
