package assay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.config.crypto.Roots;
import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Seeds;
import assay.core.pki.TrustedRoots;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as the file, any text as variables: a configuration, or a list of what is wrong. */
final class ConfigurationFuzzTest {
  private static final Configured FILES =
      Configured.of(Configured.LEAST)
          .file("root.pem", Configured.ROOT)
          .file("junk.pem", Bytes.utf8("-----BEGIN CERTIFICATE-----\nMAA=\n"));
  private static final Bytes WHOLE =
      Bytes.utf8(
          """
          store: { url: postgresql://assay@db.example:6432/assay, poolSize: 8, connectTimeout: 2s }
          public:
            port: 8443
            trustedProxies: [ 10.0.0.0/8, "2001:db8::/32" ]
            limits: { perAddress: { rate: 0.5, burst: 3 } }
          apps:
            shop-test:
              appIds: [ TEAMID1234.com.example.shop ]
              environment: test
              trust: root.pem
              policy: { counter: window:64, challengePointer: /a~1b, minimumBundleVersion: 1.10 }
          callers:
            a: { tokenSha256: "%s", apps: [ shop-test ], allow: [ verify ] }
          """
              .formatted(Configured.HASH));

  static Stream<Arguments> files() {
    return Seeds.of(
        Seeds.cut(WHOLE),
        Seeds.cut(Bytes.utf8(Configured.LEAST)),
        Seeds.text(WHOLE),
        Stream.of(
                "[".repeat(5_000),
                "a: ".repeat(5_000),
                "- ".repeat(5_000),
                "? ".repeat(5_000),
                "a: &a [ *a, *a ]\n",
                "a: !!binary x\n",
                "a: |\n" + " x\n".repeat(2_000),
                "\"" + "\\x41".repeat(2_000),
                "apps: { a: { trust: junk.pem, environment: test } }\n",
                "%YAML 9.9\n---\na: 1\n",
                "\ufeffstore: sqlite:a\n",
                "\ud83d\ude00: 1\n",
                "1: 1\n1.0: 2\ntrue: 3\nnull: 4\n",
                Configured.LEAST.replace("\n", "\r\n"),
                Configured.LEAST.replace("environment: production", "environment: ['']"))
            .map(Bytes::utf8),
        Seeds.ber());
  }

  @MethodSource("files")
  @FuzzTest(maxDuration = "10m")
  void anyFileIsReadOrRefused(byte[] file) {
    Bounds.shown(() -> read(FILES, file)).ifPresent(ConfigurationFuzzTest::requireFence);
  }

  static Stream<Arguments> variables() {
    return Seeds.of(
        Stream.of(
                "ASSAY_STORE=postgresql://a@b/c\nASSAY_PUBLIC_PORT=1",
                "ASSAY_APPS_SHOP_ENVIRONMENT=test\nASSAY_APPS_SHOP_TRUST=root.pem",
                "ASSAY_APPS_SHOP_TRUST=root.pem",
                "ASSAY_APPS_SHOP_APPIDS=,,,",
                "ASSAY_PUBLIC_TRUSTEDPROXIES=::1,1.2.3.4/31",
                "ASSAY_STORE=sqlite:\u0001\nASSAY_STORE_QUEUE=٣",
                "ASSAY_STORE=postgresql://%@b/c",
                "ASSAY_STORE=postgresql://a%0a@b:-1/c",
                "ASSAY_APPS_SHOP_POLICY_CHALLENGEPOINTER=/" + "~0".repeat(3_000),
                "ASSAY_=\nASSAY_" + "X".repeat(5_000) + "=1",
                "ASSAY_\u202e\u0007=x",
                "=\n==\n")
            .map(Bytes::utf8));
  }

  @MethodSource("variables")
  @FuzzTest(maxDuration = "10m")
  void anyVariablesAreReadOrRefused(byte[] lines) {
    Map<String, String> variables = new HashMap<>();
    for (String line : Bytes.of(lines).text().split("\n", -1)) {
      String[] parts = line.split("=", 2);
      variables.put(parts[0], parts[parts.length - 1]);
    }
    Configured given = new Configured(FILES.yaml(), variables, FILES.files());
    Bounds.shown(() -> read(given, Bytes.utf8(given.yaml()).toArray()))
        .ifPresent(ConfigurationFuzzTest::requireFence);
  }

  /** Whatever was written: only test apps trust anybody but Apple, and they do not trust Apple. */
  private static void requireFence(Configuration read) {
    List<String> apple = List.of(fingerprint(Roots.appleAppAttest()));
    for (ServedApp app : read.apps()) {
      assertEquals(
          app.environment() != Environment.TEST,
          app.attestationRoots().fingerprints().equals(apple));
    }
  }

  private static String fingerprint(List<X509Certificate> roots) {
    return new TrustedRoots(roots, Configured.SIGNATURES).fingerprints().getFirst();
  }

  private static Optional<Configuration> read(Configured given, byte[] file) {
    try {
      return Optional.of(given.read(file));
    } catch (UnusableConfiguration e) {
      assertFalse(e.problems().isEmpty());
      e.problems().forEach(ConfigurationFuzzTest::requireOneLine);
      return Optional.empty();
    }
  }

  private static void requireOneLine(String told) {
    assertFalse(told.isBlank());
    assertEquals(0, told.chars().filter(Character::isISOControl).count(), told);
    assertEquals(told, told.replaceAll("\\p{Cf}", ""));
    assertFalse(Arrays.asList("null", "").contains(told));
  }
}
