package assay.config.app;

import assay.config.format.Format;
import assay.config.format.Formats;
import assay.config.yaml.Section;
import assay.core.App;
import assay.core.BundleVersion;
import assay.core.CounterRule;
import assay.core.pki.TrustedRoots;
import assay.service.policy.RiskLimit;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An app's {@code policy}. Every default is the strict or the harmless one. */
record PolicySection(
    Set<Long> validationCategories,
    boolean launchInfoRequired,
    Optional<BundleVersion> minimumBundleVersion,
    CounterRule counter,
    boolean receiptRequired,
    boolean challengeRequired,
    Duration attestationLifetime,
    Duration assertionLifetime,
    JsonPointer challengePointer,
    boolean clientDataHashAllowed,
    Optional<RiskLimit> riskLimit) {
  private static final Map<String, Boolean> REQUIRED = Map.of("required", true, "optional", false);
  private static final Map<String, Boolean> RISK_ACTIONS = Map.of("warn", false, "refuse", true);
  private static final Format<Duration> LIFETIME =
      Formats.duration(Duration.ofSeconds(1), Duration.ofHours(24));

  /** What Apple's numbers mean for an app (protocol.md 1.4); no app ever has one of the others. */
  private static final Set<Long> CATEGORIES = Set.of(1L, 2L, 3L, 4L, 5L, 6L, 10L);

  /** What evidence must say that it is of. */
  record Identity(List<String> appIds, App.Environment environment, App.Platform platform) {}

  /**
   * Reads it.
   *
   * @param environment decides which validation categories are the default
   */
  static PolicySection read(Section policy, App.Environment environment) {
    Section lifetime = policy.section("challengeLifetime");
    PolicySection read =
        new PolicySection(
            categories(policy, environment),
            policy.value("launchInfo", Formats.oneOf("launchInfo", REQUIRED), "optional"),
            policy.optional("minimumBundleVersion", PolicySection::bundleVersion),
            policy.value("counter", CounterRule::parse, "strict"),
            policy.value("receipt", Formats.oneOf("receipt", REQUIRED), "optional"),
            policy.value(
                "challenge",
                Formats.oneOf("challenge", Map.of("required", true, "none", false)),
                "required"),
            lifetime.value("attestation", LIFETIME, "1h"),
            lifetime.value("assertion", LIFETIME, "5m"),
            policy.value("challengePointer", PolicySection::pointer, "/challenge"),
            policy.value(
                "clientDataHash",
                Formats.oneOf("clientDataHash", Map.of("allowed", true, "forbidden", false)),
                "forbidden"),
            riskLimit(policy));
    lifetime.end();
    policy.end();
    return read;
  }

  ServedApp served(
      String name,
      Environment environment,
      Identity identity,
      TrustedRoots attestations,
      TrustedRoots receipts) {
    return new ServedApp(
        name,
        environment,
        new App(
            identity.appIds(),
            identity.environment(),
            identity.platform(),
            validationCategories,
            launchInfoRequired,
            minimumBundleVersion,
            counter),
        attestations,
        receipts,
        receiptRequired,
        challengeRequired,
        attestationLifetime,
        assertionLifetime,
        challengePointer,
        clientDataHashAllowed,
        riskLimit);
  }

  /** An action without a maximum would never act. */
  private static Optional<RiskLimit> riskLimit(Section policy) {
    Optional<Integer> maximum = policy.optional("maximumRiskMetric", PolicySection::metric);
    boolean refuses = policy.value("riskAction", Formats.oneOf("riskAction", RISK_ACTIONS), "warn");
    if (refuses && maximum.isEmpty()) {
      policy.problem("riskAction", "refuses nothing without maximumRiskMetric");
    }
    return maximum.map(metric -> new RiskLimit(metric, refuses));
  }

  private static int metric(String text) {
    Formats.require(
        text.matches("[0-9]{1,9}"),
        "a risk metric is about how many keys the app attested on a device in 30 days, such as 10",
        text);
    return Integer.parseInt(text);
  }

  private static Set<Long> categories(Section policy, App.Environment environment) {
    String byDefault =
        environment.defaultCategories().stream()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    List<Long> categories = policy.list("validationCategories", PolicySection::category, byDefault);
    if (categories.isEmpty()) {
      policy.problem("validationCategories", "holds none, so that nothing would be accepted");
    }
    return Set.copyOf(categories);
  }

  private static long category(String text) {
    boolean known = text.matches("[0-9]{1,2}") && CATEGORIES.contains(Long.parseLong(text));
    Formats.require(
        known,
        "a validation category is 2 (TestFlight), 3 (development-signed), 4 (App Store),"
            + " 5 (enterprise or ad hoc), 6 (Developer ID), 1 (of the system) or 10 (other)",
        text);
    return Long.parseLong(text);
  }

  private static BundleVersion bundleVersion(String text) {
    return BundleVersion.parse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a bundle version is numbers with dots between, such as \"1.2.0\", not "
                    + Formats.quoted(text)));
  }

  /** RFC 6901; the whole document is not a place, as a challenge alone needs no pointer. */
  private static JsonPointer pointer(String text) {
    boolean wellFormed =
        text.startsWith("/")
            && text.length() <= 256
            && text.replace("~0", "").replace("~1", "").indexOf('~') < 0;
    Formats.require(
        wellFormed, "a JSON pointer begins with a slash, such as /challenge (RFC 6901)", text);
    return JsonPointer.compile(text);
  }
}
