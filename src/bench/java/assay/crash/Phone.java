package assay.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import assay.core.App;
import assay.core.Bytes;
import assay.device.Signer;
import assay.process.ServedApps;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A device with one key, and everything that it sent. */
final class Phone {
  private final String app;
  private final SoftwareDevice device;
  private final Signer signer;
  private final AtomicLong counter = new AtomicLong();
  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private volatile JsonObject attestation = new JsonObject();
  private volatile Answer registration = Answer.none();

  Phone(TestApple apple, String label, String app) {
    this.app = app;
    this.device =
        SoftwareDevice.of(apple, label, ServedApps.APP_ID).with(App.Environment.DEVELOPMENT);
    this.signer = new Signer(device.key().secret(), ServedApps.APP_ID);
  }

  String app() {
    return app;
  }

  /** As paths spell it. */
  String keyId() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(device.key().keyId().toArray());
  }

  /** What the server answered when the key was registered. */
  Answer registration() {
    return registration;
  }

  /** What was sent to register the key. */
  JsonObject attestation() {
    return attestation;
  }

  /** The request that registers the key with a challenge. */
  JsonObject attest(String challenge) {
    Bytes object =
        device.attestation(Bytes.sha256(Bytes.utf8(challenge)), Instant.now()).make().object();
    return new JsonObject()
        .put("keyId", device.key().keyId().base64())
        .put("attestationObject", object.base64())
        .put("challenge", challenge);
  }

  void registered(JsonObject request, Answer answer) {
    attestation = request;
    registration = answer;
  }

  /** The counter of the next assertion; no two get the same. */
  long nextCounter() {
    return counter.incrementAndGet();
  }

  /** The request to check an assertion. */
  JsonObject sign(String challenge, long number) {
    byte[] clientData = new JsonObject().put("challenge", challenge).encode().getBytes(UTF_8);
    Base64.Encoder base64 = Base64.getEncoder();
    return new JsonObject()
        .put("keyId", device.key().keyId().base64())
        .put("assertionObject", base64.encodeToString(signer.assertion(clientData, number)))
        .put("clientData", base64.encodeToString(clientData));
  }

  void sent(Sent assertion) {
    sent.add(assertion);
  }

  List<Sent> sent(Sent.Fate fate) {
    return sent.stream().filter(one -> one.fate() == fate).toList();
  }

  /** Of the assertions that were answered with 200. */
  long highestAccepted() {
    return sent(Sent.Fate.ACCEPTED).stream().mapToLong(Sent::counter).max().orElse(0);
  }

  long highestSigned() {
    return counter.get();
  }

  @Override
  public String toString() {
    return "key " + keyId() + " of " + app;
  }
}
