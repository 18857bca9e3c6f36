package assay.service.refresh;

import assay.service.Journal;
import assay.service.Journal.Occasion;
import assay.service.apple.RefreshDecision;
import assay.service.policy.ServedApp;
import assay.service.work.Ids;
import assay.store.ReceiptQueue.Claimed;
import java.util.Optional;

/**
 * Tells the journal of refreshes that nobody asked for, as far as they say something of the receipt
 * ({@link assay.service.apple.Refresh#isAboutTheReceipt}), each under an id of its own. That Apple
 * is down or throttles is left to metrics and the log.
 */
record Unasked(Journal journal, Ids ids) {
  void note(ServedApp app, Claimed claimed, RefreshDecision decision) {
    if (decision.refresh().isAboutTheReceipt()) {
      Occasion occasion =
          new Occasion(ids.next(), Occasion.BACKGROUND, Optional.empty(), app, _ -> false);
      journal.refreshed(occasion, claimed.lease().key().keyId(), decision);
    }
  }
}
