package assay.cli.simulate;

import assay.cli.Verifiers;
import assay.config.crypto.Providers;
import assay.core.App;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.RegisteredKey;
import assay.core.assertion.SignedRequest;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestedKey;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected.AtRegistration;
import assay.simulator.SimulatedApple;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * As much of the server's contract as a simulated device meets, one {@code test} app on two
 * listeners, in memory: evidence is judged by the real verifiers at the real time. What has a time
 * or an id in an answer is always the same, so that transcripts are.
 */
final class ContractServer implements AutoCloseable {
  static final String APP_ID = "DEMOTEAM01.com.example.demo";
  static final String TOKEN = "let-me-in";

  private static final String EXPIRES = "2099-01-01T00:00:00.000Z";
  private static final String REGISTERED = "2026-11-21T12:00:00.000Z";

  /** Ways of being wrong or slow. */
  enum Fault {
    TAKES_REPLAYS,
    SAYS_PRODUCTION,
    FORGETS_NEXT_CHALLENGE,
    LIMITS_THE_FIRST_REQUEST,
    STALLS_ONCE
  }

  private static final class Key {
    private final Bytes publicKey;
    private long counter;

    Key(Bytes publicKey) {
      this.publicKey = publicKey;
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Verifiers verifiers;
  private final App app;
  private final Set<Fault> faults;
  private final Set<String> open = new HashSet<>();
  private final Map<Bytes, Key> keys = new HashMap<>();
  private final HttpServer devices;
  private final HttpServer backends;
  private int issued;

  /** What came in: the listener and the body of each attestation and verification. */
  final List<String> subjects = new java.util.concurrent.CopyOnWriteArrayList<>();

  ContractServer(SimulatedApple apple, App app, Fault... faults) {
    this.app = app;
    this.faults = new HashSet<>(List.of(faults));
    this.verifiers =
        Verifiers.under(
            List.of(certificate(apple.attestationRoot())),
            List.of(certificate(apple.receiptRoot())),
            new Signatures(Providers.best()));
    this.devices = listen(false);
    this.backends = listen(true);
  }

  static ContractServer of(SimulatedApple apple, Fault... faults) {
    return new ContractServer(apple, App.of(APP_ID, Environment.DEVELOPMENT), faults);
  }

  static X509Certificate certificate(Bytes der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der.toArray()));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpServer listen(boolean internal) {
    return vertx
        .createHttpServer()
        .requestHandler(request ->
            request
                .body()
                .map(body ->
                    answer(
                        request,
                        internal,
                        body.length() == 0 ? new JsonObject() : body.toJsonObject()))
                .compose(this::stall)
                .onSuccess(answer -> send(request, answer))
                .onFailure(cause -> send(request, problem(500, cause.toString(), "give-up"))))
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  String publicUrl() {
    return "http://127.0.0.1:" + devices.actualPort();
  }

  String internalUrl() {
    return "http://127.0.0.1:" + backends.actualPort();
  }

  private record Answer(int status, JsonObject body) {}

  private Future<Answer> stall(Answer answer) {
    return answer.status() == 200 && faults.remove(Fault.STALLS_ONCE)
        ? vertx.timer(500).map(_ -> answer)
        : Future.succeededFuture(answer);
  }

  private static void send(HttpServerRequest request, Answer answer) {
    request.response().setStatusCode(answer.status());
    if (answer.status() == 429) {
      request.response().putHeader("Retry-After", "1");
    }
    request.response().putHeader("Content-Type", "application/json");
    request.response().end(answer.body().toBuffer());
  }

  private synchronized Answer answer(HttpServerRequest request, boolean internal, JsonObject body) {
    if (internal && !("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
      return problem(401, "caller-unknown", "give-up");
    }
    if (faults.remove(Fault.LIMITS_THE_FIRST_REQUEST)) {
      return problem(429, "rate-limited", "retry");
    }
    return switch (request.method() + " " + request.path()) {
      case "POST /v1/apps/demo/challenges" -> new Answer(201, marked(challenge()));
      case "POST /v1/apps/demo/attestations" -> attestation(internal, body);
      case "POST /v1/apps/demo/assertions/verify" ->
          internal ? verification(body) : problem(404, "no-such-route", "give-up");
      case String refresh when refresh.endsWith("/receipt/refresh") ->
          problem(503, "apple-not-configured", "retry");
      default -> problem(404, "no-such-app", "give-up");
    };
  }

  private JsonObject challenge() {
    String challenge = "challenge-" + ++issued;
    open.add(challenge);
    return new JsonObject().put("challenge", challenge).put("expiresAt", EXPIRES);
  }

  private JsonObject marked(JsonObject answer) {
    return answer.put(
        "environment", faults.contains(Fault.SAYS_PRODUCTION) ? "production" : "test");
  }

  private static Bytes bytes(JsonObject body, String member) {
    return Bytes.of(Base64.getDecoder().decode(body.getString(member)));
  }

  private Answer attestation(boolean internal, JsonObject body) {
    if (body.containsKey("subject") && !internal) {
      return problem(400, "malformed-request", "give-up");
    }
    subjects.add(internal + " " + body.getString("subject"));
    Bytes hash = Bytes.sha256(Bytes.utf8(body.getString("challenge")));
    Attestation evidence =
        new Attestation(bytes(body, "keyId"), bytes(body, "attestationObject"), hash);
    return switch (verifiers.attestations().verify(evidence, app, Instant.now())) {
      case Verdict.Refused<AttestedKey>(Step step, String detail) -> refused(step, detail);
      case Verdict.Accepted<AttestedKey>(AttestedKey key) ->
          open.remove(body.getString("challenge"))
              ? registered(key, hash)
              : refused(Step.Attestation.CHALLENGE, "not open");
    };
  }

  private Answer registered(AttestedKey key, Bytes hash) {
    var receipt =
        verifiers
            .receipts()
            .verify(
                key.receipt().orElseThrow(),
                Optional.of(new AtRegistration(key.keyId(), Optional.of(key.leaf()), hash)),
                app,
                Instant.now());
    if (receipt instanceof Verdict.Refused<?>(Step step, String detail)) {
      return refused(step, detail);
    }
    keys.put(key.keyId(), new Key(key.publicKey()));
    return new Answer(
        201,
        withNext(
            marked(
                new JsonObject()
                    .put("keyId", key.keyId().base64())
                    .put("app", "demo")
                    .put("state", "active")
                    .put("registeredAt", REGISTERED))));
  }

  private JsonObject withNext(JsonObject answer) {
    return faults.contains(Fault.FORGETS_NEXT_CHALLENGE)
        ? answer
        : answer.put("nextChallenge", challenge());
  }

  private Answer verification(JsonObject body) {
    Bytes clientData = bytes(body, "clientData");
    Optional<Key> key = Optional.ofNullable(keys.get(bytes(body, "keyId")));
    Assertion evidence = new Assertion(bytes(body, "assertionObject"), Bytes.sha256(clientData));
    return switch (verifiers
        .assertions()
        .verify(evidence, key.map(known -> new RegisteredKey(known.publicKey, false)), app)) {
      case Verdict.Refused<SignedRequest>(Step step, String detail) -> refused(step, detail);
      case Verdict.Accepted<SignedRequest>(SignedRequest request) ->
          advance(
              body,
              key.orElseThrow(),
              request.counter(),
              new JsonObject(clientData.text()).getString("challenge"));
    };
  }

  private Answer advance(JsonObject body, Key key, long counter, String challenge) {
    if (!faults.contains(Fault.TAKES_REPLAYS)) {
      if (!open.remove(challenge)) {
        return refused(Step.Assertion.CHALLENGE, "the challenge is spent");
      }
      if (counter <= key.counter) {
        return refused(Step.Assertion.COUNTER, "the counter is not ahead");
      }
      key.counter = counter;
    }
    return new Answer(
        200,
        withNext(
            marked(
                new JsonObject()
                    .put("verdict", "accepted")
                    .put("decision", "decision-" + counter)
                    .put("app", "demo")
                    .put("keyId", body.getString("keyId"))
                    .put("counter", counter)
                    .put("key", new JsonObject().put("appId", APP_ID)))));
  }

  private Answer refused(Step step, String detail) {
    int status =
        step.code().equals("format")
            ? 422
            : step == Step.Assertion.COUNTER || step.code().equals("challenge")
                ? 409
                : step == Step.Assertion.UNKNOWN_KEY ? 404 : 403;
    Answer answer = problem(status, step.code(), "new-assertion");
    answer.body().put("step", step.number());
    if (step != Step.Assertion.SIGNATURE) {
      answer.body().put("detail", detail);
    }
    return answer;
  }

  private Answer problem(int status, String code, String action) {
    return new Answer(
        status,
        marked(
            new JsonObject()
                .put("type", "urn:assay:problem:" + code)
                .put("title", "Refused")
                .put("status", status)
                .put("code", code)
                .put("retryable", false)
                .put("action", action)));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
