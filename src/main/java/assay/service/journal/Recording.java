package assay.service.journal;

import assay.service.Decisions.Workers;
import assay.service.journal.JournalObserver.Drop;
import assay.store.DecisionLog;
import assay.store.DecisionLog.Recorded;
import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Puts records together where that holds nobody up, and has them written. */
record Recording(Workers workers, Outbox outbox, JournalObserver observer) {
  void record(Callable<Recorded> making) {
    workers
        .call(making)
        .onSuccess(record -> {
          if (record.document().length() > DecisionLog.LARGEST_DOCUMENT) {
            observer.dropped(Drop.STORE, 1);
          } else {
            outbox.add(record);
          }
        })
        .onFailure(_ -> observer.dropped(Drop.QUEUE, 1));
  }

  Future<Void> idle() {
    return outbox.idle();
  }
}
