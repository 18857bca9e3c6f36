package assay.store.sqlite.worker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Something to do with a session, and whom to tell. Doing and telling are apart, as an outcome is
 * told only after it is durable.
 *
 * @param <S> the session that it needs
 */
public final class Task<S, T> {
  /** What is to be done; may be done again where the first time was undone. */
  public interface Work<S, T> {
    T in(S session) throws SQLException;
  }

  private final Work<S, T> work;
  private final Promise<T> promise = Promise.promise();
  private Optional<T> outcome = Optional.empty();

  Task(Work<S, T> work) {
    this.work = work;
  }

  Future<T> future() {
    return promise.future();
  }

  void work(S session) throws SQLException {
    outcome = Optional.of(work.in(session));
  }

  void succeed() {
    promise.tryComplete(outcome.orElseThrow());
  }

  void fail(Throwable why) {
    promise.tryFail(why);
  }
}
