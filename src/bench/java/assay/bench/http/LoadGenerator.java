package assay.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends prepared requests over 64 keep-alive connections: each as soon as the one before is
 * answered, or at a given pace. At a pace, latency counts from the moment at which a request was
 * due, whether or not a connection was free then, so that a server that stalls is charged for
 * everybody who waits.
 */
final class LoadGenerator {
  static final int CONNECTIONS = 64;

  /** The share of requests in the beginning that is not measured. */
  private static final double RAMP = 0.1;

  private static final long LONGEST_SILENCE_MILLIS = 30_000;
  private static final long SHORT_WAIT_NANOS = 100_000;
  private static final long MILLI = 1_000_000;

  /** Who is told of answers as they come. */
  interface Answers {
    Answers IGNORED = (request, answer, bodyStart, end) -> {};

    /** The body of a request's answer stands in these bytes, until this returns. */
    void answered(int request, byte[] answer, int bodyStart, int end);
  }

  /**
   * Requests in the order in which they are sent.
   *
   * @param apart a request is not sent before the one so many places before it is answered: the two
   *     are of one key, and a server that answers the later one first would refuse the other
   */
  record Batch(List<byte[]> requests, int apart) {
    /** The same over and over. */
    static Batch of(byte[] request, int count) {
      return new Batch(Collections.nCopies(count, request), count);
    }
  }

  /**
   * What was measured.
   *
   * @param perSecond answers a second while all connections were busy
   */
  record Outcome(double perSecond, Histogram latencies) {}

  private final int port;
  private final List<byte[]> requests;
  private final int apart;
  private final boolean[] done;
  private final int expectedStatus;
  private final double nanosBetween;
  private final Answers answers;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Histogram latencies = new Histogram();
  private final int ramp;
  private long started;
  private int sent;
  private int answered;
  private long rampedAt;
  private long lastSentAt;
  private int answeredBeforeLast;

  private LoadGenerator(
      int port, Batch batch, int expectedStatus, double nanosBetween, Answers answers) {
    this.port = port;
    this.requests = batch.requests();
    this.apart = batch.apart();
    this.done = new boolean[requests.size()];
    this.expectedStatus = expectedStatus;
    this.nanosBetween = nanosBetween;
    this.answers = answers;
    this.ramp = (int) (requests.size() * RAMP);
  }

  /**
   * As fast as the answers come.
   *
   * @throws IOException where an answer has another status, or none comes
   */
  static Outcome atTopRate(int port, Batch batch, int expectedStatus, Answers answers)
      throws IOException {
    return new LoadGenerator(port, batch, expectedStatus, 0, answers).run();
  }

  /** So many a second, evenly. */
  static Outcome paced(int port, Batch batch, int expectedStatus, double perSecond)
      throws IOException {
    double between = TimeUnit.SECONDS.toNanos(1) / perSecond;
    return new LoadGenerator(port, batch, expectedStatus, between, Answers.IGNORED).run();
  }

  private Outcome run() throws IOException {
    List<Connection> connections = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(new Connection(port, selector));
      }
      idle.addAll(connections);
      started = System.nanoTime();
      while (answered < requests.size()) {
        sendDue();
        receive(selector);
      }
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
    double seconds = (double) (lastSentAt - rampedAt) / TimeUnit.SECONDS.toNanos(1);
    return new Outcome((answeredBeforeLast - ramp) / seconds, latencies);
  }

  private void sendDue() throws IOException {
    while (!idle.isEmpty() && !isHeldBack()) {
      long now = System.nanoTime();
      long due = nanosBetween == 0 ? now : started + (long) (sent * nanosBetween);
      if (due > now) {
        return;
      }
      idle.removeFirst().send(requests.get(sent), sent, due);
      sent++;
      if (sent == requests.size()) {
        lastSentAt = System.nanoTime();
        answeredBeforeLast = answered;
      }
    }
  }

  /** Whether only an answer can make the next request ready to be sent. */
  private boolean isHeldBack() {
    return sent == requests.size() || (sent >= apart && !done[sent - apart]);
  }

  private void receive(Selector selector) throws IOException {
    long wait = nanosToNextDue();
    if (wait > MILLI) {
      select(selector, wait / MILLI);
    } else {
      if (wait > 0) {
        LockSupport.parkNanos(Math.min(wait, SHORT_WAIT_NANOS));
      }
      selector.selectNow(this::read);
    }
  }

  /** How long nothing needs to be sent; a long time where only an answer can change that. */
  private long nanosToNextDue() {
    if (idle.isEmpty() || isHeldBack()) {
      return LONGEST_SILENCE_MILLIS * MILLI;
    }
    return started + (long) (sent * nanosBetween) - System.nanoTime();
  }

  private void select(Selector selector, long millis) throws IOException {
    int ready = selector.select(this::read, millis);
    if (ready == 0 && millis >= LONGEST_SILENCE_MILLIS) {
      throw new IOException(
          "port "
              + port
              + " has not answered for "
              + millis / 1000
              + " s; "
              + answered
              + " of "
              + requests.size()
              + " requests were answered");
    }
  }

  private void read(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (connection.read()) {
        finish(connection);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void finish(Connection connection) throws IOException {
    requireExpected(connection);
    answers.answered(
        connection.request(), connection.answer(), connection.bodyStart(), connection.answerEnd());
    if (answered >= ramp) {
      latencies.add(System.nanoTime() - connection.due());
    }
    done[connection.request()] = true;
    answered++;
    if (answered == ramp) {
      rampedAt = System.nanoTime();
    }
    idle.addLast(connection);
    if (nanosBetween == 0) {
      sendDue();
    }
  }

  private void requireExpected(Connection connection) throws IOException {
    if (connection.status() != expectedStatus) {
      throw new IOException(
          "port %d answered request %d of %d:%n%s"
              .formatted(
                  port,
                  connection.request() + 1,
                  requests.size(),
                  new String(connection.answer(), 0, connection.answerEnd(), UTF_8)));
    }
  }
}
