package assay.http.server;

import assay.config.Configuration;
import assay.config.UnusableConfiguration;
import assay.config.crypto.Providers;
import assay.core.pki.Signatures;
import assay.http.Backend;
import assay.http.HttpObserver;
import assay.http.Listener;
import assay.http.ListenerSettings;
import assay.http.Operation;
import assay.http.Rates;
import assay.http.RouteNames;
import assay.http.admission.Gate;
import assay.http.answer.Answer;
import assay.http.api.Call;
import assay.http.limit.Rate;
import assay.ops.Metrics;
import assay.service.Journal;
import assay.service.Service;
import assay.service.work.PooledRandom;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our own listener with one route, which answers a request for a challenge with its body: the same
 * ids, limits, timeouts, headers and counting as the server's, and nothing decided.
 *
 * <p>It stands in this package, as the table of routes is nobody else's.
 */
public final class EchoServer {
  private static final String TEMPLATE = "/v1/apps/{app}/challenges";
  private static final Rate UNLIMITED = new Rate(1_000_000, 1_000_000);

  private final Configuration configuration;
  private final Metrics metrics;

  private EchoServer(Configuration configuration) {
    this.configuration = configuration;
    this.metrics =
        new Metrics(configuration.apps(), RouteNames.ALL, new Metrics.Build("echo", "none"));
  }

  /** Takes the file of a server's configuration, and serves its public listener. */
  public static void main(String[] arguments) throws UnusableConfiguration {
    Configuration configuration =
        Configuration.read(
            Path.of(arguments[0]), Map.of(), Instant.now(), new Signatures(Providers.best()));
    int loops = Runtime.getRuntime().availableProcessors();
    Front front = new EchoServer(configuration).front();
    Vertx.vertx()
        .deployVerticle(() -> new Loop(front), new DeploymentOptions().setInstances(loops))
        .onFailure(failure -> {
          failure.printStackTrace();
          System.exit(1);
        });
  }

  private Front front() {
    ListenerSettings settings = settings();
    Gate gate = Gate.forDevices(configuration.apps(), settings, System::nanoTime, observer());
    Side side = new Side(Listener.PUBLIC, settings, Optional.empty(), settings.port(), gate);
    return new Front(backend(), Routes.of(List.of(route())), List.of(side));
  }

  private ListenerSettings settings() {
    return new ListenerSettings(
        configuration.publicListener().host(),
        configuration.publicListener().port(),
        Optional.empty(),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        List.of(),
        Optional.of(new Rates(UNLIMITED, UNLIMITED, 100_000)));
  }

  private static Route route() {
    return new Route(
        HttpMethod.POST,
        TEMPLATE,
        EnumSet.of(Listener.PUBLIC),
        Optional.of(Operation.CHALLENGES),
        1024,
        EchoServer::echo);
  }

  private static Future<Answer> echo(Call call) {
    return Future.succeededFuture(new Answer.Ok(201, Answer.JSON, call.body(), false));
  }

  private HttpObserver observer() {
    return new HttpObserver() {
      @Override
      public void finished(Listener listener, String route, int status, Duration took) {
        metrics.answered(assay.ops.Listener.PUBLIC, route, status, took);
      }

      @Override
      public void limited(Listener listener, Optional<String> app) {
        metrics.limitedAddress();
      }
    };
  }

  private Backend backend() {
    return new Backend(
        nobody(),
        Journal.NONE,
        configuration.apps(),
        List.of(),
        new Signatures(Providers.best()),
        () -> "",
        Future::succeededFuture,
        observer(),
        Clock.systemUTC(),
        System::nanoTime,
        new PooledRandom(new SecureRandom()));
  }

  private static Service nobody() {
    return (Service)
        Proxy.newProxyInstance(
            Service.class.getClassLoader(),
            new Class<?>[] {Service.class},
            (_, method, _) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
