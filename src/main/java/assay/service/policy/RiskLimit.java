package assay.service.policy;

import assay.store.Risk;
import java.util.Optional;

/**
 * From which risk metric on an app's keys are conspicuous. Apple's advice is to weigh the metric
 * and not to block by it alone (protocol.md 3.5): it grows for honest reasons too, such as one key
 * for each user of a shared device.
 *
 * @param maximum the highest metric that is nothing special
 * @param refuses whether assertions of keys above it are refused; otherwise they are marked
 */
public record RiskLimit(int maximum, boolean refuses) {
  /** A key whose metric is not known is not above. */
  public boolean isExceededBy(Optional<Risk> risk) {
    return risk.isPresent() && risk.get().metric() > maximum;
  }
}
