package assay.apple;

import assay.core.Bytes;
import io.vertx.core.Future;

/**
 * Apple's {@code /v1/attestationData} of one environment: a receipt in, a newer one out
 * (protocol.md 3.4).
 */
public interface ReceiptExchange {
  /**
   * Asks once. The future never fails: whatever goes wrong is an {@link Exchanged}.
   *
   * @param team whose app the receipt is of: the App ID's first 10 characters
   * @param receipt the newest one that is kept, as Apple made it
   */
  Future<Exchanged> exchange(String team, Bytes receipt);
}
