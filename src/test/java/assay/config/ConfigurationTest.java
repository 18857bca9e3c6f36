package assay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.config.apple.AppleConfig;
import assay.config.apple.Team;
import assay.config.store.Secret;
import assay.config.store.StoreConfig;
import assay.core.App;
import assay.core.BundleVersion;
import assay.core.Bytes;
import assay.core.CounterRule;
import assay.service.policy.RiskLimit;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import com.fasterxml.jackson.core.JsonPointer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file and the environment come to, where nothing is wrong with them. */
final class ConfigurationTest {
  private static final String WHOLE =
      """
      store: { url: "postgresql://assay@db.example:6432/assay", passwordFile: db-password,
        poolSize: 8, connectTimeout: 2s, statementTimeout: 750ms, tlsRoot: db-root.pem, queue: 5000 }
      public:
        host: "::"
        port: 8443
        tls: { certificate: tls.pem, key: tls.key }
        idleTimeout: 2m
        requestTimeout: 3s
        trustedProxies: [ 10.0.0.0/8, "2001:db8::/32", 192.0.2.7 ]
        limits:
          perAddress: { rate: 0.5, burst: 3 }
          perApp: { rate: 100, burst: 200 }
      internal: { host: 10.1.2.3, port: 0 }
      apps:
        shop:
          appIds:
            - TEAMID1234.com.example.shop
            - TEAMID1234.com.example.shop.beta
          environment: development
          platform: macos
          policy:
            validationCategories: [ 3, 6 ]
            launchInfo: required
            minimumBundleVersion: 1.10
            counter: window:64
            receipt: required
            challenge: none
            challengeLifetime: { attestation: 24h, assertion: 1s }
            challengePointer: /meta/challenge~1id
            clientDataHash: allowed
            maximumRiskMetric: 10
            riskAction: refuse
        shop-test:
          appIds: [ TEAMID1234.com.example.shop ]
          environment: test
          trust: test-root.pem
      teams:
        TEAMID1234: { keyId: ABC123DEFG, privateKeyFile: AuthKey.p8 }
      apple:
        production: { attestationData: "https://proxy.example:8443/apple/", deviceCheck: "https://proxy.example" }
        development: { attestationData: "http://127.0.0.1:9000", deviceCheck: "http://[::1]:9000/" }
        test: { attestationData: "http://localhost:9000", deviceCheck: "https://fake.example" }
      receipts: { interval: 29d, perSecond: 0.5 }
      decisions: { keep: 400d, most: 5000, accepted: [ shop, shop-test ] }
      callers:
        checkout: { tokenSha256: "%s", apps: [ shop, shop-test ], allow: [ verify, keys ] }
      """
          .formatted(Configured.HASH);

  private static Configured whole() {
    return Configured.of(WHOLE)
        .file("db-password", Bytes.utf8("of the database\n"))
        .file("db-root.pem", Configured.ROOT)
        .file("tls.pem", Configured.ROOT)
        .file("tls.key", Bytes.utf8("-----BEGIN PRIVATE KEY-----\nAAAA\n"))
        .file("test-root.pem", Configured.ROOT)
        .file("AuthKey.p8", Configured.P8);
  }

  @Test
  void theLeastFileServesAnAppStrictly() throws UnusableConfiguration {
    Configuration least = Configured.of(Configured.LEAST).read();
    assertEquals(new StoreConfig.Sqlite(Path.of("data/assay.db"), 10_000), least.store());
    assertEquals("0.0.0.0", least.publicListener().host());
    assertEquals(8080, least.publicListener().port());
    assertTrue(least.publicListener().limits().isPresent());
    assertEquals("127.0.0.1", least.internalListener().host());
    assertEquals(8081, least.internalListener().port());
    assertEquals(Optional.empty(), least.internalListener().limits());
    assertEquals(List.of(), least.callers());
    ServedApp shop = least.apps().getFirst();
    assertEquals("shop", shop.name());
    assertEquals(Environment.PRODUCTION, shop.environment());
    assertEquals(App.of("TEAMID1234.com.example.shop", App.Environment.PRODUCTION), shop.app());
    assertEquals(Set.of(2L, 4L), shop.app().validationCategories());
    assertFalse(shop.receiptRequired());
    assertTrue(shop.challengeRequired());
    assertFalse(shop.clientDataHashAllowed());
    assertEquals(Duration.ofHours(1), shop.attestationLifetime());
    assertEquals(Duration.ofMinutes(5), shop.assertionLifetime());
    assertEquals(JsonPointer.compile("/challenge"), shop.challengePointer());
  }

  @Test
  void everyMemberIsRead() throws UnusableConfiguration {
    Configuration read = whole().read();
    assertEquals(
        new StoreConfig.Postgres(
            "db.example",
            6432,
            "assay",
            "assay",
            Optional.of(new Secret("of the database")),
            Optional.of(Path.of("/etc/assay/db-root.pem")),
            8,
            Duration.ofSeconds(2),
            Duration.ofMillis(750),
            5000),
        read.store());
    assertEquals(
        new ListenerConfig(
            "::",
            8443,
            Optional.of(
                new ListenerConfig.Tls(
                    Path.of("/etc/assay/tls.pem"), Path.of("/etc/assay/tls.key"))),
            Duration.ofMinutes(2),
            Duration.ofSeconds(3),
            List.of("10.0.0.0/8", "2001:db8::/32", "192.0.2.7/32"),
            Optional.of(
                new ListenerConfig.Limits(
                    new ListenerConfig.Rate(0.5, 3), new ListenerConfig.Rate(100, 200)))),
        read.publicListener());
    assertEquals(0, read.internalListener().port());
    assertEquals(
        List.of(
            new Caller(
                "checkout",
                Bytes.hex(Configured.HASH),
                Set.of("shop", "shop-test"),
                Set.of("verify", "keys"))),
        read.callers());
    assertEquals(
        List.of(new Team("TEAMID1234", "ABC123DEFG", Path.of("/etc/assay/AuthKey.p8"))),
        read.teams());
    assertEquals(List.of(), read.warnings());
  }

  @Test
  void everyMemberOfAPolicyIsRead() throws UnusableConfiguration {
    ServedApp shop = whole().read().apps().getFirst();
    assertEquals(Environment.DEVELOPMENT, shop.environment());
    assertEquals(
        new App(
            List.of("TEAMID1234.com.example.shop", "TEAMID1234.com.example.shop.beta"),
            App.Environment.DEVELOPMENT,
            App.Platform.MACOS,
            Set.of(3L, 6L),
            true,
            BundleVersion.parse("1.10"),
            new CounterRule.Window(64)),
        shop.app());
    assertTrue(shop.receiptRequired());
    assertFalse(shop.challengeRequired());
    assertTrue(shop.clientDataHashAllowed());
    assertEquals(Optional.of(new RiskLimit(10, true)), shop.riskLimit());
    assertEquals(Optional.empty(), whole().read().apps().get(1).riskLimit());
    Configured warning = whole().with("ASSAY_APPS_SHOP_POLICY_RISKACTION", "warn");
    assertEquals(
        Optional.of(new RiskLimit(10, false)), warning.read().apps().getFirst().riskLimit());
    assertEquals(Duration.ofHours(24), shop.attestationLifetime());
    assertEquals(Duration.ofSeconds(1), shop.assertionLifetime());
    assertEquals(JsonPointer.compile("/meta/challenge~1id"), shop.challengePointer());
  }

  @Test
  void realAppsAskAppleAndTestAppsNobody() throws UnusableConfiguration {
    Configuration least = Configured.of(Configured.LEAST).read();
    assertEquals(
        hosts("https://data.appattest.apple.com", "https://api.devicecheck.apple.com"),
        least.apple().of(Environment.PRODUCTION));
    assertEquals(
        hosts(
            "https://data-development.appattest.apple.com",
            "https://api.development.devicecheck.apple.com"),
        least.apple().of(Environment.DEVELOPMENT));
    assertEquals(
        new AppleConfig.Hosts(Optional.empty(), Optional.empty()),
        least.apple().of(Environment.TEST));
    assertEquals(new ReceiptsConfig(Duration.ofDays(7), 5), least.receipts());
    assertEquals(new DecisionsConfig(Duration.ofDays(30), 100_000, Set.of()), least.decisions());
  }

  @Test
  void whomToAskMayBeGivenForEachEnvironment() throws UnusableConfiguration {
    Configuration read = whole().read();
    assertEquals(
        hosts("https://proxy.example:8443/apple", "https://proxy.example"),
        read.apple().production());
    assertEquals(hosts("http://127.0.0.1:9000", "http://[::1]:9000"), read.apple().development());
    assertEquals(hosts("http://localhost:9000", "https://fake.example"), read.apple().test());
    assertEquals(new ReceiptsConfig(Duration.ofDays(29), 0.5), read.receipts());
    assertEquals(
        new DecisionsConfig(Duration.ofDays(400), 5000, Set.of("shop", "shop-test")),
        read.decisions());
  }

  private static AppleConfig.Hosts hosts(String attestationData, String deviceCheck) {
    return new AppleConfig.Hosts(
        Optional.of(URI.create(attestationData)), Optional.of(URI.create(deviceCheck)));
  }

  @Test
  void aMinimumThatLooksLikeANumberKeepsItsLastZero() throws UnusableConfiguration {
    BundleVersion minimum =
        whole().read().apps().getFirst().app().minimumBundleVersion().orElseThrow();
    assertTrue(minimum.compareTo(BundleVersion.parse("1.9").orElseThrow()) > 0);
  }

  @Test
  void onlyATestAppTrustsOtherRootsAndThenNoneOfApples() throws UnusableConfiguration {
    List<ServedApp> apps = whole().read().apps();
    List<String> apple =
        List.of(
            "1cb9823ba28ba6ad2d33a006941de2ae4f513ef1d4e831b9f7e0fa7b6242c932",
            "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179");
    assertEquals(apple.subList(0, 1), apps.get(0).attestationRoots().fingerprints());
    assertEquals(apple.subList(1, 2), apps.get(0).receiptRoots().fingerprints());
    ServedApp test = apps.get(1);
    assertEquals(Environment.TEST, test.environment());
    assertEquals(App.Environment.DEVELOPMENT, test.app().environment());
    assertEquals(Set.of(2L, 3L, 4L), test.app().validationCategories());
    assertEquals(1, test.attestationRoots().fingerprints().size());
    assertEquals(test.attestationRoots().fingerprints(), test.receiptRoots().fingerprints());
    assertFalse(apple.contains(test.attestationRoots().fingerprints().getFirst()));
  }

  @Test
  void aTrustFileMayHoldSeveralRoots() throws UnusableConfiguration {
    Bytes another = Configured.certificate(true, "2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z");
    ServedApp test =
        whole().file("test-root.pem", Configured.ROOT.concat(another)).read().apps().get(1);
    assertEquals(2, test.attestationRoots().fingerprints().size());
  }

  @Test
  void aVariableComesBeforeTheFile() throws UnusableConfiguration {
    Configuration read =
        whole()
            .with("ASSAY_STORE", "sqlite:elsewhere.db")
            .with("ASSAY_STORE_QUEUE", "7")
            .with("ASSAY_PUBLIC_PORT", "9000")
            .with("ASSAY_PUBLIC_LIMITS_PERADDRESS_BURST", "9")
            .with("ASSAY_PUBLIC_TRUSTEDPROXIES", "")
            .with("ASSAY_INTERNAL_IDLETIMEOUT", "30s")
            .with("ASSAY_APPS_SHOP_POLICY_COUNTER", "strict")
            .with("ASSAY_APPS_SHOP_POLICY_VALIDATIONCATEGORIES", "2, 4")
            .with("ASSAY_APPS_SHOP_TEST_APPIDS", "TEAMID1234.com.example.other")
            .with("ASSAY_CALLERS_CHECKOUT_ALLOW", "revoke")
            .with("ASSAY_TEAMS_TEAMID1234_KEYID", "ZZZZZZZZZZ")
            .with("ASSAY_APPLE_PRODUCTION_ATTESTATIONDATA", "https://other.example")
            .with("ASSAY_RECEIPTS_INTERVAL", "24h")
            .read();
    assertEquals(new StoreConfig.Sqlite(Path.of("elsewhere.db"), 7), read.store());
    assertEquals(9000, read.publicListener().port());
    assertEquals(9, read.publicListener().limits().orElseThrow().perAddress().burst());
    assertEquals(List.of(), read.publicListener().trustedProxies());
    assertEquals(Duration.ofSeconds(30), read.internalListener().idleTimeout());
    assertEquals(new CounterRule.Strict(), read.apps().get(0).app().counterRule());
    assertEquals(Set.of(2L, 4L), read.apps().get(0).app().validationCategories());
    assertEquals(List.of("TEAMID1234.com.example.other"), read.apps().get(1).app().appIds());
    assertEquals(Set.of("revoke"), read.callers().getFirst().allow());
    assertEquals("ZZZZZZZZZZ", read.teams().getFirst().keyId());
    assertEquals(
        hosts("https://other.example", "https://proxy.example"), read.apple().production());
    assertEquals(Duration.ofDays(1), read.receipts().interval());
    assertEquals(
        List.of("poolSize", "connectTimeout", "statementTimeout", "tlsRoot", "passwordFile")
            .stream()
            .map(member ->
                "assay.yaml:"
                    + (member.equals("passwordFile") ? 1 : 2)
                    + ": store."
                    + member
                    + ": is not used: it is PostgreSQL's, not SQLite's")
            .toList(),
        read.warnings());
  }

  @Test
  void aVariableStandsInForAWholeSection() throws UnusableConfiguration {
    Configuration read =
        Configured.of(Configured.LEAST.replace("store: sqlite:data/assay.db\n", ""))
            .with("ASSAY_STORE", "postgres://a%40b@[::1]/x")
            .with("ASSAY_STORE_PASSWORD", "secret")
            .read();
    StoreConfig.Postgres store = assertInstanceOf(StoreConfig.Postgres.class, read.store());
    assertEquals("::1", store.host());
    assertEquals(5432, store.port());
    assertEquals("a@b", store.user());
    assertEquals("secret", store.password().orElseThrow().text());
  }

  @Test
  void theVariablesPasswordComesBeforeTheFiles() throws UnusableConfiguration {
    StoreConfig store = whole().with("ASSAY_STORE_PASSWORD", "new").read().store();
    assertEquals(
        Optional.of(new Secret("new")),
        assertInstanceOf(StoreConfig.Postgres.class, store).password());
  }

  @Test
  void aVariableThatOverridesNothingIsWarnedOf() throws UnusableConfiguration {
    Configuration read =
        Configured.of(Configured.LEAST)
            .with("ASSAY_PUBLIC_PROT", "9000")
            .with("ASSAY_VECTORS", "somewhere")
            .with("PATH", "/bin")
            .read();
    assertEquals(
        List.of("ASSAY_PUBLIC_PROT: overrides nothing; did you mean ASSAY_PUBLIC_PORT?"),
        read.warnings());
  }

  @Test
  void anAppOfSeveralTeamsIsWarnedOf() throws UnusableConfiguration {
    String one = "TEAMID1234.com.example.shop";
    Configured several = Configured.of(Configured.LEAST.replace(one, one + ", OTHERTEAM1.shop"));
    assertEquals(1, several.read().warnings().size());
    String told = several.read().warnings().getFirst();
    assertTrue(told.contains("apps.shop.appIds: are of several teams"), told);
    Configured same = Configured.of(Configured.LEAST.replace(one, one + ", TEAMID1234.shop"));
    assertEquals(List.of(), same.read().warnings());
  }

  @Test
  void aConnectionInPlainTextIsWarnedOf() throws UnusableConfiguration {
    Configured remote = Configured.of(Configured.LEAST.replace("sqlite:data/assay.db", "%s"));
    assertEquals(
        List.of(
            "assay.yaml:1: store.url: the connection to db.example is not encrypted; give"
                + " store.tlsRoot unless the network is"),
        Configured.of(remote.yaml().formatted("postgresql://a@db.example/b")).read().warnings());
    assertEquals(
        List.of(),
        Configured.of(remote.yaml().formatted("postgresql://a@localhost/b")).read().warnings());
  }

  @Test
  void whatIsInEffectIsToldWithItsOriginAndWithoutSecrets() throws UnusableConfiguration {
    Configuration read =
        whole()
            .with("ASSAY_STORE_PASSWORD", "hunter2")
            .with("ASSAY_APPS_SHOP_POLICY_COUNTER", "strict")
            .read();
    List<String> described = read.describe();
    for (String line :
        List.of(
            "store.url: postgresql://assay@db.example:6432/assay  # assay.yaml:1",
            "store.passwordFile: db-password  # assay.yaml:1",
            "public.port: 8443  # assay.yaml:5",
            "public.trustedProxies: [10.0.0.0/8, 2001:db8::/32, 192.0.2.7]  # assay.yaml:9",
            "internal.idleTimeout: 60s  # default",
            "apps.shop.policy.counter: strict  # ASSAY_APPS_SHOP_POLICY_COUNTER",
            "apps.shop-test.policy.validationCategories: [2, 3, 4]  # default",
            "apple.test.deviceCheck: https://fake.example  # assay.yaml:42",
            "receipts.perSecond: 0.5  # assay.yaml:43",
            "callers.checkout.allow: [verify, keys]  # assay.yaml:46")) {
      assertTrue(described.contains(line), line + " in\n" + String.join("\n", described));
    }
    assertFalse(described.toString().contains("hunter2"));
    assertFalse(described.toString().contains("of the database"));
    assertFalse(read.toString().contains("hunter2"));
  }

  @Test
  void theFileIsReadFromDiskAndWhatItNamesFromBesideIt(@TempDir Path folder)
      throws IOException, UnusableConfiguration {
    Files.writeString(
        folder.resolve("assay.yaml"),
        Configured.LEAST.replace("production", "test\n    trust: roots/test.pem"));
    Files.createDirectory(folder.resolve("roots"));
    Files.write(folder.resolve("roots/test.pem"), Configured.ROOT.toArray());
    Configuration read =
        Configuration.read(
            folder.resolve("assay.yaml"), Map.of(), Configured.NOW, Configured.SIGNATURES);
    assertEquals(1, read.apps().getFirst().attestationRoots().fingerprints().size());
    assertEquals(Path.of("data/assay.db"), ((StoreConfig.Sqlite) read.store()).file());
  }

  @Test
  void theDemoIsATestAppOnThisMachineOnly() throws UnusableConfiguration {
    Configuration demo = demo(Map.of());
    assertEquals(new StoreConfig.Sqlite(Path.of("some 'data'/assay.db"), 10_000), demo.store());
    assertEquals("127.0.0.1", demo.publicListener().host());
    assertEquals(8080, demo.publicListener().port());
    assertEquals("127.0.0.1", demo.internalListener().host());
    assertEquals(8081, demo.internalListener().port());
    ServedApp app = demo.apps().getFirst();
    assertEquals("demo", app.name());
    assertEquals(Environment.TEST, app.environment());
    assertEquals(List.of("DEMOTEAM01.com.example.demo"), app.app().appIds());
    assertEquals(1, app.attestationRoots().fingerprints().size());
    assertEquals(
        List.of(new Caller("demo", Bytes.hex(Configured.HASH), Set.of("demo"), Caller.OPERATIONS)),
        demo.callers());
    assertEquals(List.of(), demo.warnings());
    assertEquals(
        List.of(new Team("DEMOTEAM01", "DEMOKEY001", Path.of("some 'data'/AuthKey.p8"))),
        demo.teams());
    assertEquals(
        Optional.of(URI.create("http://127.0.0.1:8090")), demo.apple().test().attestationData());
  }

  @Test
  void theDemoTakesVariablesAndKeepsItsFence() throws UnusableConfiguration {
    assertEquals(9000, demo(Map.of("ASSAY_PUBLIC_PORT", "9000")).publicListener().port());
    assertEquals(
        Optional.of(URI.create("http://127.0.0.1:9000")),
        demo(Map.of("ASSAY_APPLE_TEST_DEVICECHECK", "http://127.0.0.1:9000"))
            .apple()
            .test()
            .deviceCheck());
    UnusableConfiguration refused =
        assertThrows(
            UnusableConfiguration.class,
            () -> demo(Map.of("ASSAY_APPS_DEMO_ENVIRONMENT", "production")));
    assertTrue(
        refused.problems().getFirst().contains("this fence keeps simulators out"),
        refused::getMessage);
  }

  private static Configuration demo(Map<String, String> environment) throws UnusableConfiguration {
    return Configuration.demo(
        Path.of("some 'data'"),
        new DemoSimulator(
            Configured.ROOT,
            new Team("DEMOTEAM01", "DEMOKEY001", Path.of("AuthKey.p8")),
            Configured.P8,
            URI.create("http://127.0.0.1:8090")),
        Bytes.hex(Configured.HASH),
        environment,
        Configured.NOW,
        Configured.SIGNATURES);
  }
}
