package assay.config;

import assay.core.pki.Signatures;
import assay.service.ServedApp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    Problems problems = new Problems();
    Variables variables = new Variables(environment, problems);
    Reading reading = new Reading(file, folder, variables, problems, now);
    Optional<Configuration> configuration =
        YamlTree.read(file, content, problems)
            .flatMap(tree -> read(Section.root(reading, tree), signatures));
    if (configuration.isEmpty() || !problems.isEmpty()) {
      List<String> unused = problems.isFull() ? List.of() : variables.unused();
      throw new UnusableConfiguration(
          Stream.concat(problems.told().stream(), unused.stream()).toList());
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
    List<Caller> callers =
        callers(
            root.section("callers").sections(Formats.shortName("a caller")),
            named.stream().map(Section::name).collect(Collectors.toSet()));
    List<Team> teams =
        root.section("teams").sections(TeamSection::id).stream()
            .flatMap(team -> TeamSection.read(team).stream())
            .toList();
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
            Stream.concat(reading.warnings().stream(), reading.variables().unused().stream())
                .toList(),
            reading.settings().stream().map(Setting::toString).toList()));
  }

  /** One token is one caller's: else a revoked caller might live on under another's name. */
  private static List<Caller> callers(List<Section> sections, Set<String> apps) {
    Map<Object, String> names = new HashMap<>();
    List<Caller> callers = new ArrayList<>();
    for (Section section : sections) {
      CallerSection.read(section, apps)
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
