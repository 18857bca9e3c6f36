package assay.service.journal;

import assay.service.journal.JournalObserver.Drop;
import assay.service.work.Workers;
import assay.store.DecisionLog;
import assay.store.DecisionLog.Recorded;
import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Puts records together where that holds nobody up, and has them written. */
record Recording(Workers workers, Outbox outbox, JournalObserver observer) {
  /** Throws nothing. */
  void record(Callable<Recorded> making) {
    Future.succeededFuture()
        .compose(_ -> workers.call(making))
        .map(this::sent)
        .onFailure(cause -> observer.missed(cause, () -> observer.dropped(Drop.QUEUE, 1)));
  }

  private boolean sent(Recorded record) {
    boolean fits = record.document().length() <= DecisionLog.LARGEST_DOCUMENT;
    if (fits) {
      outbox.add(record);
    } else {
      observer.dropped(Drop.STORE, 1);
    }
    return fits;
  }

  Future<Void> idle() {
    return outbox.idle();
  }
}
