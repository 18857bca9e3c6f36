package assay.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import assay.Eventually;
import assay.cli.simulate.CaFile;
import assay.cli.store.ConfigOption;
import assay.config.crypto.Providers;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.pki.Signatures;
import assay.http.Listener;
import assay.simulator.SimulatedApple;
import assay.simulator.apple.AppleSettings;
import assay.simulator.apple.FakeApple;
import assay.simulator.apple.Fault;
import assay.simulator.apple.answer.Answer;
import assay.simulator.apple.team.TeamKey;
import assay.simulator.maker.AttestationMaker.Made;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The inspector in a headless browser, against a whole server. */
final class InspectorPageTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path BROWSER = Path.of("target/browser");
  private static final int NOT_HERE = 3;
  private static final long MINUTES = 10;
  private static final String TOKEN = "assay_a-token-for-browser-tests";
  private static final String TEAM = "TEAMID1234";
  private static final String APP_ID = TEAM + ".com.example.shop";
  private static final String CHALLENGE = "AQAAAZqjT5wAc2hvcAAB0Y2kq3T9m4hJ1xGQZkq0Hg";
  private static final Signatures SIGNATURES = new Signatures(Providers.best());
  private static final TestApple APPLE = TestApple.of("inspector page");
  private static final SoftwareDevice DEVICE =
      SoftwareDevice.of(APPLE, "inspected", APP_ID).with(Environment.DEVELOPMENT);

  @TempDir private Path folder;

  /** What a program printed, and its exit code. */
  private record Ended(int code, String out, String err) {}

  @TestFactory
  List<DynamicTest> thePage() throws Exception {
    Ended browser = run("", "bin/browser");
    assumeTrue(browser.code() != NOT_HERE, () -> "no browser to test with: " + browser.err());
    assertEquals(0, browser.code(), browser.err());
    Vertx vertx = Vertx.vertx();
    FakeApple apple = apple(vertx);
    Serving serving =
        Serving.start(Serving.vertx(), ConfigOption.read(configured(apple)), SIGNATURES);
    try {
      String url = "http://127.0.0.1:" + serving.port(Listener.INTERNAL);
      ObjectNode input = given().put("browser", browser.out().strip()).put("url", url);
      refusals(new Requests(HttpClient.newHttpClient(), url, TOKEN, "shop"), apple, input);
      Ended checks = run(input.toString(), "node", BROWSER.resolve("inspector.mjs").toString());
      assertEquals(0, checks.code(), checks.out() + checks.err());
      return tests(checks.out());
    } finally {
      serving.stop();
      apple.close().await();
      vertx.close().await();
    }
  }

  /** Apple's hosts, whose answers are told to them. */
  private FakeApple apple(Vertx vertx) throws Exception {
    Random random = new Random(3);
    InstantSource clock = InstantSource.system();
    TeamKey key = TeamKey.generate(TEAM, "KEYID12345", random);
    Files.writeString(folder.resolve("AuthKey.p8"), key.p8());
    SimulatedApple authorities =
        CaFile.openOrMake(folder.resolve("ca"), random, clock.instant()).apple();
    return FakeApple.start(vertx, AppleSettings.of(authorities, key.team()), clock, random).await();
  }

  private static List<DynamicTest> tests(String lines) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      JsonNode check = MAPPER.readTree(line);
      tests.add(
          dynamicTest(
              check.path("name").asText(),
              () -> assertTrue(check.path("ok").asBoolean(), check.path("error").asText())));
    }
    assertFalse(tests.isEmpty(), "no check was made");
    return tests;
  }

  private Path configured(FakeApple apple) throws IOException {
    Files.writeString(
        folder.resolve("root.pem"),
        pem(APPLE.attestations().root()) + pem(APPLE.receipts().root()));
    String app =
        """
          %s: { appIds: [ %s ], environment: test, trust: root.pem }
        """;
    return Files.writeString(
        folder.resolve("assay.yaml"),
        """
        store: 'sqlite:%s'
        public: { host: 127.0.0.1, port: 0 }
        internal: { host: 127.0.0.1, port: 0 }
        apps:
        %s%sapple:
          test: { attestationData: '%s', deviceCheck: '%s' }
        teams:
          %s: { keyId: KEYID12345, privateKeyFile: AuthKey.p8 }
        callers:
          backend:
            tokenSha256: %s
            apps: [ shop, bank ]
            allow:
              [ challenges, attestations, verify, keys, revoke, refresh, devicecheck, inspect, decisions ]
        """
            .formatted(
                folder.resolve("assay.db"),
                app.formatted("shop", APP_ID),
                app.formatted("bank", TEAM + ".com.example.bank"),
                apple.uri(Environment.DEVELOPMENT),
                apple.uri(Environment.DEVELOPMENT),
                TEAM,
                Bytes.sha256(Bytes.utf8(TOKEN)).hex()));
  }

  private static String pem(Bytes der) {
    return "-----BEGIN CERTIFICATE-----\n" + der.base64() + "\n-----END CERTIFICATE-----\n";
  }

  private static ObjectNode given() throws IOException {
    Path shots = Files.createDirectories(BROWSER.resolve("shots"));
    ObjectNode input =
        MAPPER
            .createObjectNode()
            .put("token", TOKEN)
            .put("shots", shots.toAbsolutePath().toString());
    evidence(input.putObject("evidence"));
    return input;
  }

  private static void evidence(ObjectNode evidence) {
    Instant issued = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    Bytes hash = Bytes.sha256(Bytes.utf8(CHALLENGE));
    Made made = DEVICE.attestation(hash, issued).make();
    Bytes hashedTwice = DEVICE.attestation(Bytes.sha256(hash), issued).make().object();
    String clientData = "{\"amount\":12}";
    Bytes assertion = DEVICE.assertion(Bytes.sha256(Bytes.utf8(clientData)), 3).make();
    String body =
        MAPPER
            .createObjectNode()
            .put("keyId", made.keyId().base64())
            .put("attestationObject", made.object().base64())
            .put("challenge", CHALLENGE)
            .toString();
    evidence
        .putObject("attestation")
        .put("object", made.object().base64())
        .put("keyId", made.keyId().base64())
        .put("challenge", CHALLENGE);
    evidence
        .putObject("hashedTwice")
        .put("object", hashedTwice.base64())
        .put("challenge", CHALLENGE);
    evidence.putObject("assertion").put("object", assertion.base64()).put("clientData", clientData);
    evidence.putObject("receipt").put("object", made.receipt().orElseThrow().base64());
    evidence
        .put("body", body)
        .put(
            "curl",
            "curl -sS -X POST 'https://assay.example/v1/apps/shop/attestations' \\\n"
                + "  -H 'Content-Type: application/json' \\\n  --data-raw '"
                + body
                + "'\n");
    spell(evidence.putObject("spellings"), made.object());
  }

  /** Eight refusals, and the ids of some, where the server remembers decisions. */
  private static void refusals(Requests requests, FakeApple apple, ObjectNode input)
      throws Exception {
    for (int i = 0; i < 2; i++) {
      String challenge = requests.challenge("attestation");
      Bytes twice = Bytes.sha256(Bytes.sha256(Bytes.utf8(challenge)));
      Made made = DEVICE.attestation(twice, Instant.now()).make();
      input.put("nonce", id(requests.attest(made.keyId(), made.object(), challenge)));
    }
    String challenge = requests.challenge("attestation");
    Made made = DEVICE.attestation(Bytes.sha256(Bytes.utf8(challenge)), Instant.now()).make();
    requests.attest(Bytes.sha256(Bytes.utf8("another")), made.object(), challenge);
    requests.attest(made.keyId(), made.object(), challenge);
    String clientData = "{\"challenge\":\"" + requests.challenge("assertion") + "\"}";
    Bytes hash = Bytes.sha256(Bytes.utf8(clientData));
    requests.verify(made.keyId(), DEVICE.assertion(hash, 1).make(), clientData + " ");
    requests.verify(made.keyId(), DEVICE.assertion(hash, 2).make(), clientData);
    JsonNode spent = requests.verify(made.keyId(), DEVICE.assertion(hash, 3).make(), clientData);
    input.put("challenge", id(spent));
    Bytes others =
        DEVICE
            .refreshedReceipt(
                SoftwareDevice.of(APPLE, "another", APP_ID)
                    .with(Environment.DEVELOPMENT)
                    .attestation(hash, Instant.now())
                    .make(),
                1,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1))
            .make();
    says(apple, 200, others.base64());
    input.put("receipt", id(requests.refresh(made.keyId())));
    says(apple, 404, "");
    input.put("noData", id(requests.refresh(made.keyId())));
    says(apple, 400, "Missing or incorrectly formatted device token payload");
    input.put("bits", id(requests.query(Bytes.utf8("a device token"))));
    input.put("remembers", remembers(requests));
  }

  private static void says(FakeApple apple, int status, String text) {
    apple.script().next(1, new Fault.Instead(Answer.text(status, text, "as asked to")));
  }

  private static String id(JsonNode refused) {
    String instance = refused.path("instance").asText();
    return instance.substring(instance.lastIndexOf('/') + 1);
  }

  /** Records are written after the answers. */
  private static boolean remembers(Requests requests) throws Exception {
    if (!requests.get("/v1/decisions").has("decisions")) {
      return false;
    }
    Eventually.holds(
        "eight records", () -> requests.get("/v1/decisions").path("decisions").size() >= 8);
    return true;
  }

  private static void spell(ObjectNode spellings, Bytes object) {
    String base64 = object.base64();
    spellings
        .put("base64", base64.replaceAll("(.{76})", "$1\n"))
        .put("base64url", base64.replace('+', '-').replace('/', '_').replace("=", ""))
        .put("hex", object.hex().toUpperCase(Locale.ROOT))
        .put("PEM", pem(object).replace("CERTIFICATE", "ATTESTATION"));
  }

  private Ended run(String input, String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try (OutputStream to = process.getOutputStream()) {
      to.write(Bytes.utf8(input).toArray());
    }
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
  }
}
