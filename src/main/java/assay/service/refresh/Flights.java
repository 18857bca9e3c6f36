package assay.service.refresh;

import assay.apple.Exchanged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Exchanges that Apple has not answered yet; none of them is waited for without end. */
final class Flights {
  private record Flight(Instant begun, Promise<Exchanged> answer) {}

  private final Duration patience;
  private final Set<Flight> flights = ConcurrentHashMap.newKeySet();

  Flights(Duration patience) {
    this.patience = patience;
  }

  /** What the exchange brings, or that it brought nothing in time; never fails. */
  Future<Exchanged> watch(Supplier<Future<Exchanged>> exchange, Instant now) {
    Flight flight = new Flight(now, Promise.promise());
    flights.add(flight);
    Future.succeededFuture()
        .compose(_ -> exchange.get())
        .otherwise(failure -> down("the exchange failed: " + failure))
        .onSuccess(answer -> {
          flights.remove(flight);
          flight.answer().tryComplete(answer);
        });
    return flight.answer().future();
  }

  /** Gives up what has taken too long by now; a clock that stepped back gives nothing up. */
  void abandonLate(Instant now) {
    List<Flight> late =
        flights.stream().filter(flight -> !now.isBefore(flight.begun().plus(patience))).toList();
    for (Flight flight : late) {
      flights.remove(flight);
      flight.answer().tryComplete(down("no answer within " + patience.toSeconds() + " s"));
    }
  }

  private static Exchanged down(String why) {
    return new Exchanged.Down(why, Optional.empty());
  }
}
