package assay.service.work;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Brings outcomes back to where they were asked for: a store's threads have better things to do.
 */
public final class Contexts {
  private Contexts() {}

  /** The same outcome, told on the current Vert.x context, where there is one. */
  public static <T> Future<T> here(Future<T> future) {
    Context context = Vertx.currentContext();
    if (context == null) {
      return future;
    }
    Promise<T> promise = Promise.promise();
    future.onComplete(outcome ->
        context.runOnContext(_ -> {
          if (outcome.succeeded()) {
            promise.complete(outcome.result());
          } else {
            promise.fail(outcome.cause());
          }
        }));
    return promise.future();
  }
}
