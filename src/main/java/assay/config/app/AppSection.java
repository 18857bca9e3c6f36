package assay.config.app;

import assay.config.crypto.Roots;
import assay.config.format.Formats;
import assay.config.yaml.Section;
import assay.core.App;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one of {@code apps}: who it is, and whom it trusts. */
public final class AppSection {
  private static final Pattern APP_ID = Pattern.compile("[A-Z0-9]{10}\\.[A-Za-z0-9.-]{1,155}");
  private static final Map<String, Environment> ENVIRONMENTS =
      Arrays.stream(Environment.values())
          .collect(Collectors.toMap(Environment::text, Function.identity()));
  private static final Map<String, App.Platform> PLATFORMS =
      Map.of("ios", App.Platform.IOS, "macos", App.Platform.MACOS);

  private static final int TEAM_LENGTH = 10;

  private final Section section;

  private record Anchors(List<X509Certificate> attestations, List<X509Certificate> receipts) {}

  private AppSection(Section section) {
    this.section = section;
  }

  /** The app; nothing, and a problem, where it lacks what it cannot do without. */
  public static Optional<ServedApp> read(Section section, Signatures signatures) {
    Optional<ServedApp> app = new AppSection(section).read(signatures);
    section.end();
    return app;
  }

  private Optional<ServedApp> read(Signatures signatures) {
    List<String> appIds = appIds();
    Optional<Environment> environment =
        section.required(
            "environment",
            Formats.oneOf("an environment", ENVIRONMENTS),
            "production, development or test; neither is safe to guess");
    App.Platform platform =
        section.value("platform", Formats.oneOf("a platform", PLATFORMS), "ios");
    Optional<Path> trust = section.optional("trust", section.reading()::path);
    PolicySection policy =
        PolicySection.read(
            section.section("policy"), judgedAs(environment.orElse(Environment.PRODUCTION)));
    Optional<Anchors> anchors = environment.flatMap(chosen -> anchors(chosen, trust));
    if (appIds.isEmpty() || anchors.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        policy.served(
            section.name(),
            environment.orElseThrow(),
            new PolicySection.Identity(appIds, judgedAs(environment.orElseThrow()), platform),
            new TrustedRoots(anchors.get().attestations(), signatures),
            new TrustedRoots(anchors.get().receipts(), signatures)));
  }

  /** Simulators show the development AAGUID, as Xcode's builds do. */
  private static App.Environment judgedAs(Environment environment) {
    return switch (environment) {
      case PRODUCTION -> App.Environment.PRODUCTION;
      case DEVELOPMENT, TEST -> App.Environment.DEVELOPMENT;
    };
  }

  private List<String> appIds() {
    Optional<List<String>> appIds = section.list("appIds", AppSection::appId);
    if (appIds.isEmpty() && !section.has("appIds")) {
      section.problem("appIds", "is missing: the App IDs, such as [ TEAMID1234.com.example.shop ]");
    } else if (appIds.filter(List::isEmpty).isPresent()) {
      section.problem("appIds", "holds no App ID");
    }
    List<String> distinct = appIds.orElse(List.of());
    if (new HashSet<>(distinct).size() < distinct.size()) {
      section.problem("appIds", "holds an App ID twice");
    }
    if (distinct.stream().map(appId -> appId.substring(0, TEAM_LENGTH)).distinct().count() > 1) {
      section.warn(
          "appIds",
          "are of several teams: DeviceCheck is asked for the bits of the first one's, as bits are"
              + " a team's; give the others an app of their own");
    }
    return distinct;
  }

  private static String appId(String text) {
    Formats.require(
        APP_ID.matcher(text).matches(),
        "an App ID is its prefix of 10 capital letters and digits (usually the team id), a dot, and"
            + " the bundle identifier without wildcards",
        text);
    return text;
  }

  /**
   * Apple's roots for what is real, others for what is not, and never both: this fence keeps
   * simulators out of everything that counts.
   */
  private Optional<Anchors> anchors(Environment environment, Optional<Path> trust) {
    if (environment != Environment.TEST) {
      trust.ifPresent(_ ->
          section.problem(
              "trust",
              "is refused for a "
                  + environment.text()
                  + " app: this fence keeps simulators out. Only environment: test trusts other"
                  + " roots than Apple's"));
      return trust.isPresent()
          ? Optional.empty()
          : Optional.of(new Anchors(Roots.appleAppAttest(), Roots.appleReceipts()));
    }
    if (trust.isEmpty() && !section.has("trust")) {
      section.problem(
          "trust",
          "is missing: a test app trusts roots of its own, in a PEM file; `assay simulate ca` makes"
              + " one");
    }
    return trust.flatMap(this::roots).map(roots -> new Anchors(roots, roots));
  }

  private Optional<List<X509Certificate>> roots(Path file) {
    return section
        .bytes("trust", file)
        .flatMap(pem -> {
          try {
            return Optional.of(Trust.read(pem.toArray(), section.reading().now()));
          } catch (CertificateException e) {
            section.problem("trust", Formats.quoted(String.valueOf(file)) + ": " + e.getMessage());
            return Optional.empty();
          }
        });
  }
}
