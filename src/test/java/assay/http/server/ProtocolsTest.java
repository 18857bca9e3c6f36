package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.http.Listener;
import assay.http.TlsFiles;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 and HTTP/2, with TLS and without; and what TLS files may look like. */
final class ProtocolsTest {
  private static final Buffer BODY = Buffer.buffer("{\"purpose\":\"assertion\"}");

  @TempDir private Path folder;

  private static Future<String> issue(Site site, HttpClientOptions options, boolean ssl) {
    HttpClient client = site.vertx.createHttpClient(options);
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(site.port(Listener.PUBLIC))
                .setSsl(ssl)
                .putHeader("Content-Type", "application/json")
                .setURI("/v1/apps/demo/challenges"))
        .compose(request -> request.send(BODY))
        .compose(response ->
            response
                .body()
                .map(
                    body -> response.version() + " " + response.statusCode() + " " + body.length()))
        .eventually(client::close); // which a client without a reference is by itself
  }

  private static HttpClientOptions version(HttpVersion version) {
    return new HttpClientOptions().setProtocolVersion(version);
  }

  @Test
  void withoutTlsBothVersionsAreSpoken() {
    try (Site site = new Site()) {
      assertTrue(
          Site.await(issue(site, version(HttpVersion.HTTP_1_1), false)).startsWith("HTTP_1_1 201"));
      assertTrue(
          Site.await(issue(site, version(HttpVersion.HTTP_2), false)).startsWith("HTTP_2 201"));
      assertTrue(
          Site.await(
                  issue(site, version(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false), false))
              .startsWith("HTTP_2 201"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void withTlsTheClientChooses(String algorithm) {
    TestTls tls = TestTls.in(folder, algorithm);
    try (Site site = new Site(Site.Wish.USUAL.onPublic(its -> Site.encrypted(its, tls.files())))) {
      for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
        HttpClientOptions options =
            version(version)
                .setUseAlpn(true)
                .setTrustOptions(
                    new PemTrustOptions().addCertPath(tls.files().certificates().toString()))
                .setVerifyHost(true);
        assertTrue(Site.await(issue(site, options, true)).startsWith(version + " 201"));
      }
    }
  }

  @Test
  void oldTlsIsNotSpoken() throws Exception {
    TestTls tls = TestTls.in(folder, "EC");
    try (Site site = new Site(Site.Wish.USUAL.onPublic(its -> Site.encrypted(its, tls.files())));
        var socket =
            (javax.net.ssl.SSLSocket)
                tls.trusting()
                    .getSocketFactory()
                    .createSocket("127.0.0.1", site.port(Listener.PUBLIC))) {
      assertEquals(
          List.of("TLSv1.3", "TLSv1.2"), List.of(socket.getEnabledProtocols()), "of the client");
      socket.startHandshake();
      assertEquals("TLSv1.3", socket.getSession().getProtocol());
    }
  }

  @Test
  void plainTextToATlsPortIsNotAnswered() throws IOException {
    TestTls tls = TestTls.in(folder, "EC");
    try (Site site = new Site(Site.Wish.USUAL.onInternal(its -> Site.encrypted(its, tls.files())));
        Wired wire = new Wired(site, Listener.INTERNAL)) {
      wire.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").toTheEnd(20_000);

      assertEquals(0, wire.count("HTTP/1.1 200"));
      assertTrue(wire.ended());
    }
  }

  @Test
  void manyRequestsShareAConnectionOfHttp2() {
    try (Site site = new Site()) {
      HttpClientOptions options = version(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
      var client = site.vertx.createHttpClient(options);
      List<Future<Integer>> answers =
          IntStream.range(0, 200)
              .mapToObj(i ->
                  client
                      .request(HttpMethod.GET, site.port(Listener.PUBLIC), "127.0.0.1", "/livez")
                      .compose(HttpClientRequest::send)
                      .map(response -> response.statusCode()))
              .toList();

      Site.await(Future.all(answers));
      assertTrue(answers.stream().allMatch(answer -> answer.result() == 200));
    }
  }

  @Test
  void aSlowBodyOfHttp2IsTooLateAndTheConnectionGoesOn() {
    try (Site site =
        new Site(
            Site.Wish.USUAL.onPublic(
                its -> Site.timeouts(its, Duration.ofSeconds(30), Duration.ofMillis(1500))))) {
      HttpClientOptions options = version(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
      var client = site.vertx.createHttpClient(options);
      int port = site.port(Listener.PUBLIC);
      int status =
          Site.await(
              client
                  .request(HttpMethod.POST, port, "127.0.0.1", "/v1/apps/demo/challenges")
                  .compose(request -> {
                    request.putHeader("Content-Type", "application/json");
                    request.setChunked(true).write("{");
                    return request.response().map(response -> response.statusCode());
                  }));

      assertEquals(408, status);
      int next =
          Site.await(
              client
                  .request(HttpMethod.GET, port, "127.0.0.1", "/livez")
                  .compose(HttpClientRequest::send)
                  .map(response -> response.statusCode()));
      assertEquals(200, next);
    }
  }

  @Test
  void aLargeBodyOfHttp2IsRefused() {
    try (Site site = new Site()) {
      var client =
          site.vertx.createHttpClient(version(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
      String body =
          Site.await(
              client
                  .request(
                      HttpMethod.POST,
                      site.port(Listener.PUBLIC),
                      "127.0.0.1",
                      "/v1/apps/demo/challenges")
                  .compose(request -> {
                    request.putHeader("Content-Type", "application/json");
                    request.setChunked(true).write("x".repeat(2000));
                    return request.response();
                  })
                  .compose(response ->
                      response.body().map(bytes -> response.statusCode() + " " + bytes)));

      assertTrue(body.startsWith("413 ") && body.contains("too-large"), body);
    }
  }

  private static String startFailure(TlsFiles files) {
    try (Site site = new Site()) {
      return Site.failure(
          IllegalArgumentException.class,
          Site.start(
              site.vertx,
              Site.encrypted(Site.settings(), files),
              Site.settings(),
              site.backend(Site.Wish.USUAL)));
    }
  }

  @Test
  void unusableTlsFilesAreNamedAtTheStart() throws IOException {
    TlsFiles good = TestTls.in(folder, "EC").files();
    Path other = Files.createDirectory(folder.resolve("other"));
    TlsFiles others = TestTls.in(other, "EC").files();
    Path rsa = Files.createDirectory(folder.resolve("rsa"));
    TlsFiles ofRsa = TestTls.in(rsa, "RSA").files();
    Path absent = folder.resolve("absent.pem");
    Path text = Files.writeString(folder.resolve("text.pem"), "not a certificate");
    Path cut =
        Files.writeString(
            folder.resolve("cut.pem"),
            "-----BEGIN PRIVATE KEY-----\nMIG!\n-----END PRIVATE KEY-----\n");

    assertEquals(
        "TLS file " + absent + " cannot be used: there is no such file",
        startFailure(new TlsFiles(absent, good.privateKey())));
    assertEquals(
        "TLS file " + absent + " cannot be used: there is no such file",
        startFailure(new TlsFiles(good.certificates(), absent)));
    assertTrue(
        startFailure(new TlsFiles(text, good.privateKey()))
            .startsWith("TLS file " + text + " cannot be used: "));
    assertTrue(
        startFailure(new TlsFiles(good.certificates(), text))
            .contains("there is no unencrypted PKCS #8 key in it; openssl pkcs8 -topk8 -nocrypt"));
    assertTrue(
        startFailure(new TlsFiles(good.certificates(), cut)).contains(cut + " cannot be used: "));
    assertEquals(
        "TLS file "
            + others.privateKey()
            + " cannot be used: it is not the key of the certificate in "
            + good.certificates(),
        startFailure(new TlsFiles(good.certificates(), others.privateKey())));
    assertTrue(
        startFailure(new TlsFiles(good.certificates(), ofRsa.privateKey()))
            .contains("it is no key for the certificate in "));
    assertTrue(
        startFailure(new TlsFiles(folder, good.privateKey()))
            .startsWith("TLS file " + folder + " cannot be used: "));
  }
}
