package assay.http;

import assay.http.limit.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One listener.
 *
 * @param host a name or address to listen on
 * @param port 0 for any that is free
 * @param tls where connections are encrypted
 * @param idleTimeout how long a connection may be without a request
 * @param requestTimeout how long a request may take to arrive, and a new connection to send one
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 * @param rates where requests are limited; only those without a caller are
 */
public record ListenerSettings(
    String host,
    int port,
    Optional<TlsFiles> tls,
    Duration idleTimeout,
    Duration requestTimeout,
    List<Network> trustedProxies,
    Optional<Rates> rates) {
  public ListenerSettings {
    if (!idleTimeout.isPositive() || !requestTimeout.isPositive()) {
      throw new IllegalArgumentException("timeouts of a listener are above 0");
    }
    trustedProxies = List.copyOf(trustedProxies);
  }
}
