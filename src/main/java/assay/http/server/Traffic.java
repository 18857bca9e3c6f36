package assay.http.server;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The connections of one listener on one event loop, which alone calls it. Byte-wise idle timeouts
 * are lost on a client that sends one byte a second; here it is whole requests that count: who
 * connects must send a head in time, a head must be followed by its body in time, and who has sent
 * nothing for long is let go.
 */
final class Traffic {
  private static final class Visit {
    long quietSince;
    int inFlight;
    boolean asked;
  }

  private final Map<HttpConnection, Visit> visits = new HashMap<>();
  private final Set<Exchange> arriving = new LinkedHashSet<>(); // oldest first
  private final long idle;
  private final long patience;
  private final LongSupplier nanos;
  private volatile int inFlight;

  Traffic(Duration idleTimeout, Duration requestTimeout, LongSupplier nanos) {
    this.idle = idleTimeout.toNanos();
    this.patience = requestTimeout.toNanos();
    this.nanos = nanos;
  }

  void opened(HttpConnection connection) {
    connection.closeHandler(_ -> closed(connection));
    visit(connection);
  }

  private Visit visit(HttpConnection connection) {
    return visits.computeIfAbsent(
        connection,
        _ -> {
          Visit visit = new Visit();
          visit.quietSince = nanos.getAsLong();
          return visit;
        });
  }

  private void closed(HttpConnection connection) {
    Visit visit = visits.remove(connection);
    if (visit != null) {
      count(-visit.inFlight);
    }
  }

  /** A request's head is here, its body may not be. */
  void began(HttpConnection connection, Exchange exchange) {
    Visit visit = visit(connection);
    visit.asked = true;
    visit.inFlight++;
    count(1);
    arriving.add(exchange);
  }

  /** All of a request is here, or nobody waits for the rest of it. */
  void arrived(Exchange exchange) {
    arriving.remove(exchange);
  }

  /** An answer was sent, or will never be. */
  void ended(HttpConnection connection) {
    Visit visit = visits.get(connection);
    if (visit != null && visit.inFlight > 0) {
      visit.inFlight--;
      visit.quietSince = nanos.getAsLong();
      count(-1);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void count(int more) {
    inFlight += more;
  }

  /** How many requests are being answered; may be read from any thread. */
  int inFlight() {
    return inFlight;
  }

  /** Ends what took too long. */
  void sweep() {
    long now = nanos.getAsLong();
    List<Exchange> late = new ArrayList<>();
    for (Exchange exchange : arriving) {
      if (now - exchange.began() < patience) {
        break;
      }
      late.add(exchange);
    }
    for (Exchange exchange : late) {
      arriving.remove(exchange);
      exchange.late();
    }
    List<HttpConnection> quiet = new ArrayList<>();
    visits.forEach((connection, visit) -> {
      if (visit.inFlight == 0 && now - visit.quietSince >= (visit.asked ? idle : patience)) {
        quiet.add(connection);
      }
    });
    quiet.forEach(HttpConnection::close);
  }
}
