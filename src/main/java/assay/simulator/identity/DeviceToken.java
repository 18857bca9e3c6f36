package assay.simulator.identity;

import assay.core.App.Environment;
import assay.core.Bytes;
import java.time.Instant;

/**
 * What a device says of itself to DeviceCheck, as generateToken makes it.
 *
 * @param team whose app asked for it: 10 characters
 * @param nonce 16 bytes that no other token has
 * @param made in whole milliseconds
 */
public record DeviceToken(
    DeviceId device, String team, Environment environment, Bytes nonce, Instant made) {}
