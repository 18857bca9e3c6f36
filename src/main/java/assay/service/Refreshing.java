package assay.service;

import assay.core.Bytes;
import io.vertx.core.Future;

/** Asks Apple for a key's newer receipt when somebody wants it now. */
public interface Refreshing {
  /** Asks nobody. */
  Refreshing NONE =
      (app, keyId) ->
          Future.succeededFuture(
              new Refresh.NotConfigured("this server does not ask Apple for receipts"));

  /** Fails only where the store does. */
  Future<Refresh> refresh(ServedApp app, Bytes keyId);
}
