package assay.crash;

import assay.crash.Sent.Fate;
import assay.simulator.maker.authority.TestApple;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that register keys and have assertions checked until they are told to stop. They share
 * their keys, so that one key signs on several connections, and send every third assertion twice at
 * once.
 */
final class Load implements AutoCloseable {
  static final String STRICT = "strict";
  static final String WINDOW = "window";

  private static final Duration LONGEST_BEGINNING = Duration.ofMinutes(1);
  private static final int POLL_NANOS = 1_000_000;
  private static final int CLIENTS = 8;
  private static final int ONE_IN = 12;
  private static final int TWICE_ONE_IN = 3;

  private final Client client;
  private final TestApple apple;
  private final String label;
  private final List<Phone> phones = new CopyOnWriteArrayList<>();
  private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> workers = new ArrayList<>();
  private volatile boolean stopped;

  private Load(Client client, TestApple apple, String label) {
    this.client = client;
    this.apple = apple;
    this.label = label;
  }

  /** Starts the clients. */
  static Load start(Client client, TestApple apple, String label, SplittableRandom random) {
    Load load = new Load(client, apple, label);
    for (int i = 0; i < CLIENTS; i++) {
      SplittableRandom own = random.split();
      String name = label + ", client " + i;
      load.workers.add(load.senders.submit(() -> load.work(name, own)));
    }
    return load;
  }

  private void work(String name, SplittableRandom random) {
    try {
      for (int step = 0; !stopped; step++) {
        if (phones.isEmpty() || random.nextInt(ONE_IN) == 0) {
          enrol(name + ", phone " + step, random.nextBoolean() ? STRICT : WINDOW);
        } else {
          sign(phones.get(random.nextInt(phones.size())), random.nextInt(TWICE_ONE_IN) == 0);
        }
      }
    } catch (Violation violation) {
      violations.add(violation);
    }
  }

  private void enrol(String name, String app) {
    Answer challenge = client.challenge(app, "attestation");
    if (challenge.status() != 201) {
      requireLeftOpen(challenge, "a challenge for " + app);
      return;
    }
    Phone phone = new Phone(apple, name, app);
    JsonObject request = phone.attest(challenge.member("challenge"));
    Answer answer = client.attestation(app, request);
    if (!answer.isSuccess()) {
      requireLeftOpen(answer, "the registration of " + phone);
    }
    phone.registered(request, answer);
    phones.add(phone);
  }

  private void sign(Phone phone, boolean twice) {
    if (!phone.registration().isSuccess()) {
      return;
    }
    Answer challenge = client.challenge(phone.app(), "assertion");
    if (challenge.status() != 201) {
      requireLeftOpen(challenge, "a challenge for " + phone);
      return;
    }
    long counter = phone.nextCounter();
    JsonObject request = phone.sign(challenge.member("challenge"), counter);
    phone.sent(new Sent(counter, request, fate(phone, counter, answers(phone, request, twice))));
  }

  private List<Answer> answers(Phone phone, JsonObject request, boolean twice) {
    Callable<Answer> call = () -> client.assertion(phone.app(), request);
    try {
      if (!twice) {
        return List.of(call.call());
      }
      Future<Answer> other = senders.submit(call);
      return List.of(call.call(), other.get());
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Fate fate(Phone phone, long counter, List<Answer> answers) {
    for (Answer answer : answers) {
      boolean known =
          answer.status() == 200
              || answer.refuses(409, "counter")
              || (answers.size() > 1 && answer.refuses(409, "challenge"))
              || answer.leavesOpen();
      Violation.unless(known, "%s, counter %d: answered %s".formatted(phone, counter, answer));
    }
    long accepted = answers.stream().filter(answer -> answer.status() == 200).count();
    Violation.unless(
        accepted < 2,
        "%s, counter %d: the same assertion was accepted twice".formatted(phone, counter));
    if (accepted == 1) {
      return Fate.ACCEPTED;
    }
    return answers.stream().anyMatch(Answer::leavesOpen) ? Fate.OPEN : Fate.REFUSED;
  }

  /** Under load, only a server or a database that is gone is an excuse. */
  private static void requireLeftOpen(Answer answer, String what) {
    Violation.unless(answer.leavesOpen(), "%s: answered %s".formatted(what, answer));
  }

  /** Waits until there is something to lose: so many assertions have been accepted. */
  void awaitAccepted(int assertions) {
    long last = System.nanoTime() + LONGEST_BEGINNING.toNanos();
    while (phones.stream().mapToInt(phone -> phone.sent(Fate.ACCEPTED).size()).sum() < assertions) {
      Violation.unless(
          System.nanoTime() - last < 0 && violations.isEmpty(),
          "%s: %d assertions were not accepted within %s"
              .formatted(label, assertions, LONGEST_BEGINNING));
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  List<Phone> phones() {
    return List.copyOf(phones);
  }

  /**
   * Has the clients finish what they are at.
   *
   * @throws Violation the first that they saw
   */
  @Override
  public void close() {
    stopped = true;
    for (Future<?> worker : workers) {
      try {
        worker.get();
      } catch (ExecutionException | InterruptedException e) {
        throw new IllegalStateException(label, e);
      }
    }
    senders.close();
    Violation first = violations.peek();
    if (first != null) {
      throw first;
    }
  }
}
