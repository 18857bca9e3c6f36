package assay.http.admission;

import assay.http.Rates;
import assay.http.limit.Address;
import assay.http.limit.Buckets;
import assay.http.limit.Forwarded;
import assay.http.limit.Network;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How often devices may ask: from one address, and for one app. */
record Limits(Forwarded forwarded, Buckets<Address> addresses, Buckets<String> apps) {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final int MOST_APPS = 10_000;
  private static final Address NOWHERE = new Address(false, 0, 0);

  static Limits of(Rates rates, List<Network> proxies, LongSupplier nanos) {
    return new Limits(
        new Forwarded(proxies),
        new Buckets<>(rates.perAddress(), rates.mostAddresses(), nanos),
        new Buckets<>(rates.perApp(), MOST_APPS, nanos));
  }

  /** How long the sender of a request has to wait. */
  Duration address(HttpServerRequest request) {
    Address peer =
        Optional.ofNullable(request.remoteAddress().hostAddress())
            .flatMap(Address::parse)
            .orElse(NOWHERE);
    Address sender =
        forwarded.believesSomebody()
            ? forwarded.sender(peer, request.headers().getAll(FORWARDED_FOR))
            : peer;
    return addresses.take(sender.subscriber());
  }

  /** How long requests for an app have to wait. */
  Duration app(String name) {
    return apps.take(name);
  }
}
