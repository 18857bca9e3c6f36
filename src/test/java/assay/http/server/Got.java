package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer as a test reads it. */
record Got(int status, Map<String, List<String>> headers, Bytes body) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  Got(HttpResponse<byte[]> response) {
    this(response.statusCode(), response.headers().map(), Bytes.of(response.body()));
  }

  Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(entry -> String.join(", ", entry.getValue()))
        .findFirst();
  }

  String type() {
    return header("Content-Type").orElse("");
  }

  JsonNode json() {
    try {
      return MAPPER.readTree(body.toArray());
    } catch (IOException e) {
      throw new AssertionError(body.text(), e);
    }
  }

  String text(String member) {
    return json().path(member).asText();
  }

  String detail() {
    return text("detail");
  }

  /** Status, code and action of a problem, in one line. */
  String problem() {
    assertEquals("application/problem+json", type(), () -> status + " " + body.text());
    assertEquals(status, json().path("status").intValue());
    assertEquals("urn:assay:problem:" + text("code"), text("type"));
    return status + " " + text("code") + " " + text("action");
  }
}
