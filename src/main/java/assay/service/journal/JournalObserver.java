package assay.service.journal;

import assay.core.diagnosis.mistake.Diagnosis;
import assay.store.StoreUnavailable;
import java.util.Optional;

/** Who is told what becomes of records and diagnoses; called on any thread, so must be quick. */
public interface JournalObserver {
  /** Looks away. */
  JournalObserver NONE =
      new JournalObserver() {
        @Override
        public void recorded(int decisions) {}

        @Override
        public void dropped(Drop why, int decisions) {}

        @Override
        public void diagnosed(String app, Optional<Diagnosis> diagnosis) {}

        @Override
        public void undiagnosed(String app) {}

        @Override
        public void failed(Throwable cause) {}
      };

  /** Why a decision was not recorded. */
  enum Drop {
    /** More refusals of one app than are recorded in a second. */
    RATE,
    /** The store does not keep up. */
    QUEUE,
    /** The store failed, or the record does not fit. */
    STORE,
    /** The server stopped before it was written. */
    STOP
  }

  /** So many are in the store. */
  void recorded(int decisions);

  /** So many will never be. */
  void dropped(Drop why, int decisions);

  /** A refusal was looked into. */
  void diagnosed(String app, Optional<Diagnosis> diagnosis);

  /** A refusal was not looked into, as there were too many, or what it takes could not be had. */
  void undiagnosed(String app);

  /** Something is wrong in the journal itself; what was decided was answered all the same. */
  void failed(Throwable cause);

  /** A store or a worker that cannot keep up is only counted; everything else is a bug, too. */
  default void missed(Throwable cause, Runnable counted) {
    counted.run();
    if (!(cause instanceof StoreUnavailable)) {
      failed(cause);
    }
  }
}
