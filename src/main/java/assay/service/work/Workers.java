package assay.service.work;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Where work of a millisecond is done. */
public interface Workers {
  /** Does it on the thread that asks. */
  Workers HERE =
      new Workers() {
        @Override
        public <T> Future<T> call(Callable<T> work) {
          try {
            return Future.succeededFuture(work.call());
          } catch (Exception e) {
            return Future.failedFuture(e);
          }
        }
      };

  /** Completes on the calling context; fails where too much waits already. */
  <T> Future<T> call(Callable<T> work);
}
