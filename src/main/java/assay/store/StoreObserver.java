package assay.store;

import java.time.Duration;

/** Who is told how a store does its work; called on the store's own threads, so must be quick. */
public interface StoreObserver {
  /** Looks away. */
  StoreObserver NONE = (decisions, waiting, took) -> {};

  /**
   * A group of decisions became durable together.
   *
   * @param decisions how many
   * @param waiting how many more waited by then
   * @param took from taking them off the queue until they were durable
   */
  void committed(int decisions, int waiting, Duration took);
}
