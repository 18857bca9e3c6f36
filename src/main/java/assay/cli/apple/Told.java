package assay.cli.apple;

import assay.core.Printable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of asking Apple, as text or as JSON.
 *
 * @param code 0 where Apple did what was asked, 1 where it did not, 2 where it could not be asked
 * @param outcome a word that never changes its meaning
 * @param detail what happened, for a person
 * @param action what to do about it, where there is something
 * @param facts by name, in their order
 */
public record Told(
    int code, String outcome, String detail, Optional<String> action, Map<String, Object> facts) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Apple did what was asked. */
  public static Told good(String outcome, String detail) {
    return new Told(0, outcome, detail, Optional.empty(), Map.of());
  }

  /** Apple did not. */
  public static Told bad(String outcome, String detail, String action) {
    return new Told(1, outcome, detail, Optional.of(action), Map.of());
  }

  /** Apple could not be asked. */
  public static Told unusable(String outcome, String detail, String action) {
    return new Told(2, outcome, detail, Optional.of(action), Map.of());
  }

  /** The same with one fact more. */
  public Told with(String name, Object fact) {
    Map<String, Object> more = new LinkedHashMap<>(facts);
    more.put(name, fact);
    return new Told(code, outcome, detail, action, more);
  }

  /** The same with one fact more, where it is known. */
  public Told with(String name, Optional<?> fact) {
    return fact.isPresent() ? with(name, fact.get()) : this;
  }

  /** For a person. */
  public void print(PrintStream out) {
    out.println(outcome + ": " + Printable.of(detail));
    facts.forEach((name, fact) -> out.println("  " + name + ": " + fact));
    action.ifPresent(todo -> out.println("  What to do: " + Printable.of(todo)));
  }

  /** For a program. */
  public ObjectNode json() {
    ObjectNode json = MAPPER.createObjectNode().put("outcome", outcome).put("detail", detail);
    action.ifPresent(todo -> json.put("action", todo));
    facts.forEach((name, fact) -> {
      switch (fact) {
        case Boolean bit -> json.put(name, bit);
        case Number number -> json.put(name, number.longValue());
        default -> json.put(name, fact.toString());
      }
    });
    return json;
  }

  /** Prints as one or the other, and answers the exit code. */
  public int end(PrintStream out, boolean inJson) {
    if (inJson) {
      out.println(json());
    } else {
      print(out);
    }
    return code;
  }
}
