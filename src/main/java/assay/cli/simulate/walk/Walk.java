package assay.cli.simulate.walk;

import assay.cli.UnusableInput;
import assay.cli.simulate.client.IssuedChallenge;
import assay.cli.simulate.client.Reply;
import assay.cli.simulate.client.Routes;
import assay.core.Bytes;
import assay.simulator.SimulatedDevice;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One device's way through a server: it registers its key, its backend has a request checked, and
 * two attacks fail.
 */
public final class Walk {
  private static final int AMOUNT = 10;
  private static final int FORGED_AMOUNT = 10_000;

  private final Exchanges exchanges;
  private final SimulatedDevice device;
  private final Routes enrolment;
  private final Routes devices;
  private final Optional<Routes> backends;
  private final InstantSource clock;

  /**
   * A walk that has not begun.
   *
   * @param backends where the assertions are checked; without it, only the device's part is walked
   * @param relayed whether the backend passes the attestation on
   */
  public Walk(
      Exchanges exchanges,
      SimulatedDevice device,
      Routes devices,
      Optional<Routes> backends,
      boolean relayed,
      InstantSource clock) {
    this.exchanges = exchanges;
    this.device = device;
    this.devices = devices;
    this.backends = backends;
    this.enrolment = relayed ? backends.orElse(devices) : devices;
    this.clock = clock;
  }

  /** Walks as far as the answers let it; whether all of them were as expected. */
  public boolean run() throws UnusableInput {
    boolean whole = enrol() && sign();
    if (whole && backends.isPresent()) {
      new AppleWalk(exchanges, device, backends.get(), clock).run();
    }
    exchanges.remark(
        exchanges.score()
            + " exchanges as expected"
            + (whole ? "." : "; what depends on the last one was not tried."));
    return whole && exchanges.allRight();
  }

  private boolean enrol() throws UnusableInput {
    Optional<String> challenge =
        challenge(
            "The device asks for a challenge to attest its new key with.",
            enrolment,
            "attestation");
    if (challenge.isEmpty()) {
      return false;
    }
    Bytes object = device.attest(Bytes.sha256(Bytes.utf8(challenge.get())), clock.instant());
    Reply reply =
        exchanges.make(
            "It attests the key over SHA-256 of the challenge, and sends what attestKey gave.",
            enrolment.attestation(device.keyId(), object, challenge.get()),
            Expected.REGISTERED);
    if (reply.member("code").filter("certificate-chain"::equals).isPresent()) {
      exchanges.remark(
          "This app does not trust this simulated Apple: its roots are what assay simulate ca"
              + " writes, for an app of the environment test.");
    }
    return Expected.REGISTERED.matches(reply);
  }

  private boolean sign() throws UnusableInput {
    Optional<String> challenge =
        challenge("The device asks for a challenge to sign a request with.", devices, "assertion");
    if (challenge.isEmpty()) {
      return false;
    }
    if (backends.isEmpty()) {
      exchanges.remark(
          "Assertions are checked at the internal listener, by backends with a token (--token-file):"
              + " skipped.");
      return true;
    }
    return check(backends.get(), challenge.get());
  }

  private boolean check(Routes backend, String challenge) throws UnusableInput {
    Bytes request = request(challenge, AMOUNT);
    Bytes assertion = device.sign(Bytes.sha256(request));
    Reply reply =
        exchanges.make(
            "The device signs a transfer of 10; the backend that got it asks whether it is genuine.",
            backend.verification(device.keyId(), assertion, request),
            Expected.ACCEPTED);
    exchanges.make(
        "Somebody recorded that and sends it once more.",
        backend.verification(device.keyId(), assertion, request),
        Expected.REPLAY_REFUSED);
    Optional<IssuedChallenge> next = reply.nextChallenge();
    if (next.isEmpty()) {
      return false;
    }
    String open = next.get().challenge();
    exchanges.make(
        "The device signs another transfer of 10, with the challenge that came with the answer;"
            + " on the way somebody makes it 10000.",
        backend.verification(
            device.keyId(),
            device.sign(Bytes.sha256(request(open, AMOUNT))),
            request(open, FORGED_AMOUNT)),
        Expected.FORGERY_REFUSED);
    return true;
  }

  /** The client data: the app's own request, with the challenge where servers look first. */
  private static Bytes request(String challenge, int amount) {
    return Bytes.utf8(
        new JsonObject()
            .put("challenge", challenge)
            .put("to", "Ada")
            .put("amount", amount)
            .encode());
  }

  private Optional<String> challenge(String what, Routes routes, String purpose)
      throws UnusableInput {
    Reply reply = exchanges.make(what, routes.challenge(purpose), Expected.CHALLENGE);
    return Expected.CHALLENGE.matches(reply) ? reply.member("challenge") : Optional.empty();
  }
}
