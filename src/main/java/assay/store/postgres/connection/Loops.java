package assay.store.postgres.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The contexts that a store works on, each on one of Vert.x's event loops in turn. */
public final class Loops {
  private final Vertx vertx;
  private final List<Loop> loops;

  private Loops(Vertx vertx, List<Loop> loops) {
    this.vertx = vertx;
    this.loops = loops;
  }

  public static Future<Loops> open(Vertx vertx, int count) {
    List<Loop> loops = IntStream.range(0, count).mapToObj(number -> new Loop()).toList();
    return Future.all(loops.stream().map(vertx::deployVerticle).toList())
        .map(deployed -> new Loops(vertx, loops));
  }

  public Context context(int number) {
    return loops.get(number).context();
  }

  public Future<Void> close() {
    return Future.join(loops.stream().map(loop -> vertx.undeploy(loop.deploymentID())).toList())
        .<Void>mapEmpty()
        .timeout(1, TimeUnit.SECONDS) // connections that are still being made are not waited for
        .otherwiseEmpty();
  }

  private static final class Loop extends VerticleBase {
    Context context() {
      return context;
    }
  }
}
