package assay.cli.apple;

import assay.apple.AppleHosts;
import assay.apple.AppleObserver;
import assay.apple.DeviceCheck;
import assay.apple.ReceiptExchange;
import assay.apple.call.Limits;
import assay.apple.call.Sources;
import assay.apple.client.AppleClient;
import assay.apple.token.KeyFiles;
import assay.apple.token.ProviderTokens;
import assay.config.Configuration;
import assay.config.apple.AppleConfig;
import assay.config.apple.Team;
import assay.store.Environment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whom a configuration asks for Apple's part: a client for each environment that its apps have. */
public final class AppleCalls {
  private final ProviderTokens tokens;
  private final Map<Environment, AppleClient> clients;

  private AppleCalls(ProviderTokens tokens, Map<Environment, AppleClient> clients) {
    this.tokens = tokens;
    this.clients = clients;
  }

  /** Starts the clients; nothing is asked yet. */
  public static Future<AppleCalls> start(
      Vertx vertx, Configuration configuration, Sources sources, AppleObserver observer) {
    ProviderTokens tokens =
        new ProviderTokens(
            new KeyFiles(vertx, files(configuration.teams()), sources.nanos()),
            sources.clock(),
            sources.nanos());
    Map<Environment, AppleClient> clients = new ConcurrentHashMap<>();
    return Future.all(
            configuration.apps().stream()
                .map(app -> app.environment())
                .distinct()
                .flatMap(environment ->
                    hosts(configuration.apple(), environment)
                        .map(hosts ->
                            AppleClient.start(
                                    vertx, hosts, tokens, Limits.DEFAULTS, sources, observer)
                                .onSuccess(client -> clients.put(environment, client)))
                        .stream())
                .toList())
        .map(_ -> new AppleCalls(tokens, clients));
  }

  private static Map<String, KeyFiles.KeyFile> files(Collection<Team> teams) {
    return teams.stream()
        .collect(
            Collectors.toMap(
                Team::id, team -> new KeyFiles.KeyFile(team.keyId(), team.privateKeyFile())));
  }

  /**
   * Who is asked for apps of an environment, where anybody is. Where one of the two is not given,
   * whoever plays Apple is asked for both.
   */
  public static Optional<AppleHosts> hosts(AppleConfig config, Environment environment) {
    AppleConfig.Hosts hosts = config.of(environment);
    Optional<URI> receipts = hosts.attestationData().or(hosts::deviceCheck);
    return receipts.map(uri -> new AppleHosts(uri, hosts.deviceCheck().orElse(uri)));
  }

  /** The tokens that all are asked with. */
  public ProviderTokens tokens() {
    return tokens;
  }

  /** By environment; none where nobody is asked. */
  public Map<Environment, ReceiptExchange> receipts() {
    return each(AppleClient::receipts);
  }

  /** By environment; none where nobody is asked. */
  public Map<Environment, DeviceCheck> deviceChecks() {
    return each(AppleClient::deviceCheck);
  }

  private <T> Map<Environment, T> each(Function<AppleClient, T> service) {
    return clients.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, client -> service.apply(client.getValue())));
  }

  /** Ends what is under way. */
  public Future<Void> close() {
    return Future.join(clients.values().stream().map(AppleClient::close).toList()).mapEmpty();
  }
}
