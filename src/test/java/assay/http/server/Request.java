package assay.http.server;

import assay.core.Bytes;
import assay.http.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A request as a test puts it together; every answer is held to openapi.yaml. */
final class Request {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpRequest.Builder builder;
  private final String method;
  private final String path;
  private HttpClient client = CLIENT;
  private byte[] body = {};

  Request(Site site, Listener listener, String method, String path) {
    this.method = method;
    this.path = path;
    this.builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port(listener) + path))
            .timeout(Duration.ofSeconds(20));
  }

  Request header(String name, String value) {
    builder.header(name, value);
    return this;
  }

  /** A JSON body, with its content type. */
  Request json(String text) {
    return header("Content-Type", "application/json").body(Bytes.utf8(text).toArray());
  }

  Request body(byte... bytes) {
    body = bytes;
    return this;
  }

  Request by(HttpClient other) {
    client = other;
    return this;
  }

  Got send() {
    HttpRequest request =
        builder
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      Got got = new Got(response);
      if (!got.body().text().contains("no-such-route")) {
        OpenApi.SERVED.check(method, path, got);
      }
      return got;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
