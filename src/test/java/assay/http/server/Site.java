package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.pki.Certificates;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.http.Backend;
import assay.http.Caller;
import assay.http.HttpObserver;
import assay.http.Listener;
import assay.http.ListenerSettings;
import assay.http.Operation;
import assay.http.Rates;
import assay.http.TlsFiles;
import assay.http.limit.Network;
import assay.service.ServedApps;
import assay.service.policy.ServedApp;
import assay.simulator.maker.authority.TestApple;
import assay.store.Environment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Both listeners, on loopback and any free port, in front of a programmed service. */
final class Site implements AutoCloseable {
  static final String TOKEN = "token-of-checkout";
  static final String NARROW_TOKEN = "token-of-support";
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final Signatures SIGNATURES = ServedApps.SIGNATURES;

  /** What an observer was told. */
  record Finished(Listener listener, String route, int status) {}

  final ProgrammedService service = new ProgrammedService();
  final List<Finished> finished = new CopyOnWriteArrayList<>();
  final List<String> limited = new CopyOnWriteArrayList<>();
  final AtomicLong nanos = new AtomicLong();
  volatile Future<Void> ready = Future.succeededFuture();
  volatile Runnable beforeItIsTold = () -> {};
  final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final TrustedRoots attestationRoots;
  private final TrustedRoots receiptRoots;
  private final Listeners listeners;

  /** How a test wants its listeners. */
  record Wish(ListenerSettings ofPublic, ListenerSettings ofInternal, boolean realTime) {
    static final Wish USUAL = new Wish(settings(), settings(), true);

    Wish onPublic(UnaryOperator<ListenerSettings> change) {
      return new Wish(change.apply(ofPublic), ofInternal, realTime);
    }

    Wish onInternal(UnaryOperator<ListenerSettings> change) {
      return new Wish(ofPublic, change.apply(ofInternal), realTime);
    }

    Wish onBoth(UnaryOperator<ListenerSettings> change) {
      return onPublic(change).onInternal(change);
    }

    /** With time standing still but for {@link Site#nanos}. */
    Wish still() {
      return new Wish(ofPublic, ofInternal, false);
    }
  }

  static ListenerSettings settings() {
    return new ListenerSettings(
        "127.0.0.1",
        0,
        Optional.empty(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        List.of(),
        Optional.empty());
  }

  static ListenerSettings timeouts(ListenerSettings its, Duration idle, Duration request) {
    return new ListenerSettings(
        its.host(), its.port(), its.tls(), idle, request, its.trustedProxies(), its.rates());
  }

  static ListenerSettings limited(ListenerSettings its, Rates rates, String... proxies) {
    return new ListenerSettings(
        its.host(),
        its.port(),
        its.tls(),
        its.idleTimeout(),
        its.requestTimeout(),
        List.of(proxies).stream().map(Network::parse).toList(),
        Optional.of(rates));
  }

  static ListenerSettings encrypted(ListenerSettings its, TlsFiles files) {
    return new ListenerSettings(
        its.host(),
        its.port(),
        Optional.of(files),
        its.idleTimeout(),
        its.requestTimeout(),
        its.trustedProxies(),
        its.rates());
  }

  Site() {
    this(Wish.USUAL);
  }

  Site(Wish wish) {
    this(wish, List.of(), List.of());
  }

  /** With apps that trust a test Apple. */
  Site(TestApple apple) {
    this(
        Wish.USUAL,
        List.of(root(apple.attestations().root())),
        List.of(root(apple.receipts().root())));
  }

  private static X509Certificate root(Bytes der) {
    try {
      return Certificates.decode(der);
    } catch (Malformed e) {
      throw new AssertionError(e);
    }
  }

  private Site(
      Wish wish, List<X509Certificate> attestationRoots, List<X509Certificate> receiptRoots) {
    this.attestationRoots = new TrustedRoots(attestationRoots, SIGNATURES);
    this.receiptRoots = new TrustedRoots(receiptRoots, SIGNATURES);
    listeners = await(start(vertx, wish.ofPublic(), wish.ofInternal(), backend(wish)));
  }

  static Future<Listeners> start(
      Vertx vertx, ListenerSettings ofPublic, ListenerSettings ofInternal, Backend backend) {
    return Listeners.start(vertx, ofPublic, ofInternal, 2, backend);
  }

  final ProgrammedJournal journal = new ProgrammedJournal();

  Backend backend(Wish wish) {
    LongSupplier clock = wish.realTime() ? System::nanoTime : nanos::get;
    return new Backend(
        service,
        journal,
        List.of(
            app("shop", Environment.PRODUCTION),
            ServedApps.allowingHashes(app("shop-dev", Environment.DEVELOPMENT)),
            ServedApps.allowingHashes(ServedApps.withoutChallenges(app("demo", Environment.TEST)))),
        List.of(
            new Caller(
                "checkout",
                Bytes.sha256(Bytes.utf8(TOKEN)),
                Set.of("shop", "shop-dev", "demo"),
                EnumSet.allOf(Operation.class)),
            new Caller(
                "support",
                Bytes.sha256(Bytes.utf8(NARROW_TOKEN)),
                Set.of("demo"),
                Set.of(Operation.KEYS, Operation.INSPECT))),
        SIGNATURES,
        () -> "# metrics\n",
        () -> ready,
        observer(),
        () -> NOW,
        clock,
        new SecureRandom());
  }

  private ServedApp app(String name, Environment environment) {
    App app = App.of("TEAMID1234.com.example.shop", ServedApps.judgedAs(environment));
    return ServedApps.of(name, environment, app, attestationRoots, receiptRoots);
  }

  private HttpObserver observer() {
    return new HttpObserver() {
      @Override
      public void finished(Listener listener, String route, int status, Duration took) {
        beforeItIsTold.run();
        finished.add(new Finished(listener, route, status));
      }

      @Override
      public void limited(Listener listener, Optional<String> app) {
        limited.add(listener.text() + " " + app.map(_ -> "app").orElse("address"));
      }
    };
  }

  int port(Listener listener) {
    return listeners.port(listener);
  }

  Future<Void> stop(Duration timeout) {
    return listeners.stop(timeout);
  }

  /** A request to the public listener. */
  Request devices(String method, String path) {
    return new Request(this, Listener.PUBLIC, method, path);
  }

  /** A request to the internal listener, with a token that opens everything. */
  Request services(String method, String path) {
    return new Request(this, Listener.INTERNAL, method, path)
        .header("Authorization", "Bearer " + TOKEN);
  }

  /** A request to the internal listener of nobody. */
  Request nobody(String method, String path) {
    return new Request(this, Listener.INTERNAL, method, path);
  }

  /** The message of what a future failed with, which is of a type. */
  static String failure(Class<? extends Throwable> type, Future<?> future) {
    Throwable failure =
        assertThrows(
            ExecutionException.class,
            () -> future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS));
    Throwable cause = Objects.requireNonNull(failure.getCause());
    assertEquals(type, cause.getClass());
    return Objects.requireNonNull(cause.getMessage());
  }

  static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
