package assay.cli.serve;

import assay.config.ListenerConfig;
import assay.http.Caller;
import assay.http.ListenerSettings;
import assay.http.Operation;
import assay.http.Rates;
import assay.http.TlsFiles;
import assay.http.limit.Network;
import assay.http.limit.Rate;
import java.util.EnumSet;
import java.util.Set;

/** What the configuration says, as the listeners take it. */
final class HttpSettings {
  /** About 100 bytes each. */
  private static final int MOST_ADDRESSES = 100_000;

  private HttpSettings() {}

  static ListenerSettings of(ListenerConfig config) {
    return new ListenerSettings(
        config.host(),
        config.port(),
        config.tls().map(tls -> new TlsFiles(tls.certificate(), tls.key())),
        config.idleTimeout(),
        config.requestTimeout(),
        config.trustedProxies().stream().map(Network::parse).toList(),
        config
            .limits()
            .map(
                limits -> new Rates(of(limits.perAddress()), of(limits.perApp()), MOST_ADDRESSES)));
  }

  private static Rate of(ListenerConfig.Rate rate) {
    return new Rate(rate.perSecond(), rate.burst());
  }

  static Caller of(assay.config.Caller config) {
    Set<Operation> allowed = EnumSet.noneOf(Operation.class);
    for (Operation operation : Operation.values()) {
      if (config.allow().contains(operation.text())) {
        allowed.add(operation);
      }
    }
    return new Caller(config.name(), config.tokenSha256(), config.apps(), allowed);
  }
}
