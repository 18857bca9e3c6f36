package assay.cli.simulate.apple;

import assay.core.Printable;
import assay.simulator.apple.Exchange;
import assay.simulator.apple.Fault;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells each exchange in a line: what was asked, what was answered and why. Neither tokens nor
 * receipts are told.
 *
 * @param json whether a line is a JSON object
 */
public record ExchangeLog(PrintStream out, boolean json) implements Consumer<Exchange> {
  @Override
  public void accept(Exchange exchange) {
    out.println(json ? object(exchange).encode() : line(exchange));
  }

  private static String line(Exchange exchange) {
    return exchange.at().truncatedTo(ChronoUnit.SECONDS)
        + " "
        + environment(exchange)
        + " "
        + Printable.of(exchange.method() + " " + exchange.path())
        + " → "
        + exchange.answer().status()
        + " "
        + Printable.of(exchange.answer().why())
        + exchange
            .fault()
            .filter(fault -> !(fault instanceof Fault.Instead)) // whose answer says so itself
            .map(fault -> " (" + named(fault) + ")")
            .orElse("");
  }

  private static JsonObject object(Exchange exchange) {
    JsonObject object =
        new JsonObject()
            .put("at", exchange.at().toString())
            .put("environment", environment(exchange))
            .put("method", exchange.method())
            .put("path", exchange.path())
            .put("requestBytes", exchange.request().length())
            .put("status", exchange.answer().status())
            .put("why", exchange.answer().why());
    exchange.fault().ifPresent(fault -> object.put("fault", named(fault)));
    return object;
  }

  private static String named(Fault fault) {
    return switch (fault) {
      case Fault.Instead _ -> "instead";
      case Fault.Cut _ -> "cut";
      case Fault.Slow(var by) -> "slow by " + by.toSeconds() + " s";
      case Fault.Forged(var forgery) -> forgery.name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  private static String environment(Exchange exchange) {
    return exchange.environment().name().toLowerCase(Locale.ROOT);
  }
}
