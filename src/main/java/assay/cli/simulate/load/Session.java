package assay.cli.simulate.load;

import assay.cli.simulate.client.Caller;
import assay.cli.simulate.client.IssuedChallenge;
import assay.cli.simulate.client.Reply;
import assay.cli.simulate.client.Routes;
import assay.core.Bytes;
import assay.simulator.SimulatedDevice;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One device under load, and the challenge for its next assertion: the server gives it with the
 * answer before, so that an assertion is one request. All of it runs on one event loop.
 */
final class Session {
  /** A challenge that is about to expire might do so on its way. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final int TOO_MANY = 429;

  private final Caller caller;
  private final Routes routes;
  private final InstantSource clock;
  private final SimulatedDevice device;
  private Optional<IssuedChallenge> next = Optional.empty();

  private Session(Caller caller, Routes routes, InstantSource clock, SimulatedDevice device) {
    this.caller = caller;
    this.routes = routes;
    this.clock = clock;
    this.device = device;
  }

  /**
   * Registers a new device, waiting as long as the server asks to; the session, or the answer that
   * stood in the way as a {@link Refused}.
   */
  static Future<Session> enrol(
      Caller caller, Routes routes, InstantSource clock, Supplier<SimulatedDevice> devices) {
    return caller
        .aside(() -> new Session(caller, routes, clock, devices.get()))
        .compose(Session::register);
  }

  /** The server answered, but not as it should. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String answer;

    Refused(Reply reply) {
      super(summary(reply), null, false, false);
      this.answer = summary(reply);
    }

    /** Such as {@code 403 certificate-chain}. */
    String answer() {
      return answer;
    }
  }

  /** Such as {@code 409 counter}. */
  static String summary(Reply reply) {
    return reply.status()
        + " "
        + reply
            .member("code")
            .or(() -> reply.member("verdict"))
            .orElse("(neither verdict nor code)");
  }

  private Future<Session> register() {
    return challenge("attestation")
        .compose(issued ->
            caller
                .aside(() -> device.attest(hash(issued.challenge()), clock.instant()))
                .compose(object ->
                    patiently(() ->
                        caller.send(
                            routes.attestation(device.keyId(), object, issued.challenge())))))
        .compose(reply -> {
          next = reply.nextChallenge();
          return reply.status() == 201
              ? Future.succeededFuture(this)
              : Future.failedFuture(new Refused(reply));
        });
  }

  private static Bytes hash(String challenge) {
    return Bytes.sha256(Bytes.utf8(challenge));
  }

  /** Signs a request and has it checked. */
  Future<Reply> sign() {
    return open()
        .compose(issued -> {
          Bytes request =
              Bytes.utf8(
                  new JsonObject()
                      .put("challenge", issued.challenge())
                      .put("request", device.counter() + 1)
                      .encode());
          Bytes assertion = device.sign(Bytes.sha256(request));
          return caller.send(routes.verification(device.keyId(), assertion, request));
        })
        .onSuccess(reply -> next = reply.nextChallenge());
  }

  /** The challenge at hand, or a new one where there is none or it is old. */
  private Future<IssuedChallenge> open() {
    Instant soon = clock.instant().plus(MARGIN);
    Optional<IssuedChallenge> open = next.filter(issued -> issued.expiresAt().isAfter(soon));
    next = Optional.empty(); // whatever comes of it, it is tried once
    return open.map(Future::succeededFuture).orElseGet(() -> challenge("assertion"));
  }

  private Future<IssuedChallenge> challenge(String purpose) {
    return patiently(() -> caller.send(routes.challenge(purpose)))
        .compose(reply ->
            IssuedChallenge.of(reply.json())
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(new Refused(reply))));
  }

  /** Asks again after the time that the server names, where it has had too many requests. */
  private Future<Reply> patiently(Supplier<Future<Reply>> request) {
    return request
        .get()
        .compose(reply ->
            reply.status() == TOO_MANY && reply.retryAfter().isPresent()
                ? caller
                    .vertx()
                    .timer(Math.max(1, reply.retryAfter().get().toMillis()))
                    .compose(_ -> patiently(request))
                : Future.succeededFuture(reply));
  }
}
