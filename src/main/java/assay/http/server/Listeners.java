package assay.http.server;

import assay.http.Backend;
import assay.http.Listener;
import assay.http.ListenerSettings;
import assay.http.inspect.Apps;
import assay.http.inspect.Inspections;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
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
    Inspections inspections =
        new Inspections(vertx, backend.signatures(), new Apps(backend.apps(), backend.clock()));
    try {
      requireApart(publicListener, internalListener);
      int free = -2 * (1 + backend.random().nextInt(MOST_RANDOM_PORTS));
      Front front = Front.of(backend, publicListener, internalListener, inspections, free);
      return start(vertx, front, loops, inspections).onFailure(_ -> inspections.close());
    } catch (IllegalArgumentException e) {
      return inspections.close().transform(_ -> Future.failedFuture(e));
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

  private static Future<Listeners> start(
      Vertx vertx, Front front, int count, Inspections inspections) {
    List<Loop> loops = new CopyOnWriteArrayList<>();
    return vertx
        .deployVerticle(
            () -> {
              Loop loop = new Loop(front);
              loops.add(loop);
              return loop;
            },
            new DeploymentOptions().setInstances(count))
        .map(_ -> new Listeners(vertx, loops, inspections));
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
        quiet
            .future()
            .compose(_ -> Future.all(loops.stream().map(Loop::close).toList()).mapEmpty());
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
