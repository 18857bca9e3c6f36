package assay.service.apple;

import assay.core.Bytes;
import assay.service.policy.ServedApp;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Asks Apple for a key's newer receipt when somebody wants it now. */
public interface Refreshing {
  /**
   * Asks nobody.
   *
   * @param clock when it was asked in vain
   */
  static Refreshing none(InstantSource clock) {
    return (_, _) ->
        Future.succeededFuture(
            RefreshDecision.of(
                new Refresh.NotConfigured("this server does not ask Apple for receipts"),
                clock.instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  /** Fails only where the store does. */
  Future<RefreshDecision> refresh(ServedApp app, Bytes keyId);
}
