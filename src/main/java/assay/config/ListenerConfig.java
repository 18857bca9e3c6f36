package assay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where requests come in.
 *
 * @param port 0 where the system is to choose one
 * @param tls without, requests come in plain text
 * @param idleTimeout how long a connection may be silent
 * @param requestTimeout how long a request may take to arrive whole, and its answer to be made
 * @param trustedProxies networks such as {@code 10.0.0.0/8} whose word on a client's address is
 *     believed
 * @param limits of the public listener
 */
public record ListenerConfig(
    String host,
    int port,
    Optional<Tls> tls,
    Duration idleTimeout,
    Duration requestTimeout,
    List<String> trustedProxies,
    Optional<Limits> limits) {

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}

  /** How many requests one address, and one app from all addresses, may make. */
  public record Limits(Rate perAddress, Rate perApp) {}

  /**
   * A token bucket.
   *
   * @param perSecond how fast it fills; above 0
   * @param burst how much it holds; at least 1
   */
  public record Rate(double perSecond, int burst) {}
}
