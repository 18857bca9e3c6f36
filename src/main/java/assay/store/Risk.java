package assay.store;

import java.time.Instant;

/**
 * Apple's risk metric of a key: about how many keys the app attested on the device in 30 days.
 *
 * @param asOf when Apple made the receipt that says so
 */
public record Risk(int metric, Instant asOf) {}
