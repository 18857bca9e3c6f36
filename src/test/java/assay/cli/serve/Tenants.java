package assay.cli.serve;

import static assay.cli.serve.DecidedServer.APPLE;
import static assay.cli.serve.DecidedServer.APP_ID;
import static assay.cli.serve.DecidedServer.json;
import static assay.cli.serve.DecidedServer.pem;
import static assay.cli.serve.DecidedServer.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.UnusableInput;
import assay.cli.serve.DecidedServer.Answer;
import assay.cli.serve.DecidedServer.Printed;
import assay.core.Bytes;
import assay.http.Listener;
import assay.simulator.maker.SoftwareDevice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A whole server with the app {@code shop}, and either with none beside it or with those of others,
 * whose names, App IDs and keys not every caller knows of.
 */
final class Tenants implements AutoCloseable {
  static final String SECRET_TEAM = "ZZTEAM9999";
  static final String SECRET_APP_ID = SECRET_TEAM + ".org.zz-bank";

  /** Sees the shop only. */
  static final String SHOP = "a-token-of-the-shop";

  /** Sees the shop and its beta. */
  static final String SHOP_AND_BETA = "a-token-of-the-shop-and-its-beta";

  /** Sees every app. */
  static final String ALL = "a-token-of-everybody";

  private static final String OTHERS =
      """
        zz-beta: { appIds: [ %1$s ], environment: test, trust: root.pem }
        zz-bank: { appIds: [ %2$s ], environment: test, trust: root.pem }
        zz-live: { appIds: [ %1$s ], environment: production }
      """
          .formatted(APP_ID, SECRET_APP_ID);

  private static final String ALLOWED =
      "allow: [ challenges, attestations, verify, keys, inspect, decisions ]";
  private static final int MOST_TRIES = 100;

  private final Path folder;
  private final Serving serving;

  private Tenants(Path folder, String otherApps, String callers) throws IOException, UnusableInput {
    this.folder = folder;
    Files.writeString(
        folder.resolve("root.pem"),
        pem(APPLE.attestations().root()) + pem(APPLE.receipts().root()));
    Files.writeString(
        config(),
        """
        store: 'sqlite:%s'
        public: { host: 127.0.0.1, port: 0 }
        internal: { host: 127.0.0.1, port: 0 }
        apps:
          shop: { appIds: [ %s ], environment: test, trust: root.pem }
        %scallers:
        %s\
        """
            .formatted(folder.resolve("assay.db"), APP_ID, otherApps, callers));
    this.serving = DecidedServer.start(config());
  }

  /** With the apps of others. */
  static Tenants together(Path folder) throws IOException, UnusableInput {
    return new Tenants(
        folder,
        OTHERS,
        caller("narrow", SHOP, "shop")
            + caller("partner", SHOP_AND_BETA, "shop, zz-beta")
            + caller("operator", ALL, "shop, zz-beta, zz-bank, zz-live"));
  }

  /** With the app alone. */
  static Tenants alone(Path folder) throws IOException, UnusableInput {
    return new Tenants(folder, "", caller("narrow", SHOP, "shop"));
  }

  private static String caller(String name, String token, String apps) {
    return "  %s: { tokenSha256: %s, apps: [ %s ], %s }%n"
        .formatted(name, Bytes.sha256(Bytes.utf8(token)).hex(), apps, ALLOWED);
  }

  private Path config() {
    return folder.resolve("assay.yaml");
  }

  @Override
  public void close() {
    serving.stop();
  }

  Answer post(String token, String path, ObjectNode body) {
    return send(
        request(Listener.INTERNAL, token, path)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  Answer get(String token, String path) {
    return send(request(Listener.INTERNAL, token, path).GET());
  }

  /** As a device, which has no token. */
  Answer device(String path, ObjectNode body) {
    return send(
        request(Listener.PUBLIC, "none", path)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(Listener listener, String token, String path) {
    return DecidedServer.request(serving.port(listener), token, path);
  }

  /** A refusal and its diagnosis. */
  Answer refused(String token, String path, ObjectNode body) throws Exception {
    return explained(() -> post(token, path, body));
  }

  /**
   * An answer about the shop that has a diagnosis. It waits for that a few milliseconds only, so
   * what is refused is refused again, though not before it is recorded: too many would not be.
   */
  Answer explained(Supplier<Answer> asking) throws Exception {
    Answer answer = asking.get();
    for (int tries = 1; !answer.body().has("diagnosis"); tries++) {
      assertTrue(tries < MOST_TRIES, answer.toString());
      record(SHOP, answer.id());
      answer = asking.get();
    }
    return answer;
  }

  String challenge(String token, String app, String purpose) {
    return post(token, "/v1/apps/" + app + "/challenges", json().put("purpose", purpose))
        .body()
        .path("challenge")
        .asText();
  }

  void register(String token, String app, SoftwareDevice device) {
    String challenge = challenge(token, app, "attestation");
    ObjectNode body = attestation(device, challenge);
    assertEquals(201, post(token, "/v1/apps/" + app + "/attestations", body).status());
  }

  static ObjectNode attestation(SoftwareDevice device, String challenge) {
    Bytes hash = Bytes.sha256(Bytes.utf8(challenge));
    return json()
        .put("keyId", device.key().keyId().base64())
        .put("attestationObject", device.attestation(hash, Instant.now()).make().object().base64())
        .put("challenge", challenge);
  }

  static ObjectNode assertion(SoftwareDevice device, String clientData) {
    Bytes data = Bytes.utf8(clientData);
    return json()
        .put("keyId", device.key().keyId().base64())
        .put("assertionObject", device.assertion(Bytes.sha256(data), 5).make().base64())
        .put("clientData", data.base64());
  }

  /** A record as a caller reads it, some time after its answer. */
  JsonNode record(String token, String id) throws Exception {
    return DecidedServer.record(id, path -> get(token, path));
  }

  /** A record as the operator reads it beside the server. */
  JsonNode decision(String id, String form) {
    Printed printed =
        DecidedServer.run("decision", "--config", config().toString(), "--" + form, "--", id);
    assertEquals(0, printed.code(), printed.toString());
    return DecidedServer.parse(printed.out());
  }

  /** The diagnosis that {@code assay replay} comes to with a vector. */
  String replayed(JsonNode vector) throws IOException {
    Path file = Files.writeString(folder.resolve("vector.json"), vector.toString());
    Printed printed = DecidedServer.run("replay", "--format", "json", file.toString());
    assertEquals(0, printed.code(), printed.toString());
    JsonNode last = DecidedServer.parse(printed.out().lines().toList().getLast());
    return last.path("diagnosis").asText();
  }
}
