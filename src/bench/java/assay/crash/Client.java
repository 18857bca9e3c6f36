package assay.crash;

import assay.process.ServedApps;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the internal listener. An impatient client never sends anything twice by itself; a patient
 * one repeats what was answered with 503, as such answers tell clients to.
 */
final class Client implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int PAUSE_NANOS = 20_000_000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LONGEST).build();
  private final String base;
  private final Duration patience;
  private final long made = System.nanoTime();
  private final AtomicLong unavailable = new AtomicLong();

  /**
   * A client of a server on this machine.
   *
   * @param patience how long from now on 503 is not taken for an answer; zero for impatient ones
   */
  Client(int port, Duration patience) {
    this.base = "http://127.0.0.1:" + port + "/v1/apps/";
    this.patience = patience;
  }

  /** How long after this client was made an answer was 503 for the last time; zero for never. */
  Duration unavailable() {
    return Duration.ofNanos(unavailable.get());
  }

  Answer challenge(String app, String purpose) {
    return post(app + "/challenges", new JsonObject().put("purpose", purpose));
  }

  Answer attestation(String app, JsonObject request) {
    return post(app + "/attestations", request);
  }

  Answer assertion(String app, JsonObject request) {
    return post(app + "/assertions/verify", request);
  }

  /**
   * A key's state.
   *
   * @param keyId base64url without padding
   */
  Answer key(String app, String keyId) {
    return send(request(app + "/keys/" + keyId).GET().build());
  }

  private Answer post(String path, JsonObject body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(LONGEST)
        .header("Authorization", "Bearer " + ServedApps.TOKEN);
  }

  private Answer send(HttpRequest request) {
    while (true) {
      Answer answer = sendOnce(request);
      long age = System.nanoTime() - made;
      if (answer.status() != Answer.UNAVAILABLE || age > patience.toNanos()) {
        return answer;
      }
      unavailable.accumulateAndGet(age, Math::max);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private Answer sendOnce(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), json(response.body()));
    } catch (IOException _) {
      return Answer.none();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Answer.none();
    }
  }

  private static JsonObject json(String body) {
    try {
      return body.isEmpty() ? new JsonObject() : new JsonObject(body);
    } catch (DecodeException _) {
      return new JsonObject().put("text", body);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
