package assay.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Main;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.store.ConfigOption;
import assay.config.crypto.Providers;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.pki.Signatures;
import assay.http.Listener;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import assay.store.postgres.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole server, from its configuration file to its store, with simulated devices before it and
 * an operator's commands beside it.
 */
final class ServerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TOKEN = "assay_a-token-for-tests-only";
  private static final String APP_ID = "TEAMID1234.com.example.shop";
  private static final Signatures SIGNATURES = new Signatures(Providers.best());

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Serving> running = new ArrayList<>();

  @TempDir private Path folder;

  /** What a command printed, and its exit code. */
  private record Outcome(String out, String err, int code) {}

  private static Outcome run(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = Main.run(terminal, words);
    return new Outcome(
        out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), code);
  }

  @BeforeEach
  void makeTheSimulatedApple() throws IOException {
    assertEquals(
        0, run("simulate", "ca", "--ca", ca(), "--out", folder.resolve("root.pem")).code());
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
  }

  @AfterEach
  void stop() {
    running.forEach(Serving::stop);
    running.clear();
  }

  private Path ca() {
    return folder.resolve("simulator.ca");
  }

  private Path configured(String store) throws IOException {
    return configured(store, "shop");
  }

  private Path configured(String store, String app) throws IOException {
    return Files.writeString(
        folder.resolve("assay.yaml"),
        """
        store: '%s'
        public: { host: 127.0.0.1, port: 0, limits: {
          perAddress: { rate: 10000, burst: 10000 }, perApp: { rate: 10000, burst: 10000 } } }
        internal: { host: 127.0.0.1, port: 0 }
        apps:
          %s:
            appIds: [ %s ]
            environment: test
            trust: root.pem
        callers:
          backend:
            tokenSha256: %s
            apps: [ %s ]
            allow: [ challenges, attestations, verify, keys, revoke, inspect, refresh, devicecheck ]
        """
            .formatted(store, app, APP_ID, Bytes.sha256(Bytes.utf8(TOKEN)).hex(), app));
  }

  private Path sqlite() throws IOException {
    return configured("sqlite:" + folder.resolve("assay.db"));
  }

  private Serving serve(Path config) throws UnusableInput {
    Serving serving = Serving.start(Serving.vertx(), ConfigOption.read(config), SIGNATURES);
    running.add(serving);
    return serving;
  }

  private static String address(Serving serving, Listener listener) {
    return "http://127.0.0.1:" + serving.port(listener);
  }

  /** Enrols a device at one server and checks its assertions at another. */
  private Outcome device(Serving registersAt, Serving checksAt, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "simulate",
                "device",
                "--app",
                "shop",
                "--app-id",
                APP_ID,
                "--ca",
                ca(),
                "--server",
                address(registersAt, Listener.PUBLIC),
                "--internal",
                address(checksAt, Listener.INTERNAL),
                "--token-file",
                folder.resolve("token")));
    words.addAll(List.of(more));
    return run(words.toArray());
  }

  private JsonNode get(Serving serving, String path) throws IOException, InterruptedException {
    return MAPPER.readTree(
        http.send(request(serving, path).GET().build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private HttpRequest.Builder request(Serving serving, String path) {
    return HttpRequest.newBuilder(URI.create(address(serving, Listener.INTERNAL) + path))
        .header("Authorization", "Bearer " + TOKEN)
        .header("Content-Type", "application/json");
  }

  private void assertWalks(Outcome outcome) {
    assertEquals(0, outcome.code(), outcome.out() + outcome.err());
    assertTrue(outcome.out().contains("6 of 6 exchanges as expected."), outcome.out());
  }

  @Test
  void aDeviceWalksThroughOnTheEmbeddedStore() throws Exception {
    Serving serving = serve(sqlite());
    assertWalks(device(serving, serving));
    JsonNode keys = get(serving, "/v1/apps/shop/keys").path("keys");
    assertEquals(1, keys.size());
    assertEquals(1, keys.path(0).path("counter").asInt());
    assertEquals("test", keys.path(0).path("environment").asText());
    assertEquals("accepted", keys.path(0).path("receipt").path("verdict").asText());
  }

  @Test
  void whatHappenedIsCountedByRouteAndByWhatBecameOfIt() throws Exception {
    Serving serving = serve(sqlite());
    assertWalks(device(serving, serving));
    String metrics =
        http.send(request(serving, "/metrics").GET().build(), HttpResponse.BodyHandlers.ofString())
            .body();
    for (String line :
        List.of(
            "assay_decisions_total{app=\"shop\",code=\"accepted\",kind=\"assertion\"} 1.0",
            "assay_decisions_total{app=\"shop\",code=\"challenge\",kind=\"assertion\"} 1.0",
            "assay_decisions_total{app=\"shop\",code=\"signature\",kind=\"assertion\"} 1.0",
            "assay_decisions_total{app=\"shop\",code=\"accepted\",kind=\"receipt\"} 1.0",
            "assay_http_requests_total{listener=\"internal\","
                + "route=\"POST /v1/apps/{app}/assertions/verify\",status=\"409\"} 1.0")) {
      assertTrue(metrics.contains(line), line);
    }
    assertFalse(metrics.contains("route=\"other\""), metrics);
  }

  @Test
  void everySystemWalksThrough() throws Exception {
    Serving serving = serve(sqlite());
    for (String system : List.of("ios14", "ios17", "ios26", "ios27")) {
      assertWalks(device(serving, serving, "--system", system));
    }
  }

  @Test
  void aDeviceWalksThroughOnPostgres() throws Exception {
    Serving serving = serve(configured(TestDatabase.empty().uri()));
    assertWalks(device(serving, serving));
    assertEquals(1, get(serving, "/v1/apps/shop/keys").path("keys").size());
  }

  @Test
  void twoInstancesShareKeysChallengesAndRevocation() throws Exception {
    Path config = configured(TestDatabase.empty().uri());
    Serving one = serve(config);
    Serving other = serve(config);
    assertWalks(device(one, other));
    assertWalks(device(other, one));

    JsonNode key = get(one, "/v1/apps/shop/keys").path("keys").path(0);
    String keyId = key.path("keyId").asText().replace('+', '-').replace('/', '_');
    JsonNode revoked =
        post(other, "/v1/apps/shop/keys/" + keyId + "/revoke", "{\"reason\":\"stolen\"}");
    assertEquals("revoked", revoked.path("state").asText(), revoked.toString());
    assertEquals("revoked", get(one, "/v1/apps/shop/keys/" + keyId).path("state").asText());
  }

  @Test
  void aRestartKeepsWhatWasRegisteredAndSpent() throws Exception {
    Path config = sqlite();
    Serving first = serve(config);
    assertWalks(device(first, first));
    JsonNode before = get(first, "/v1/apps/shop/keys").path("keys").path(0);
    stop();
    Serving second = serve(config);
    assertEquals(before, get(second, "/v1/apps/shop/keys").path("keys").path(0));
    assertWalks(device(second, second));
  }

  @Test
  void aSecondServerOnOneFileIsRefused() throws Exception {
    Path config = sqlite();
    serve(config);
    Outcome second = run("serve", "--config", config);
    assertEquals(2, second.code());
    assertTrue(second.err().contains("assay.db"), second.err());
  }

  @Test
  void anAppOfAnotherNameKnowsNoneOfTheKeys() throws Exception {
    Serving serving = serve(sqlite());
    assertWalks(device(serving, serving));
    stop();
    Serving renamed = serve(configured("sqlite:" + folder.resolve("assay.db"), "bank"));
    assertEquals(0, get(renamed, "/v1/apps/bank/keys").path("keys").size());
    assertEquals("no-such-app", get(renamed, "/v1/apps/shop/keys").path("code").asText());
  }

  @Test
  void anOperatorListsShowsAndRevokesBesideTheServer() throws Exception {
    Path config = sqlite();
    Serving serving = serve(config);
    assertWalks(device(serving, serving, "--subject", "alice"));

    Outcome list = run("keys", "list", "--config", config, "--app", "shop", "--json");
    assertEquals(0, list.code(), list.err());
    String keyId = MAPPER.readTree(list.out()).path("keyId").asText();
    Outcome shown = run("keys", "show", keyId, "--config", config, "--app", "shop");
    assertEquals(0, shown.code(), shown.err());
    assertEquals(1, MAPPER.readTree(shown.out()).path("counter").asInt());
    String path = "/v1/apps/shop/keys/" + keyId.replace('+', '-').replace('/', '_');
    assertEquals(get(serving, path), MAPPER.readTree(shown.out()));
    assertEquals(get(serving, path), MAPPER.readTree(list.out()));

    Outcome revoked =
        run("keys", "revoke", keyId, "--config", config, "--app", "shop", "--reason", "stolen");
    assertEquals(0, revoked.code(), revoked.err());
    assertEquals("revoked", get(serving, path).path("state").asText());
    assertEquals("stolen", get(serving, path).path("revokedReason").asText());

    Outcome unknown = run("keys", "show", "A".repeat(43), "--config", config, "--app", "shop");
    assertEquals(1, unknown.code());
    assertEquals("assay: no such key is registered for the app shop\n", unknown.err());
  }

  @Test
  void anOperatorRotatesTheSecretAndTakesABackupBesideTheServer() throws Exception {
    Path config = sqlite();
    Serving serving = serve(config);
    Outcome rotated = run("secrets", "rotate", "--config", config);
    assertEquals("the secret is now number 2\n", rotated.out(), rotated.err());
    assertWalks(device(serving, serving));

    Path copy = folder.resolve("copy.db");
    Outcome backup = run("backup", copy, "--config", config);
    assertEquals(0, backup.code(), backup.err());
    assertEquals(2, run("backup", copy, "--config", config).code());
    Path other = configured("sqlite:" + copy);
    Serving restored = serve(other);
    assertEquals(get(serving, "/v1/apps/shop/keys"), get(restored, "/v1/apps/shop/keys"));
  }

  @Test
  void aConfigurationCanBeCheckedAndMigratedWithoutAServer() throws Exception {
    Path config = sqlite();
    Outcome checked = run("serve", "--config", config, "--check");
    assertEquals(0, checked.code(), checked.err());
    assertTrue(checked.out().contains("apps.shop.environment: test"), checked.out());
    assertTrue(run("migrate", "--config", config).out().startsWith("applied V001"));
    assertEquals("the schema was up to date\n", run("migrate", "--config", config).out());
  }

  @Test
  void aSimulatorIsTrustedByTestAppsOnly() throws Exception {
    for (String environment : List.of("production", "development")) {
      Path config = sqlite();
      Files.writeString(
          config,
          Files.readString(config).replace("environment: test", "environment: " + environment));
      Outcome refused = run("serve", "--config", config);
      assertEquals(2, refused.code());
      assertTrue(refused.err().contains("apps.shop.trust"), refused.err());
    }
  }

  @Test
  void aSimulatedDeviceIsRefusedByAnAppThatTrustsApple() throws Exception {
    for (String environment : List.of("production", "development")) {
      Path config = sqlite();
      Files.writeString(
          config,
          Files.readString(config)
              .replace("environment: test", "environment: " + environment)
              .replace("    trust: root.pem\n", ""));
      Serving serving = serve(config);
      assertEquals(
          "certificate-chain",
          attest(serving, Environment.valueOf(environment.toUpperCase(Locale.ROOT))));
      stop();
    }
  }

  /** What becomes of a simulated device's attestation: the code of the refusal. */
  private String attest(Serving serving, Environment environment) throws Exception {
    String challenge =
        post(serving, "/v1/apps/shop/challenges", "{\"purpose\":\"attestation\"}")
            .path("challenge")
            .asText();
    SoftwareDevice device =
        SoftwareDevice.of(TestApple.of("assay server tests"), "phone", APP_ID).with(environment);
    Bytes object =
        device.attestation(Bytes.sha256(Bytes.utf8(challenge)), Instant.now()).make().object();
    return post(
            serving,
            "/v1/apps/shop/attestations",
            MAPPER
                .createObjectNode()
                .put("keyId", device.key().keyId().base64())
                .put("attestationObject", object.base64())
                .put("challenge", challenge)
                .toString())
        .path("code")
        .asText();
  }

  private JsonNode post(Serving serving, String path, String body)
      throws IOException, InterruptedException {
    return MAPPER.readTree(
        http.send(
                request(serving, path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  @Test
  void aDemoWhoseTokenWasNeverWrittenDoesNotStartWithNone() throws Exception {
    for (String left : List.of("", "\n", "assay_", "assay_cut-off")) {
      Files.writeString(folder.resolve("demo-token"), left);
      Outcome refused = run("serve", "--demo", "--data", folder, "--check");
      assertEquals(2, refused.code(), refused.out());
      assertTrue(refused.err().contains("holds no whole token"), refused.err());
    }
    Files.delete(folder.resolve("demo-token"));
    assertEquals(0, run("serve", "--demo", "--data", folder, "--check").code());
    assertEquals(0, run("serve", "--demo", "--data", folder, "--check").code());
  }

  @Test
  void whatIsNotConfiguredIsSaidWithItsLine() throws Exception {
    Path config = Files.writeString(folder.resolve("assay.yaml"), "store: sqlite:x.db\nappz: {}\n");
    Outcome refused = run("serve", "--config", config);
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("assay.yaml:2: "), refused.err());
    assertEquals(2, run("serve").code());
  }
}
