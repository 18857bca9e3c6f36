package assay.http;

import assay.http.inspect.Inspections;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The public and the internal listener, on as many event loops as there should be. */
public final class Listeners {
  private static final int MOST_RANDOM_PORTS = 30_000;
  private static final long LOOK_EVERY_MILLIS = 10;
  private static final int QUIET_LOOKS = 5;

  private final Vertx vertx;
  private final List<Loop> loops;
  private final Inspections inspections;

  private Listeners(Vertx vertx, List<Loop> loops, Inspections inspections) {
    this.vertx = vertx;
    this.loops = loops;
    this.inspections = inspections;
  }

  /**
   * Starts to listen. Fails with an {@link IllegalArgumentException} that says what is wrong with
   * the settings, or with what the system said of the address.
   *
   * @param loops how many event loops accept connections, usually one a core
   */
  public static Future<Listeners> start(
      Vertx vertx,
      ListenerSettings publicListener,
      ListenerSettings internalListener,
      int loops,
      Backend backend) {
    Map<Listener, ListenerSettings> settings = new EnumMap<>(Listener.class);
    settings.put(Listener.PUBLIC, publicListener);
    settings.put(Listener.INTERNAL, internalListener);
    try {
      requireApart(publicListener, internalListener);
      return start(vertx, settings, keys(settings), loops, backend);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }

  /** Servers of one address share its connections: internal routes would be served to devices. */
  private static void requireApart(ListenerSettings one, ListenerSettings other) {
    if (one.port() != 0 && one.port() == other.port() && one.host().equals(other.host())) {
      throw new IllegalArgumentException(
          "the public and the internal listener cannot both be at "
              + one.host()
              + " port "
              + one.port()
              + "; give them different ports");
    }
  }

  private static Map<Listener, Optional<PemKeyCertOptions>> keys(
      Map<Listener, ListenerSettings> settings) {
    Map<Listener, Optional<PemKeyCertOptions>> keys = new EnumMap<>(Listener.class);
    settings.forEach((listener, its) -> keys.put(listener, its.tls().map(TlsFiles::read)));
    return keys;
  }

  private static Future<Listeners> start(
      Vertx vertx,
      Map<Listener, ListenerSettings> settings,
      Map<Listener, Optional<PemKeyCertOptions>> keys,
      int count,
      Backend backend) {
    Inspections inspections = new Inspections(vertx, backend.signatures(), backend.clock());
    Front front = Front.of(backend, settings, inspections);
    Map<Listener, Integer> ports = ports(settings, backend);
    List<Loop> loops = new CopyOnWriteArrayList<>();
    return vertx
        .deployVerticle(
            () -> {
              Loop loop = new Loop(front, keys, ports);
              loops.add(loop);
              return loop;
            },
            new DeploymentOptions().setInstances(count))
        .map(_ -> new Listeners(vertx, loops, inspections))
        .onFailure(_ -> inspections.close());
  }

  /** Vert.x finds a free port for all that ask for the same negative one. */
  private static Map<Listener, Integer> ports(
      Map<Listener, ListenerSettings> settings, Backend backend) {
    int some = -2 * (1 + backend.random().nextInt(MOST_RANDOM_PORTS));
    Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    settings.forEach((listener, its) ->
        ports.put(
            listener, its.port() == 0 ? some - (listener == Listener.PUBLIC ? 0 : 1) : its.port()));
    return ports;
  }

  /** The port that a listener is at. */
  public int port(Listener listener) {
    return loops.getFirst().port(listener);
  }

  /**
   * Accepts no connection any more, answers what was asked, and closes.
   *
   * @param timeout after which connections are closed without their answers
   */
  public Future<Void> stop(Duration timeout) {
    Future<Void> down =
        Future.all(loops.stream().map(loop -> loop.shutdown(timeout)).toList()).mapEmpty();
    Promise<Void> quiet = Promise.promise();
    whenQuiet(quiet, 0);
    // connections that never asked for anything are nothing to wait for
    Future<Void> closed =
        quiet.future().compose(_ ->
            Future.all(loops.stream().map(Loop::close).toList()).mapEmpty());
    return Future.any(down, closed).eventually(inspections::close).mapEmpty();
  }

  private void whenQuiet(Promise<Void> quiet, int looks) {
    vertx.setTimer(
        LOOK_EVERY_MILLIS,
        _ -> {
          boolean busy = loops.stream().anyMatch(loop -> loop.inFlight() > 0);
          if (!busy && looks + 1 >= QUIET_LOOKS) {
            quiet.complete();
          } else {
            whenQuiet(quiet, busy ? 0 : looks + 1);
          }
        });
  }
}
