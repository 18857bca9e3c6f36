package assay.cli.simulate.client;

import assay.core.Bytes;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The requests about one app at one listener.
 *
 * @param listener such as http://127.0.0.1:8080
 * @param app the short name
 * @param token where the listener asks for one
 * @param subject whose keys they are, where a backend names somebody
 */
public record Routes(URI listener, String app, Optional<String> token, Optional<String> subject) {

  /**
   * Asks for a challenge.
   *
   * @param purpose {@code attestation} or {@code assertion}
   */
  public Call challenge(String purpose) {
    return call("challenges", new JsonObject().put("purpose", purpose));
  }

  /** Registers a key, and asks for the challenge of its first assertion. */
  public Call attestation(Bytes keyId, Bytes object, String challenge) {
    return call(
        "attestations",
        withSubject(
            new JsonObject()
                .put("keyId", keyId.base64())
                .put("attestationObject", object.base64())
                .put("challenge", challenge)
                .put("nextChallenge", true)));
  }

  /** Asks whether the key signed this, and for the next challenge. */
  public Call verification(Bytes keyId, Bytes object, Bytes clientData) {
    return call(
        "assertions/verify",
        withSubject(
            new JsonObject()
                .put("keyId", keyId.base64())
                .put("assertionObject", object.base64())
                .put("clientData", clientData.base64())
                .put("nextChallenge", true)));
  }

  /** Has a key's receipt exchanged at Apple; the route takes no body. */
  public Call receiptRefresh(Bytes keyId) {
    String path = URLEncoder.encode(keyId.base64(), StandardCharsets.UTF_8);
    return call("keys/" + path + "/receipt/refresh", new JsonObject());
  }

  /**
   * Asks DeviceCheck.
   *
   * @param operation {@code query}, {@code update} or {@code validate}
   * @param body with the device token, and the bits to set
   */
  public Call deviceCheck(String operation, JsonObject body) {
    return call("devicecheck/" + operation, body);
  }

  private JsonObject withSubject(JsonObject body) {
    subject.ifPresent(name -> body.put("subject", name));
    return body;
  }

  private Call call(String route, JsonObject body) {
    String name = URLEncoder.encode(app, StandardCharsets.UTF_8).replace("+", "%20");
    return new Call(URI.create(listener + "/v1/apps/" + name + "/" + route), body, token);
  }
}
