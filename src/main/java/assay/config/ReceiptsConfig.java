package assay.config;

import java.time.Duration;

/**
 * When receipts are exchanged for newer ones.
 *
 * @param interval how long one is kept before a newer one is asked for, while its key is in use; 1
 *     to 29 days, as Apple forgets after 30
 * @param perSecond how many exchanges are begun in a second, for each team
 */
public record ReceiptsConfig(Duration interval, double perSecond) {}
