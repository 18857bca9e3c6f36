package assay.cli.apple.doctor;

import assay.config.ListenerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

/** Whether each port is free for a server, or a server is there already. */
final class ListenerChecks {
  private static final int PATIENCE_MILLIS = 2_000;

  /** All addresses of this machine; from here they are reached so. */
  private static final Map<String, String> LOCALLY = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

  private final Vertx vertx;
  private boolean assayAnswered;

  ListenerChecks(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Whether a server answered at one of those that were looked at. */
  boolean assayAnswered() {
    return assayAnswered;
  }

  List<Finding> check(String name, ListenerConfig listener) {
    String where = name + " listener, " + listener.host() + " port " + listener.port();
    if (listener.port() == 0) {
      return List.of(Finding.skipped("port", where + ": the system chooses one"));
    }
    if (answers(listener)) {
      assayAnswered = true;
      return List.of(Finding.good("port", where + ": a server of assay answers"));
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(listener.host()), listener.port()));
      return List.of(Finding.good("port", where + ": free"));
    } catch (IOException e) {
      return List.of(
          Finding.wrong(
              "port",
              where + ": cannot be listened at, and no server of assay answers: " + e.getMessage(),
              "see which program has it (ss -ltnp), whether the address is this machine's, and"
                  + " whether ports below 1024 are allowed; or choose another"));
    }
  }

  /** Asks for {@code /livez}. Nothing depends on who it is, so its certificate is not looked at. */
  private boolean answers(ListenerConfig listener) {
    HttpClientAgent client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(listener.tls().isPresent())
                .setTrustAll(true)
                .setVerifyHost(false)
                .setConnectTimeout(PATIENCE_MILLIS));
    RequestOptions livez =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(LOCALLY.getOrDefault(listener.host(), listener.host()))
            .setPort(listener.port())
            .setURI("/livez")
            .setTimeout(PATIENCE_MILLIS)
            .setIdleTimeout(PATIENCE_MILLIS);
    try {
      return client
          .request(livez)
          .compose(request -> request.send())
          .compose(response ->
              response
                  .body()
                  .map(body ->
                      response.statusCode() == 200 && body.toString().strip().equals("live")))
          .recover(_ -> Future.succeededFuture(false))
          .await();
    } finally {
      client.close().await();
    }
  }
}
