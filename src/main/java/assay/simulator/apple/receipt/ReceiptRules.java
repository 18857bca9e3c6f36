package assay.simulator.apple.receipt;

import java.time.Duration;

/**
 * What a new receipt says of itself.
 *
 * @param untilRefresh from its creation to field 19
 * @param life from its creation to field 21
 */
public record ReceiptRules(Duration untilRefresh, Duration life) {
  /** As in the receipts that were seen: a day, and 90 days. */
  public static final ReceiptRules APPLES =
      new ReceiptRules(Duration.ofDays(1), Duration.ofDays(90));
}
