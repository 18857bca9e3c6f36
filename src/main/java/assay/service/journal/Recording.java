package assay.service.journal;

import assay.service.journal.JournalObserver.Drop;
import assay.service.journal.explain.Found;
import assay.service.work.Workers;
import assay.store.DecisionLog;
import assay.store.DecisionLog.Recorded;
import io.vertx.core.Future;

/** Puts records together where that holds nobody up, and has them written. */
record Recording(Workers workers, Outbox outbox, JournalObserver observer) {
  /** Puts a record together. */
  interface Making {
    Recorded record(Found why);
  }

  /**
   * Has a record made and written.
   *
   * @param why what is behind the decision, once that is known
   */
  void record(Future<Found> why, Making making) {
    if (outbox.expect()) {
      why.compose(found -> workers.call(() -> making.record(found)))
          .onSuccess(this::send)
          .onFailure(cause -> observer.missed(cause, () -> outbox.miss(Drop.QUEUE)));
    }
  }

  private void send(Recorded record) {
    if (record.document().length() <= DecisionLog.LARGEST_DOCUMENT) {
      outbox.add(record);
    } else {
      outbox.miss(Drop.STORE);
    }
  }
}
