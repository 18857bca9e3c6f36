package assay.http.api;

import java.time.Duration;

/** Who is told of decisions; called on event loops, so must be quick. */
public interface DecisionObserver {
  /**
   * Evidence was judged.
   *
   * @param app the app's name
   * @param kind {@code attestation} or {@code assertion}
   * @param code {@code accepted}, or that of the step that refused it
   * @param took from the call until the decision was durable
   */
  void decided(String app, String kind, String code, Duration took);
}
