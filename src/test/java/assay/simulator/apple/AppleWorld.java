package assay.simulator.apple;

import assay.cli.Verifiers;
import assay.config.crypto.Providers;
import assay.core.App;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Verdict;
import assay.core.attestation.AttestationObject;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import assay.simulator.SimulatedApple;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.team.TeamKey;
import assay.simulator.maker.OperatingSystem;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A simulated Apple on real sockets, a team, devices, and a clock that the test moves. */
final class AppleWorld implements AutoCloseable {
  static final String TEAM = "TEAMID1234";
  static final String APP_ID = TEAM + ".com.example.app";
  static final Bytes HASH = Bytes.sha256(Bytes.utf8("a challenge"));
  static final Instant START = Instant.parse("2026-11-21T20:15:00.760Z");

  final TeamKey key = TeamKey.generate(TEAM, "KEYID12345", new Random(1));
  final TeamKey otherKey = TeamKey.generate("OTHERTEAM1", "KEYID99999", new Random(2));
  final SimulatedApple apple = SimulatedApple.of(Bytes.sha256(Bytes.utf8("a seed")), START);
  final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  volatile Instant now = START;

  private final Random random = new Random(3);
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  final FakeApple fake;

  AppleWorld(HttpClient.Version version, UnaryOperator<AppleSettings> settings) {
    this.client =
        HttpClient.newBuilder().version(version).connectTimeout(Duration.ofSeconds(10)).build();
    this.fake =
        FakeApple.start(
                vertx,
                settings.apply(
                    AppleSettings.of(apple, key.team(), otherKey.team()).watchedBy(exchanges::add)),
                () -> now,
                random)
            .await();
  }

  AppleWorld() {
    this(HttpClient.Version.HTTP_1_1, settings -> settings);
  }

  AppleWorld(UnaryOperator<AppleSettings> settings) {
    this(HttpClient.Version.HTTP_1_1, settings);
  }

  SimulatedDevice device(String appId, Environment environment) {
    return apple.device(
        new SimulatedDevice.Model(appId, environment, OperatingSystem.IOS_26),
        random,
        Providers.best());
  }

  SimulatedDevice device() {
    return device(APP_ID, Environment.DEVELOPMENT);
  }

  SimulatedDevice reinstalled(SimulatedDevice device) {
    return device.reinstalled(random);
  }

  /** The receipt that comes with an attestation made now. */
  Bytes receipt(SimulatedDevice device) {
    try {
      return AttestationObject.decode(device.attest(HASH, now)).receipt().orElseThrow();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  String jwt() {
    return jwt(key, now.getEpochSecond());
  }

  static String jwt(TeamKey key, long issued) {
    return jwt(
        key,
        new JsonObject().put("alg", "ES256").put("kid", key.keyId()),
        new JsonObject().put("iss", key.teamId()).put("iat", issued));
  }

  static String jwt(TeamKey key, JsonObject header, JsonObject claims) {
    String told = base64url(header.encode()) + "." + base64url(claims.encode());
    return told + "." + base64url(key.sign(Bytes.utf8(told)));
  }

  static String base64url(String text) {
    return base64url(Bytes.utf8(text));
  }

  static String base64url(Bytes bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
  }

  /** Sends a receipt as Apple wants it. */
  HttpResponse<String> exchange(Bytes receipt) throws IOException, InterruptedException {
    return send(Environment.DEVELOPMENT, Route.ATTESTATION_DATA, jwt(), receipt.base64());
  }

  HttpResponse<String> devicecheck(Route route, JsonObject body)
      throws IOException, InterruptedException {
    return send(Environment.DEVELOPMENT, route, "Bearer " + jwt(), body.encode());
  }

  /** A body with everything in it that every DeviceCheck request has. */
  JsonObject body(String deviceToken) {
    return new JsonObject()
        .put("device_token", deviceToken)
        .put("transaction_id", Integer.toString(exchanges.size()))
        .put("timestamp", now.toEpochMilli());
  }

  HttpResponse<String> send(Environment environment, Route route, String authorization, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(environment, route.path());
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder request(Environment environment, String path) {
    return HttpRequest.newBuilder(fake.uri(environment).resolve(path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  static Bytes decoded(HttpResponse<String> response) {
    return Bytes.of(Base64.getDecoder().decode(response.body()));
  }

  /** What the real verifier makes of a refreshed receipt, now. */
  Verdict<Receipt> judged(Bytes receipt, SimulatedDevice device) {
    return Verifiers.under(
            List.of(certificate(apple.attestationRoot())),
            List.of(certificate(apple.receiptRoot())),
            new Signatures(Providers.best()))
        .receipts()
        .verify(
            receipt,
            Optional.of(new Expected.Refreshed(device.keyId())),
            App.of(APP_ID, device.environment()),
            now);
  }

  Receipt accepted(HttpResponse<String> response, SimulatedDevice device) {
    return switch (judged(decoded(response), device)) {
      case Verdict.Accepted<Receipt> accepted -> accepted.learnt();
      case Verdict<Receipt> refused -> throw new AssertionError(refused.toString());
    };
  }

  private static X509Certificate certificate(Bytes der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der.toArray()));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    fake.close().await();
    vertx.close().await();
  }
}
