package assay.simulator.apple.receipt;

import assay.core.Bytes;
import assay.simulator.identity.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When which key was attested by which app on which device, in one environment. Thread-safe.
 * Nothing is forgotten, so that an old receipt never counts as a new key: some 200 bytes a key.
 */
final class Attestations {
  /** Apple counts over 30 days, and has nothing to say of a device that attested before. */
  static final Duration WINDOW = Duration.ofDays(30);

  private record Installation(DeviceId device, String appId) {}

  private final Map<Installation, Map<Bytes, Instant>> keys = new HashMap<>();

  /** Notes an attestation; one of a key that is known already is the same one. */
  synchronized void add(DeviceId device, String appId, Bytes keyId, Instant at) {
    keys.computeIfAbsent(new Installation(device, appId), _ -> new HashMap<>())
        .putIfAbsent(keyId, at);
  }

  /** How many keys the app attested on the device in the {@link #WINDOW} that ends now. */
  synchronized int lately(DeviceId device, String appId, Instant now) {
    Instant from = now.minus(WINDOW);
    return (int)
        keys.getOrDefault(new Installation(device, appId), Map.of()).values().stream()
            .filter(at -> at.isAfter(from))
            .count();
  }
}
