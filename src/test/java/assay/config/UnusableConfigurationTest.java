package assay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is refused, and how it is told: each with the line or the variable that it is in. */
final class UnusableConfigurationTest {

  /** A change to the least file, and all that is then told. */
  private record Case(String from, String to, String... told) {}

  private static final String APP = "    environment: production\n";
  private static final String STORE = "store: sqlite:data/assay.db\n";

  private static Case app(String more, String... told) {
    return new Case(APP, APP + more, told);
  }

  private static Case policy(String more, String... told) {
    return app("    policy:\n      " + more + "\n", told);
  }

  private static Case root(String more, String... told) {
    return new Case(STORE, STORE + more, told);
  }

  private static Case store(String store, String... told) {
    return new Case(STORE, store, told);
  }

  private static final String DURATION = "a duration is such as 500ms, 30s, 5m or 1h, not ";
  private static final String SERVER =
      "is not whole: postgresql://USER@HOST:PORT/DATABASE, where :PORT may be left out";

  @TestFactory
  Stream<DynamicTest> isToldWithItsLine() {
    return Stream.of(
            // the file itself
            new Case(
                STORE,
                "",
                "assay.yaml: store.url: is missing: where decisions are remembered, such as sqlite:data/assay.db or postgresql://assay@localhost/assay"),
            root("- a\n", "assay.yaml:2: is not YAML: expected <block end>, but found '-'"),
            root(
                "public: { port: 1\n", "assay.yaml:3: is not YAML: expected ',' or '}', but got :"),
            root(
                "public: @x\n",
                "assay.yaml:2: is not YAML: found character '@' that cannot start any token. (Do not use @ for indentation)"),
            root(
                "? [ public ]\n: 1\n",
                "assay.yaml:2: is not YAML: Expected a field name (Scalar value in YAML)"),
            root(
                "public: \u0007\n",
                "assay.yaml:2: holds a control character, U+0007; a configuration is plain text"),
            root(
                "public: &all { port: 1 }\n",
                "assay.yaml:2: anchors (&name) are not taken; write the value out where it is used"),
            root(
                "&key public: { port: 1 }\n",
                "assay.yaml:2: anchors (&name) are not taken; write the value out where it is used"),
            root(
                "public: *all\n",
                "assay.yaml:2: aliases (*name) are not taken; write the value out"),
            root(
                "public: !!map { port: 1 }\n",
                "assay.yaml:2: tags (!name) are not taken; values are read as what they are for"),
            root(
                "public:\n  port: !!int 1\n",
                "assay.yaml:3: tags (!name) are not taken; values are read as what they are for"),
            root("---\n", "assay.yaml:3: a second document begins here; a configuration is one"),
            root(
                "store: sqlite:b\n",
                "assay.yaml:2: store stands here a second time; the first is in line 1"),
            root(
                "a: [[[[[[[[[[[[[[]]]]]]]]]]]]]]\n",
                "assay.yaml:2: is nested deeper than any configuration",
                "assay.yaml:2: there is no member a here; there are apps, callers, internal, public, store, teams"),
            root(
                "public: { host: " + "x".repeat(5000) + " }\n",
                "assay.yaml:2: holds a text of more than 4096 characters"),
            // members
            root(
                "pubic: { port: 1 }\n",
                "assay.yaml:2: there is no member pubic here; did you mean public?"),
            root(
                "zebra: 1\n",
                "assay.yaml:2: there is no member zebra here; there are apps, callers, internal, public, store, teams"),
            root(
                "<<: 1\n",
                "assay.yaml:2: there is no member << here; there are apps, callers, internal, public, store, teams"),
            app(
                "    polcy: { counter: strict }\n",
                "assay.yaml:6: apps.shop: there is no member polcy here; did you mean policy?"),
            policy(
                "validationcategories: [ 2 ]",
                "assay.yaml:7: apps.shop.policy: there is no member validationcategories here; did you mean validationCategories?"),
            root("public: [ 8080 ]\n", "assay.yaml:2: public: has members of its own, name: value"),
            root("public: 8080\n", "assay.yaml:2: public: has members of its own, name: value"),
            root("public: { port: [ 1 ] }\n", "assay.yaml:2: public.port: is a single value"),
            root("public: { port: }\n", "assay.yaml:2: public.port: has no value"),
            root(
                "public: { port: '' }\n",
                "assay.yaml:2: public.port: a port is a number from 0 to 65535, not \"\""),
            root("public: { port: ~ }\n", "assay.yaml:2: public.port: has no value"),
            // listeners
            root(
                "public:\n  port: 65536\n",
                "assay.yaml:3: public.port: a port is a number from 0 to 65535, not 65536"),
            root(
                "public: { port: 0x50 }\n",
                "assay.yaml:2: public.port: a port is a number from 0 to 65535, not 0x50"),
            root(
                "public: { port: -1 }\n",
                "assay.yaml:2: public.port: a port is a number from 0 to 65535, not -1"),
            root(
                "internal: { port: 8080 }\n",
                "assay.yaml:2: internal.port: the public listener has the same port, 8080"),
            root(
                "public: { host: \"a b\" }\n",
                "assay.yaml:2: public.host: a host is a name or an address, such as 127.0.0.1; its port is given apart, not \"a b\""),
            root(
                "public: { idleTimeout: 1 }\n",
                "assay.yaml:2: public.idleTimeout: " + DURATION + "1"),
            root(
                "public: { idleTimeout: 999ms }\n",
                "assay.yaml:2: public.idleTimeout: this duration is from 1s to 1h, not 999ms"),
            root(
                "public: { requestTimeout: 301s }\n",
                "assay.yaml:2: public.requestTimeout: this duration is from 100ms to 5m, not 301s"),
            root(
                "public: { trustedProxies: 10.0.0.1 }\n",
                "assay.yaml:2: public.trustedProxies: is a list, such as [ one, two ]"),
            root(
                "public: { trustedProxies: [[]] }\n",
                "assay.yaml:2: public.trustedProxies: is a list of single values"),
            root(
                "public: { trustedProxies: [ 10.0.0.1/8 ] }\n",
                "assay.yaml:2: public.trustedProxies: a network's address ends with its prefix; behind the first 8 bits is 0, not 10.0.0.1/8"),
            root(
                "public: { trustedProxies: [ 0.0.0.0/0 ] }\n",
                "assay.yaml:2: public.trustedProxies: a prefix is a number from 1 to 32, not 0"),
            root(
                "public: { trustedProxies: [ '::/129' ] }\n",
                "assay.yaml:2: public.trustedProxies: a prefix is a number from 1 to 128, not 129"),
            root(
                "public: { trustedProxies: [ proxy.example, 10.1, 'fe80::1%eth0', '::ffff:10.0.0.1' ] }\n",
                "assay.yaml:2: public.trustedProxies: a proxy is an address or a network such as 10.0.0.0/8, not proxy.example",
                "assay.yaml:2: public.trustedProxies: a proxy is an address or a network such as 10.0.0.0/8, not 10.1",
                "assay.yaml:2: public.trustedProxies: a proxy is an address or a network such as 10.0.0.0/8, not fe80::1%eth0",
                "assay.yaml:2: public.trustedProxies: a proxy is an address or a network such as 10.0.0.0/8, not ::ffff:10.0.0.1"),
            root(
                "internal: { limits: { perApp: { rate: 1 } } }\n",
                "assay.yaml:2: internal: there is no member limits here; there are host, idleTimeout, port, requestTimeout, tls, trustedProxies"),
            root(
                "public: { limits: { perApp: { rate: 0 } } }\n",
                "assay.yaml:2: public.limits.perApp.rate: a rate is how many a second, above 0, such as 50 or 0.5, not 0"),
            root(
                "public: { limits: { perAddress: { burst: 0.5 } } }\n",
                "assay.yaml:2: public.limits.perAddress.burst: a burst is a number from 1 to 10000000, not 0.5"),
            root(
                "public: { tls: { certificate: root.pem } }\n",
                "assay.yaml:2: public.tls: needs both a certificate and its key, each the name of a PEM file"),
            root(
                "public:\n  tls: {}\n",
                "assay.yaml:3: public.tls: needs both a certificate and its key, each the name of a PEM file"),
            root(
                "public: { tls: { certificate: key.pem, key: root.pem } }\n",
                "assay.yaml:2: public.tls.certificate: holds no certificate in PEM",
                "assay.yaml:2: public.tls.key: holds no private key in PEM"),
            root(
                "public: { tls: { certificate: root.pem, key: locked.pem } }\n",
                "assay.yaml:2: public.tls.key: is encrypted; give it without a passphrase, readable only by this user"),
            root(
                "public: { tls: { certificate: root.pem, key: nowhere.pem } }\n",
                "assay.yaml:2: public.tls.key: /etc/assay/nowhere.pem cannot be read: there is no such file"),
            // store
            store(
                "store: mysql://x\n",
                "assay.yaml:1: store.url: a store is sqlite:FILE or postgresql://USER@HOST:PORT/DATABASE"),
            store(
                "store:\n  url: 'sqlite::memory:'\n",
                "assay.yaml:2: store.url: sqlite: is followed by the path of a file, such as data/assay.db, and nothing else"),
            store(
                "store: sqlite:a.db?synchronous=off\n",
                "assay.yaml:1: store.url: sqlite: is followed by the path of a file, such as data/assay.db, and nothing else"),
            store(
                "store: { url: postgresql://a@b/c, password: x }\n",
                "assay.yaml:1: store.password: a secret does not stand in the file: set ASSAY_STORE_PASSWORD instead"),
            store(
                "store: postgresql://a:hunter2@b/c\n",
                "assay.yaml:1: store.url: holds a password, which then stands in files and process lists: take it out, and change it; give it in ASSAY_STORE_PASSWORD or store.passwordFile"),
            store(
                "store: postgresql://a@b/c?sslmode=off\n",
                "assay.yaml:1: store.url: has parameters after the database, which are not taken; see store.poolSize, store.tlsRoot and the members beside them"),
            store("store: postgresql://b/c\n", "assay.yaml:1: store.url: " + SERVER),
            store("store: postgresql://a@b\n", "assay.yaml:1: store.url: " + SERVER),
            store("store: postgresql://a@b/c/d\n", "assay.yaml:1: store.url: " + SERVER),
            store("store: postgresql://a@b_c/d\n", "assay.yaml:1: store.url: " + SERVER),
            store(
                "store: postgresql://a@b:99999/c\n",
                "assay.yaml:1: store.url: a port is a number from 1 to 65535"),
            store(
                "store: 'postgresql://a b@c/d'\n",
                "assay.yaml:1: store.url: is not a URL from its character 15 on; write what is special in names as %XX"),
            store(
                "store: { url: postgresql://a@b/c, poolSize: 0, statementTimeout: 10m, connectTimeout: 5 }\n",
                "assay.yaml:1: store.poolSize: a pool is a number from 1 to 1000, not 0",
                "assay.yaml:1: store.connectTimeout: " + DURATION + "5",
                "assay.yaml:1: store.statementTimeout: this duration is from 100ms to 5m, not 10m"),
            store(
                "store: { url: postgresql://a@b/c, passwordFile: lines, tlsRoot: key.pem, queue: 0 }\n",
                "assay.yaml:1: store.queue: a queue is a number from 1 to 1000000, not 0",
                "assay.yaml:1: store.passwordFile: holds one line, the password",
                "assay.yaml:1: store.tlsRoot: holds no certificates in PEM"),
            store(
                "store: { url: postgresql://a@b/c, passwordFile: nowhere }\n",
                "assay.yaml:1: store.passwordFile: /etc/assay/nowhere cannot be read: there is no such file"),
            // apps
            new Case(
                "  shop:\n    appIds: [ TEAMID1234.com.example.shop ]\n" + APP,
                "",
                "assay.yaml:2: apps: names no app, so that nothing would be served"),
            new Case(
                "  shop:\n",
                "  Shop_1:\n",
                "assay.yaml:3: apps.Shop_1: an app is named in at most 63 lower-case letters, digits and hyphens, not Shop_1"),
            new Case(
                APP,
                "",
                "assay.yaml:3: apps.shop.environment: is missing: production, development or test; neither is safe to guess"),
            new Case(
                APP,
                "    environment: prodution\n",
                "assay.yaml:5: apps.shop.environment: an environment is development, production or test, not prodution; did you mean production?"),
            new Case(
                "    appIds: [ TEAMID1234.com.example.shop ]\n",
                "",
                "assay.yaml:3: apps.shop.appIds: is missing: the App IDs, such as [ TEAMID1234.com.example.shop ]"),
            new Case(
                "[ TEAMID1234.com.example.shop ]",
                "[]",
                "assay.yaml:4: apps.shop.appIds: holds no App ID"),
            new Case(
                "[ TEAMID1234.com.example.shop ]",
                "[ TEAMID1234.a, TEAMID1234.a ]",
                "assay.yaml:4: apps.shop.appIds: holds an App ID twice"),
            new Case(
                "[ TEAMID1234.com.example.shop ]",
                "\n      - TEAMID1234.a\n      - teamid1234.*\n",
                "assay.yaml:6: apps.shop.appIds: an App ID is its prefix of 10 capital letters and digits (usually the team id), a dot, and the bundle identifier without wildcards, not teamid1234.*"),
            app(
                "    platform: macOS\n",
                "assay.yaml:6: apps.shop.platform: a platform is ios or macos, not macOS; did you mean macos?"),
            policy(
                "counter: windw:4",
                "assay.yaml:7: apps.shop.policy.counter: a counter rule is strict or window:n, not windw:4"),
            policy(
                "counter: window:1025",
                "assay.yaml:7: apps.shop.policy.counter: a counter window has a size from 1 to 1024, not 1025"),
            policy(
                "validationCategories: []",
                "assay.yaml:7: apps.shop.policy.validationCategories: holds none, so that nothing would be accepted"),
            policy(
                "validationCategories: [ 2, 7, x ]",
                "assay.yaml:7: apps.shop.policy.validationCategories: a validation category is 2 (TestFlight), 3 (development-signed), 4 (App Store), 5 (enterprise or ad hoc), 6 (Developer ID), 1 (of the system) or 10 (other), not 7",
                "assay.yaml:7: apps.shop.policy.validationCategories: a validation category is 2 (TestFlight), 3 (development-signed), 4 (App Store), 5 (enterprise or ad hoc), 6 (Developer ID), 1 (of the system) or 10 (other), not x"),
            policy(
                "launchInfo: yes",
                "assay.yaml:7: apps.shop.policy.launchInfo: launchInfo is optional or required, not yes"),
            policy(
                "minimumBundleVersion: v1",
                "assay.yaml:7: apps.shop.policy.minimumBundleVersion: a bundle version is numbers with dots between, such as \"1.2.0\", not v1"),
            policy(
                "challenge: optional",
                "assay.yaml:7: apps.shop.policy.challenge: challenge is none or required, not optional"),
            policy(
                "receipt: none",
                "assay.yaml:7: apps.shop.policy.receipt: receipt is optional or required, not none"),
            policy(
                "clientDataHash: true",
                "assay.yaml:7: apps.shop.policy.clientDataHash: clientDataHash is allowed or forbidden, not true"),
            policy(
                "challengeLifetime: { assertion: 999ms }",
                "assay.yaml:7: apps.shop.policy.challengeLifetime.assertion: this duration is from 1s to 24h, not 999ms"),
            policy(
                "challengeLifetime: { attestation: 25h }",
                "assay.yaml:7: apps.shop.policy.challengeLifetime.attestation: this duration is from 1s to 24h, not 25h"),
            policy(
                "challengePointer: challenge",
                "assay.yaml:7: apps.shop.policy.challengePointer: a JSON pointer begins with a slash, such as /challenge (RFC 6901), not challenge"),
            policy(
                "challengePointer: /a~2",
                "assay.yaml:7: apps.shop.policy.challengePointer: a JSON pointer begins with a slash, such as /challenge (RFC 6901), not /a~2"),
            // trust
            app(
                "    trust: root.pem\n",
                "assay.yaml:6: apps.shop.trust: is refused for a production app: this fence keeps simulators out. Only environment: test trusts other roots than Apple's"),
            new Case(
                APP,
                "    environment: development\n    trust: root.pem\n",
                "assay.yaml:6: apps.shop.trust: is refused for a development app: this fence keeps simulators out. Only environment: test trusts other roots than Apple's"),
            new Case(
                APP,
                "    environment: test\n",
                "assay.yaml:3: apps.shop.trust: is missing: a test app trusts roots of its own, in a PEM file; `assay simulate ca` makes one"),
            trust("nowhere.pem", "/etc/assay/nowhere.pem cannot be read: there is no such file"),
            trust(
                "apple.pem",
                "/etc/assay/apple.pem: certificate 2 of 2 is Apple's: a test app never accepts what real devices say"),
            trust(
                "leaf.pem",
                "/etc/assay/leaf.pem: certificate 1 of 1 is no certificate authority's"),
            trust(
                "expired.pem",
                "/etc/assay/expired.pem: certificate 2 of 2 is not valid now, only from 2020-01-01T00:00:00Z to 2026-06-01T11:59:59Z"),
            trust(
                "later.pem",
                "/etc/assay/later.pem: certificate 1 of 1 is not valid now, only from 2026-06-01T12:00:01Z to 2027-01-01T00:00:00Z"),
            trust("key.pem", "/etc/assay/key.pem: holds no certificates in PEM"),
            // callers and teams
            root(
                "callers: { a: {} }\n",
                "assay.yaml:2: callers.a.tokenSha256: is missing: the hash of the caller's token; `assay callers token` makes both",
                "assay.yaml:2: callers.a.apps: names nothing, so that the caller could do nothing",
                "assay.yaml:2: callers.a.allow: names nothing, so that the caller could do nothing"),
            caller(
                "assay_c2VjcmV0",
                "shop",
                "verify",
                "tokenSha256: is not the SHA-256 of a token, 64 hexadecimal digits; if it is the token itself, make a new one with `assay callers token`"),
            caller(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "shop",
                "verify",
                "tokenSha256: is the SHA-256 of nothing at all, not of a token"),
            caller(
                Configured.HASH,
                "shoop",
                "verify",
                "apps: there is no app shoop; did you mean shop?"),
            caller(
                Configured.HASH,
                "shop",
                "verfy",
                "allow: an operation is attestations, challenges, decisions, devicecheck, inspect, keys, refresh, revoke or verify, not verfy; did you mean verify?"),
            root(
                "callers:\n  a: &a { tokenSha256: %1$s, apps: [ shop ], allow: [ keys ] }\n  b: { tokenSha256: %1$s, apps: [ shop ], allow: [ keys ] }\n"
                    .formatted(Configured.HASH)
                    .replace("&a ", ""),
                "assay.yaml:4: callers.b.tokenSha256: is also the token of a; give each its own"),
            root(
                "callers: { A: {} }\n",
                "assay.yaml:2: callers.A: a caller is named in at most 63 lower-case letters, digits and hyphens, not A"),
            root(
                "teams: { TEAMID1234: { keyId: short, privateKeyFile: key.pem } }\n",
                "assay.yaml:2: teams.TEAMID1234.keyId: is 10 capital letters and digits, as Apple gives it, not short"),
            root(
                "teams: { TEAMID1234: { keyId: ABC123DEFG, privateKeyFile: root.pem } }\n",
                "assay.yaml:2: teams.TEAMID1234.privateKeyFile: is not a .p8 file: it holds no private key in PEM"),
            root(
                "teams: { TEAMID1234: { keyId: ABC123DEFG } }\n",
                "assay.yaml:2: teams.TEAMID1234.privateKeyFile: is missing: the .p8 file that Apple gave with the key"),
            root(
                "teams: { team: {} }\n",
                "assay.yaml:2: teams.team: is 10 capital letters and digits, as Apple gives it, not team"))
        .map(test ->
            DynamicTest.dynamicTest(
                test.to().strip().lines().findFirst().orElse(test.from().strip()),
                () -> check(test)));
  }

  private static Case trust(String file, String told) {
    return new Case(
        APP,
        "    environment: test\n    trust: " + file + "\n",
        "assay.yaml:6: apps.shop.trust: " + told);
  }

  private static Case caller(String hash, String app, String operation, String told) {
    return root(
        "callers:\n  checkout: { tokenSha256: \"%s\", apps: [ %s ], allow: [ %s ] }\n"
            .formatted(hash, app, operation),
        "assay.yaml:3: callers.checkout." + told);
  }

  private static void check(Case test) {
    assertTrue(Configured.LEAST.contains(test.from()), test.from());
    List<String> told = files(Configured.LEAST.replace(test.from(), test.to())).problems();
    assertEquals(
        String.join("\n", test.told()),
        told.stream()
            .map(line -> line.replaceFirst("(in PEM): .*", "$1"))
            .collect(Collectors.joining("\n")));
  }

  private static Configured files(String yaml) {
    Bytes apple;
    try {
      apple = Configured.pem(Roots.appleReceipts().getFirst().getEncoded());
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
    return Configured.of(yaml)
        .file("root.pem", Configured.ROOT)
        .file("apple.pem", Configured.ROOT.concat(apple))
        .file(
            "leaf.pem",
            Configured.certificate(false, "2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"))
        .file(
            "expired.pem",
            Configured.ROOT.concat(
                Configured.certificate(true, "2020-01-01T00:00:00Z", "2026-06-01T11:59:59Z")))
        .file(
            "later.pem",
            Configured.certificate(true, "2026-06-01T12:00:01Z", "2027-01-01T00:00:00Z"))
        .file(
            "key.pem", Bytes.utf8("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
        .file("locked.pem", Bytes.utf8("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n"))
        .file("lines", Bytes.utf8("one\ntwo\n"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceInTheOrderOfTheFile() {
    assertEquals(
        List.of(
            "assay.yaml:1: store.url: a store is sqlite:FILE or postgresql://USER@HOST:PORT/DATABASE",
            "assay.yaml:4: apps.shop: there is no member appids here; did you mean appIds?",
            "assay.yaml:6: aliases (*name) are not taken; write the value out",
            "assay.yaml:7: public.port: a port is a number from 0 to 65535, not none",
            "ASSAY_INTERNAL_PORT: a port is a number from 0 to 65535, not many",
            "ASSAY_INTERNAL_PROT: overrides nothing; did you mean ASSAY_INTERNAL_PORT?"),
        Configured.of(
                """
                store: nothing
                apps:
                  shop:
                    appids: [ TEAMID1234.com.example.shop ]
                    environment: production
                    policy: *strict
                public: { port: none }
                """)
            .with("ASSAY_APPS_SHOP_APPIDS", "TEAMID1234.a")
            .with("ASSAY_INTERNAL_PORT", "many")
            .with("ASSAY_INTERNAL_PROT", "1")
            .problems());
  }

  @Test
  void whatAVariableSaysWrongNamesTheVariable() {
    Configured least = Configured.of(Configured.LEAST);
    assertEquals(
        List.of(
            "ASSAY_APPS_SHOP_POLICY_COUNTER: a counter rule is strict or window:n, not windw:4"),
        least.with("ASSAY_APPS_SHOP_POLICY_COUNTER", "windw:4").problems());
    assertEquals(
        List.of(
            "ASSAY_APPS_SHOP_POLICY_VALIDATIONCATEGORIES: holds none, so that nothing would be accepted"),
        least.with("ASSAY_APPS_SHOP_POLICY_VALIDATIONCATEGORIES", " ").problems());
    assertEquals(
        List.of("ASSAY_PUBLIC_PORT: a port is a number from 0 to 65535, not \"\""),
        least.with("ASSAY_PUBLIC_PORT", "").problems());
    assertTrue(
        least
            .with("ASSAY_APPS_SHOP_TRUST", "root.pem")
            .problems()
            .getFirst()
            .startsWith("ASSAY_APPS_SHOP_TRUST: is refused for a production app"));
    assertEquals(
        List.of("ASSAY_STORE_URL: and ASSAY_STORE are the same; set one"),
        least.with("ASSAY_STORE", "sqlite:a").with("ASSAY_STORE_URL", "sqlite:b").problems());
  }

  @Test
  void noSecretIsToldWhateverIsWrongWithIt() {
    Configured least = Configured.of(Configured.LEAST);
    for (Map.Entry<String, String> variable :
        Map.of(
                "ASSAY_STORE", "postgresql://a:hunter2@b/c",
                "ASSAY_STORE_URL", "postgres://a:hunter2 @b/c",
                "ASSAY_STORE_PASSWORD", "hunter2")
            .entrySet()) {
      List<String> told =
          least
              .with("ASSAY_PUBLIC_PORT", "none")
              .with(variable.getKey(), variable.getValue())
              .problems();
      assertFalse(told.toString().contains("hunter2"), told::toString);
    }
  }

  @Test
  void namesThatShareAVariableAreRefused() throws UnusableConfiguration {
    Problems problems = new Problems();
    Variables variables = new Variables(Map.of(), problems);
    variables.value(List.of("apps", "a-b", "c"));
    variables.value(List.of("apps", "a-b", "c"));
    assertTrue(problems.isEmpty());
    variables.value(List.of("apps", "a", "b-c"));
    assertEquals(
        List.of("ASSAY_APPS_A_B_C: would override both apps.a-b.c and apps.a.b-c; rename one"),
        problems.told());
  }

  @Test
  void aFileThatIsSomethingElseIsToldInAHundredLines() {
    String lines =
        IntStream.range(0, 50_000).mapToObj(i -> "m" + i + ": 1\n").collect(Collectors.joining());
    List<String> told = Configured.of(lines).problems();
    assertEquals(101, told.size());
    assertEquals("… and perhaps more: these are the first 100", told.getLast());
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    Configured none = Configured.of("");
    for (Map.Entry<byte[], String> file :
        Map.of(
                new byte[] {(byte) 0xff, 'a'}, "assay.yaml: is not UTF-8 text",
                new byte[(1 << 20) + 1], "assay.yaml: holds more than 1048576 bytes")
            .entrySet()) {
      assertEquals(
          List.of(file.getValue()),
          assertThrows(UnusableConfiguration.class, () -> none.read(file.getKey())).problems());
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertEquals(
        List.of("/nowhere/assay.yaml: cannot be read: there is no such file"),
        assertThrows(
                UnusableConfiguration.class,
                () ->
                    Configuration.read(
                        Path.of("/nowhere/assay.yaml"),
                        Map.of(),
                        Configured.NOW,
                        Configured.SIGNATURES))
            .problems());
  }
}
