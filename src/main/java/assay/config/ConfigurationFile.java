package assay.config;

import assay.config.app.AppSection;
import assay.config.apple.AppleConfig;
import assay.config.apple.Team;
import assay.config.format.Formats;
import assay.config.store.StoreConfig;
import assay.config.store.StoreSection;
import assay.config.yaml.Folder;
import assay.config.yaml.Reading;
import assay.config.yaml.Section;
import assay.core.pki.Signatures;
import assay.service.policy.ServedApp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the file: which sections there are. */
final class ConfigurationFile {
  private ConfigurationFile() {}

  static Configuration read(
      String file,
      byte[] content,
      Folder folder,
      Map<String, String> environment,
      Instant now,
      Signatures signatures)
      throws UnusableConfiguration {
    Reading reading = new Reading(file, folder, environment, now);
    Optional<Configuration> configuration =
        reading.root(content).flatMap(root -> read(root, signatures));
    if (configuration.isEmpty() || reading.hasProblems()) {
      throw new UnusableConfiguration(reading.problems());
    }
    return configuration.get();
  }

  private static Optional<Configuration> read(Section root, Signatures signatures) {
    Optional<StoreConfig> store = StoreSection.read(root);
    Section internal = root.section("internal");
    ListenerConfig devices = ListenerSection.ofDevices(root.section("public"));
    ListenerConfig services = ListenerSection.ofServices(internal);
    ListenerSection.requireApart(devices, services, internal);
    Section served = root.section("apps");
    List<Section> named = served.sections(Formats.shortName("an app"));
    List<ServedApp> apps =
        named.stream().flatMap(app -> AppSection.read(app, signatures).stream()).toList();
    if (served.isEmpty()) {
      root.problem("apps", "names no app, so that nothing would be served");
    }
    Set<String> names = named.stream().map(Section::name).collect(Collectors.toSet());
    List<Caller> callers =
        callers(root.section("callers").sections(Formats.shortName("a caller")), names);
    List<Team> teams =
        root.section("teams").sections(Team::requireId).stream()
            .flatMap(team -> Team.read(team).stream())
            .toList();
    AppleConfig apple = AppleConfig.read(root.section("apple"));
    ReceiptsConfig receipts = ReceiptsConfig.read(root.section("receipts"));
    DecisionsConfig decisions = DecisionsConfig.read(root.section("decisions"), names);
    root.end();
    Reading reading = root.reading();
    return store.map(decided ->
        new Configuration(
            decided,
            devices,
            services,
            apps,
            callers,
            teams,
            apple,
            receipts,
            decisions,
            reading.warnings(),
            reading.settings()));
  }

  /** One token is one caller's: else a revoked caller might live on under another's name. */
  private static List<Caller> callers(List<Section> sections, Set<String> apps) {
    Map<Object, String> names = new HashMap<>();
    List<Caller> callers = new ArrayList<>();
    for (Section section : sections) {
      Caller.read(section, apps)
          .ifPresent(caller -> {
            String other = names.putIfAbsent(caller.tokenSha256(), caller.name());
            if (other != null) {
              section.problem(
                  "tokenSha256", "is also the token of " + other + "; give each its own");
            }
            callers.add(caller);
          });
    }
    return List.copyOf(callers);
  }
}
