package assay.crash;

import assay.crash.Sent.Fate;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** What must be true of every phone's key after a fault, asked of the server that came back. */
final class Checks {
  private static final int AT_ONCE = 8;
  private static final Set<String> CHANGING = Set.of("counter", "lastUsedAt", "nextChallenge");

  private final Client client;

  Checks(Client client) {
    this.client = client;
  }

  /** All of it, for phones whose load has just been interrupted. */
  void all(List<Phone> phones) {
    inParallel(phones, this::wholly);
  }

  /** Only that the keys are there, and their counters where they were or further. */
  void keys(List<Phone> phones) {
    inParallel(
        phones,
        phone -> {
          if (phone.registration().isSuccess()) {
            key(phone);
          }
        });
  }

  private static void inParallel(List<Phone> phones, Consumer<Phone> check) {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> checked = new ArrayList<>();
      for (Phone phone : phones) {
        checked.add(workers.submit(() -> check.accept(phone)));
      }
      for (Future<?> one : checked) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Violation violation) {
        throw violation;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void wholly(Phone phone) {
    if (phone.registration().isSuccess()) {
      key(phone);
    }
    registrationAgain(phone);
    phone.sent(Fate.ACCEPTED).forEach(sent -> accepted(phone, sent));
    phone.sent(Fate.OPEN).forEach(sent -> open(phone, sent));
    next(phone);
    key(phone);
  }

  /** An acknowledged registration is there, with the same facts and a counter not moved back. */
  private void key(Phone phone) {
    Answer now = client.key(phone.app(), phone.keyId());
    Violation.unless(now.status() == 200, "%s was registered, and now: %s".formatted(phone, now));
    for (Map.Entry<String, Object> fact : phone.registration().body()) {
      Violation.unless(
          CHANGING.contains(fact.getKey())
              || fact.getValue().equals(now.body().getValue(fact.getKey())),
          "%s: %s was acknowledged as %s, and now: %s"
              .formatted(phone, fact.getKey(), fact.getValue(), now));
    }
    long counter = now.body().getLong("counter");
    Violation.unless(
        counter >= phone.highestAccepted() && counter <= phone.highestSigned(),
        "%s: counter %d was accepted, %d signed, and now it stands at %d"
            .formatted(phone, phone.highestAccepted(), phone.highestSigned(), counter));
  }

  /** The same attestation once more: known where it was acknowledged, either where it was not. */
  private void registrationAgain(Phone phone) {
    Answer before = phone.registration();
    Answer again = client.attestation(phone.app(), phone.attestation());
    boolean right =
        before.isSuccess() ? again.status() == 200 : again.status() == 200 || again.status() == 201;
    Violation.unless(
        right, "%s: registered with %s, and sent again: %s".formatted(phone, before, again));
    phone.registered(phone.attestation(), before.isSuccess() ? before : again);
  }

  /** An acknowledged assertion is refused, as it was and with another challenge. */
  private void accepted(Phone phone, Sent sent) {
    Answer again = client.assertion(phone.app(), sent.request());
    Violation.unless(
        again.refuses(409, "challenge"),
        "%s: the assertion with counter %d was accepted, and sent again: %s"
            .formatted(phone, sent.counter(), again));
    JsonObject other = phone.sign(challenge(phone), sent.counter());
    Answer counterAgain = client.assertion(phone.app(), other);
    Violation.unless(
        counterAgain.refuses(409, "counter"),
        "%s: counter %d was accepted, and signed again with a fresh challenge: %s"
            .formatted(phone, sent.counter(), counterAgain));
  }

  /** One that was left open is accepted now or not, but not twice. */
  private void open(Phone phone, Sent sent) {
    Answer first = client.assertion(phone.app(), sent.request());
    Violation.unless(
        first.status() == 200 || first.refuses(409, "challenge") || first.refuses(409, "counter"),
        "%s: the assertion with counter %d was left open, and sent again: %s"
            .formatted(phone, sent.counter(), first));
    Answer second = client.assertion(phone.app(), sent.request());
    Violation.unless(
        second.status() == 409,
        "%s: the assertion with counter %d was sent again with %s, and once more: %s"
            .formatted(phone, sent.counter(), first, second));
    if (first.status() == 200) {
      phone.sent(new Sent(sent.counter(), sent.request(), Fate.ACCEPTED));
    }
  }

  /** The key goes on signing. */
  private void next(Phone phone) {
    long counter = phone.nextCounter();
    JsonObject request = phone.sign(challenge(phone), counter);
    Answer answer = client.assertion(phone.app(), request);
    Violation.unless(
        answer.status() == 200,
        "%s: a new assertion with counter %d, the highest so far: %s"
            .formatted(phone, counter, answer));
    phone.sent(new Sent(counter, request, Fate.ACCEPTED));
  }

  private String challenge(Phone phone) {
    Answer answer = client.challenge(phone.app(), "assertion");
    Violation.unless(answer.status() == 201, "a challenge for %s: %s".formatted(phone, answer));
    return answer.member("challenge");
  }

  /** A challenge that registered one key registers no other. */
  void spent(Phone phone, Phone other) {
    String challenge = phone.attestation().getString("challenge");
    Answer answer = client.attestation(phone.app(), other.attest(challenge));
    Violation.unless(
        answer.refuses(409, "challenge"),
        "%s was registered with a challenge, and another key sent it: %s".formatted(phone, answer));
  }
}
