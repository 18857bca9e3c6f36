package assay.cli.simulate.walk;

import assay.core.Printable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;

/** How the exchanges of a device are told. */
sealed interface Transcript {
  /** One exchange, as soon as it is over. */
  void add(Exchange exchange);

  /** A word to the reader. */
  void remark(String text);

  /** One JSON object a line for each exchange, with everything in full. */
  record Json(PrintStream out) implements Transcript {
    @Override
    public void add(Exchange exchange) {
      out.println(exchange.json().encode());
    }

    @Override
    public void remark(String text) {}
  }

  /** For people: long values are cut. */
  final class Text implements Transcript {
    private static final int LONGEST = 60;
    private static final int SHOWN = 24;

    private final PrintStream out;
    private int exchanges;

    Text(PrintStream out) {
      this.out = out;
    }

    @Override
    public void add(Exchange exchange) {
      exchanges++;
      out.println(exchanges + ". " + exchange.what());
      out.println("> " + exchange.call());
      exchange.call().token().ifPresent(_ -> out.println("> Authorization: Bearer …"));
      lines(">   ", exchange.call().body());
      out.println("< " + exchange.reply().status());
      JsonObject answer = exchange.reply().json();
      if (answer.isEmpty()) {
        exchange
            .reply()
            .text()
            .lines()
            .limit(LONGEST)
            .forEach(line -> out.println("<   " + Printable.of(line)));
      }
      lines("<   ", answer);
      out.println(exchange.asExpected() ? "✓ as expected" : "✗ expected " + exchange.expected());
      out.println();
    }

    @Override
    public void remark(String text) {
      out.println(text);
    }

    private void lines(String margin, JsonObject body) {
      body.forEach(member ->
          out.println(margin + Printable.of(member.getKey()) + ": " + shown(member.getValue())));
    }

    private static String shown(Object value) {
      return switch (value) {
        case JsonObject object -> Printable.of(cut(object).encode());
        case JsonArray array -> Printable.of(array.encode());
        case String text -> cut(text);
        default -> String.valueOf(value);
      };
    }

    private static JsonObject cut(JsonObject object) {
      JsonObject shorter = new JsonObject();
      object.forEach(member ->
          shorter.put(
              member.getKey(),
              member.getValue() instanceof String text ? cut(text) : member.getValue()));
      return shorter;
    }

    /** Sentences stay whole: only what has no spaces is cut. */
    private static String cut(String text) {
      return text.length() <= LONGEST || text.indexOf(' ') >= 0
          ? Printable.of(text)
          : Printable.of(text.substring(0, SHOWN)) + "… (" + text.length() + " characters)";
    }
  }
}
