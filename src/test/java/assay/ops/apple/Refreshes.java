package assay.ops.apple;

import assay.core.Bytes;
import assay.service.apple.Refresh;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.NewKey;
import assay.store.Risk;
import assay.store.StoredKey;
import java.time.Instant;
import java.util.Optional;

/** What exchanges of receipts brought, as far as metrics look at it. */
public final class Refreshes {
  private Refreshes() {}

  /** A newer receipt with this risk metric. */
  public static Refresh refreshed(int metric) {
    NewKey facts =
        new NewKey(
            new AppKey("shop", Environment.PRODUCTION, Bytes.EMPTY),
            Bytes.EMPTY,
            "TEAMID1234.com.example.shop",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Refresh.Refreshed(
        new StoredKey(
            facts,
            Instant.EPOCH,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Risk(metric, Instant.EPOCH))));
  }
}
