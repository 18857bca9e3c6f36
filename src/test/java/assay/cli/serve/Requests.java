package assay.cli.serve;

import assay.core.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;

/**
 * What a backend asks of an app at the internal listener.
 *
 * @param server its address
 */
record Requests(HttpClient http, String server, String token, String app) {
  static final ObjectMapper MAPPER = new ObjectMapper();

  String challenge(String purpose) throws IOException, InterruptedException {
    return post("challenges", MAPPER.createObjectNode().put("purpose", purpose))
        .path("challenge")
        .asText();
  }

  JsonNode attest(Bytes keyId, Bytes object, String challenge)
      throws IOException, InterruptedException {
    return post(
        "attestations",
        MAPPER
            .createObjectNode()
            .put("keyId", keyId.base64())
            .put("attestationObject", object.base64())
            .put("challenge", challenge));
  }

  JsonNode verify(Bytes keyId, Bytes object, String clientData)
      throws IOException, InterruptedException {
    return post(
        "assertions/verify",
        MAPPER
            .createObjectNode()
            .put("keyId", keyId.base64())
            .put("assertionObject", object.base64())
            .put("clientData", Bytes.utf8(clientData).base64()));
  }

  /** Asks Apple for a newer receipt of a key. */
  JsonNode refresh(Bytes keyId) throws IOException, InterruptedException {
    String path =
        Base64.getUrlEncoder().withoutPadding().encodeToString(keyId.toArray())
            + "/receipt/refresh";
    return MAPPER.readTree(
        http.send(
                request("/v1/apps/" + app + "/keys/" + path)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  /** Asks Apple for a device's bits. */
  JsonNode query(Bytes deviceToken) throws IOException, InterruptedException {
    return post(
        "devicecheck/query", MAPPER.createObjectNode().put("deviceToken", deviceToken.base64()));
  }

  private JsonNode post(String route, ObjectNode body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/v1/apps/" + app + "/" + route)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    return MAPPER.readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return MAPPER.readTree(
        http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Authorization", "Bearer " + token);
  }
}
