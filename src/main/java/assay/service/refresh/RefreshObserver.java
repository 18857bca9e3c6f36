package assay.service.refresh;

import assay.service.apple.Refresh;

/** Who is told what became of each exchange; called on any thread, so must be quick. */
@FunctionalInterface
public interface RefreshObserver {
  /** Looks away. */
  RefreshObserver NONE = (app, refresh) -> {};

  /**
   * An exchange that was begun has ended.
   *
   * @param app the app's name
   */
  void ended(String app, Refresh refresh);
}
