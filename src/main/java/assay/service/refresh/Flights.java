package assay.service.refresh;

import assay.apple.Exchanged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Exchanges that Apple has not answered yet; none of them is waited for without end. */
final class Flights {
  private record Flight(Instant begun, Promise<Exchanged> answer) {}

  private final Duration patience;
  private final Set<Flight> flights = ConcurrentHashMap.newKeySet();

  Flights(Duration patience) {
    this.patience = patience;
  }

  /** What the exchange brings, or that it brought nothing in time. */
  Future<Exchanged> watch(Future<Exchanged> exchange, Instant now) {
    Flight flight = new Flight(now, Promise.promise());
    flights.add(flight);
    exchange.onComplete(
        answer -> {
          flights.remove(flight);
          flight.answer().tryComplete(answer);
        },
        failure -> {
          flights.remove(flight);
          flight.answer().tryComplete(down("the exchange failed: " + failure));
        });
    return flight.answer().future();
  }

  /** Gives up what has taken too long by now; a clock that stepped back gives nothing up. */
  void abandonLate(Instant now) {
    for (Flight flight : flights) {
      if (!now.isBefore(flight.begun().plus(patience)) && flights.remove(flight)) {
        flight.answer().tryComplete(down("no answer within " + patience.toSeconds() + " s"));
      }
    }
  }

  private static Exchanged down(String why) {
    return new Exchanged.Down(why, Optional.empty());
  }
}
