package assay.cli.apple.doctor;

import assay.apple.AppleHosts;
import assay.apple.AppleObserver;
import assay.apple.call.Sources;
import assay.apple.token.ProviderToken;
import assay.apple.token.ProviderTokens;
import assay.cli.apple.AppleCalls;
import assay.cli.apple.doctor.probe.Service;
import assay.config.Configuration;
import assay.config.apple.Team;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether Apple's hosts answer, what time it is there, and whether they take each team's key. */
final class AppleChecks {
  private static final int TEAM = 10;

  private final Vertx vertx;
  private final Configuration configuration;
  private final Sources sources;

  AppleChecks(Vertx vertx, Configuration configuration, Sources sources) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.sources = sources;
  }

  /**
   * Looks at the teams' keys, and asks the hosts.
   *
   * @param notAsked why no host is to be asked, where none is
   */
  List<Finding> check(Optional<String> notAsked) {
    ProviderTokens tokens =
        AppleCalls.start(vertx, configuration, sources, AppleObserver.NONE).await().tokens();
    List<Finding> findings = new ArrayList<>();
    Map<String, ProviderToken.Signed> signed = new LinkedHashMap<>();
    for (Team team : configuration.teams()) {
      findings.add(
          switch (tokens.of(team.id()).await()) {
            case ProviderToken.Missing(String why) ->
                Finding.wrong("key", why, "put the .p8 file there as Apple gave it");
            case ProviderToken.Signed token -> {
              signed.put(team.id(), token);
              yield Finding.good(
                  "key", "team " + team.id() + ": " + team.keyId() + " signs provider tokens");
            }
          });
    }
    notAsked.ifPresentOrElse(
        why -> findings.add(Finding.skipped("apple", why)),
        () -> environments().forEach(environment -> findings.addAll(check(environment, signed))));
    return findings;
  }

  private Set<Environment> environments() {
    return configuration.apps().stream()
        .map(ServedApp::environment)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Finding> check(Environment environment, Map<String, ProviderToken.Signed> signed) {
    Optional<AppleHosts> hosts = AppleCalls.hosts(configuration.apple(), environment);
    if (hosts.isEmpty()) {
      return List.of(
          Finding.skipped(
              "apple", "nobody is configured to be asked for " + environment.text() + " apps"));
    }
    List<Finding> findings = new ArrayList<>();
    Set<String> teams = teams(environment);
    teams.stream()
        .filter(team -> configuration.teams().stream().noneMatch(it -> it.id().equals(team)))
        .map(team -> withoutKey(team, environment))
        .forEach(findings::add);
    List<ProviderToken.Signed> asking =
        signed.values().stream().filter(token -> teams.contains(token.team())).toList();
    HostChecks host = new HostChecks(vertx, environment, sources);
    for (Service service : Service.values()) {
      findings.addAll(host.check(service, hosts.get(), asking));
    }
    return findings;
  }

  private Set<String> teams(Environment environment) {
    return configuration.apps().stream()
        .filter(app -> app.environment() == environment)
        .flatMap(app -> app.app().appIds().stream())
        .map(appId -> appId.substring(0, TEAM))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Finding withoutKey(String team, Environment environment) {
    return Finding.warning(
        "key",
        "team " + team + " has " + environment.text() + " apps, and no private key",
        "give its key id and .p8 file under teams, or no receipt of these apps is refreshed and"
            + " DeviceCheck cannot be asked");
  }
}
