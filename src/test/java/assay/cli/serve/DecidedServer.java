package assay.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.Eventually;
import assay.Main;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.store.ConfigOption;
import assay.config.crypto.Providers;
import assay.core.Bytes;
import assay.core.pki.Signatures;
import assay.http.Listener;
import assay.http.server.OpenApi;
import assay.simulator.maker.authority.TestApple;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** A whole server whose decisions are asked about afterwards, and its operator's commands. */
final class DecidedServer implements AutoCloseable {
  static final String APP_ID = "TEAMID1234.com.example.shop";
  static final String OTHER_APP_ID = "TEAMID1234.com.example.bank";
  static final TestApple APPLE = TestApple.of("decisions");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TOKEN = "assay_a-token-for-tests-only";

  /** Of a caller that a test configures. */
  static final String NARROW_TOKEN = "assay_a-token-of-one-app-only";

  private static final JsonNode RECORDED =
      json().put("$ref", "#/components/schemas/RecordedDecision");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final String more;
  private Serving serving;

  /** An answer of the server. */
  record Answer(int status, JsonNode body) {
    /** Of the decision, where the answer names one. */
    String id() {
      return body.path("instance").asText().replace("/v1/decisions/", "");
    }
  }

  /** What a command printed, and its exit code. */
  record Printed(String out, String err, int code) {}

  DecidedServer(Path folder) throws IOException, UnusableInput {
    this(folder, "");
  }

  /**
   * A server with further sections in its configuration.
   *
   * @param more whole lines of YAML, behind the callers
   */
  DecidedServer(Path folder, String more) throws IOException, UnusableInput {
    this.folder = folder;
    this.more = more;
    Files.writeString(
        folder.resolve("root.pem"),
        pem(APPLE.attestations().root()) + pem(APPLE.receipts().root()));
    configure("[ %s, %s ]".formatted(APP_ID, OTHER_APP_ID));
    serving = start();
  }

  static String pem(Bytes certificate) {
    return "-----BEGIN CERTIFICATE-----\n" + certificate.base64() + "\n-----END CERTIFICATE-----\n";
  }

  /** One app for each policy; the first has several App IDs. */
  private void configure(String appIds) throws IOException {
    Files.writeString(
        config(),
        """
        store: 'sqlite:%s'
        public: { host: 127.0.0.1, port: 0 }
        internal: { host: 127.0.0.1, port: 0 }
        decisions: { accepted: [ shop ] }
        apps:
          shop:
            appIds: %s
            environment: test
            trust: root.pem
            policy: { maximumRiskMetric: 3, riskAction: refuse, clientDataHash: allowed }
          mac: { appIds: [ %s ], environment: test, trust: root.pem, platform: macos }
          strict:
            appIds: [ %s ]
            environment: test
            trust: root.pem
            policy: { validationCategories: [ 4 ], minimumBundleVersion: "2.0", receipt: required }
          live: { appIds: [ TEAMID1234.com.example.live ], environment: production }
        callers:
          backend:
            tokenSha256: %s
            apps: [ shop, mac, strict, live ]
            allow: [ challenges, attestations, verify, keys, revoke, refresh, devicecheck, decisions ]
        """
                .formatted(
                    folder.resolve("assay.db"),
                    appIds,
                    APP_ID,
                    APP_ID,
                    Bytes.sha256(Bytes.utf8(TOKEN)).hex())
            + more);
  }

  private Serving start() throws UnusableInput {
    return start(config());
  }

  static Serving start(Path config) throws UnusableInput {
    return Serving.start(
        Serving.vertx(), ConfigOption.read(config), new Signatures(Providers.best()));
  }

  /** Begins anew, with other App IDs of the app {@code shop}. */
  void restartWith(String appIds) throws IOException, UnusableInput {
    serving.stop();
    configure(appIds);
    serving = start();
  }

  Path config() {
    return folder.resolve("assay.yaml");
  }

  Path database() {
    return folder.resolve("assay.db");
  }

  @Override
  public void close() {
    serving.stop();
  }

  static ObjectNode json() {
    return MAPPER.createObjectNode();
  }

  Answer post(Listener listener, String path, ObjectNode body) {
    return send(request(listener, path).POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** Without a body. */
  Answer post(Listener listener, String path) {
    return send(request(listener, path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** Without a body, by the other caller. */
  Answer postNarrow(String path) {
    return send(
        request(Listener.INTERNAL, NARROW_TOKEN, path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** By the other caller. */
  Answer getNarrow(String path) {
    return send(request(Listener.INTERNAL, NARROW_TOKEN, path).GET());
  }

  Answer get(String path) {
    return send(request(Listener.INTERNAL, path).GET());
  }

  String metrics() {
    try {
      return HTTP.send(
              request(Listener.INTERNAL, "/metrics").GET().build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder request(Listener listener, String path) {
    return request(listener, TOKEN, path);
  }

  private HttpRequest.Builder request(Listener listener, String token, String path) {
    return request(serving.port(listener), token, path);
  }

  static HttpRequest.Builder request(int port, String token, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), MAPPER.readTree(answer.body()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String challenge(String app, String purpose) {
    Answer issued =
        post(Listener.INTERNAL, "/v1/apps/" + app + "/challenges", json().put("purpose", purpose));
    return issued.body().path("challenge").asText();
  }

  /** A record, which is written some time after its answer. */
  JsonNode record(String id) throws Exception {
    return record(id, this::get);
  }

  /** As whoever may look reads it. */
  static JsonNode record(String id, Function<String, Answer> looking) throws Exception {
    String path = "/v1/decisions/" + id;
    Eventually.holds("the record " + id, () -> looking.apply(path).status() == 200);
    JsonNode record = looking.apply(path).body();
    assertEquals(List.of(), OpenApi.SERVED.errors(RECORDED, record, "$"));
    return record;
  }

  /**
   * An answer that has its record's diagnosis, or neither has one. An answer waits for its
   * diagnosis a few milliseconds only; what is refused is refused again.
   */
  Answer explained(Supplier<Answer> asked) throws Exception {
    AtomicReference<Answer> answer = new AtomicReference<>(asked.get());
    Eventually.holds(
        "a diagnosis in time",
        () -> isExplained(answer.get()) || isExplained(answer.updateAndGet(_ -> asked.get())));
    return answer.get();
  }

  private boolean isExplained(Answer answer) throws Exception {
    return answer.body().has("diagnosis") == record(answer.id()).has("diagnosis");
  }

  /** What {@code assay replay} makes of a decision, one event a line. */
  List<JsonNode> replayed(String id) throws IOException {
    Path file = folder.resolve(id + ".json");
    Answer vector = get("/v1/decisions/" + id + "/vector");
    assertEquals(200, vector.status(), vector.toString());
    Files.writeString(file, vector.body().toString());
    Printed printed = run("replay", "--format", "json", file.toString());
    assertEquals(0, printed.code(), printed.toString());
    return printed.out().lines().map(DecidedServer::parse).toList();
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  static Printed run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int code = Main.run(terminal, arguments);
    return new Printed(
        out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), code);
  }
}
