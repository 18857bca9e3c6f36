package assay.service.refresh;

import assay.service.Journal;
import assay.service.Journal.Occasion;
import assay.service.apple.RefreshDecision;
import assay.service.policy.ServedApp;
import assay.store.ReceiptQueue.Claimed;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tells the journal of refreshes that nobody asked for, as far as they say something of the receipt
 * ({@link assay.service.apple.Refresh#isAboutTheReceipt}), each under an id of its own. That Apple
 * is down or throttles is left to metrics and the log.
 */
record Unasked(Journal journal, RandomGenerator random) {
  /** As the ids of requests: 128 random bits, 22 characters of base64url. */
  private static final int ID_BYTES = 16;

  void note(ServedApp app, Claimed claimed, RefreshDecision decision) {
    if (decision.refresh().isAboutTheReceipt()) {
      Occasion occasion =
          new Occasion(id(), Occasion.BACKGROUND, Optional.empty(), app, _ -> false);
      journal.refreshed(occasion, claimed.lease().key().keyId(), decision);
    }
  }

  private String id() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }
}
