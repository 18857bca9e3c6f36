package assay.cli.verify.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * All that is printed of one object.
 *
 * @param objections what a server refuses before it looks at the evidence
 * @param reports the first decides, the others tell of what came inside
 * @param hint what malformed bytes seem to be instead
 */
public record Reports(List<String> objections, List<StepsReport> reports, Optional<String> hint) {

  public boolean accepted() {
    return objections.isEmpty() && reports.getFirst().accepted();
  }

  /** Prints text, or one line of JSON. */
  public void print(PrintStream out, boolean json) {
    if (json) {
      out.println(json());
      return;
    }
    for (int i = 0; i < reports.size(); i++) {
      out.print(i == 0 ? "" : System.lineSeparator());
      reports.get(i).print(out);
    }
    hint.ifPresent(text -> out.println("  Hint: " + text));
    if (!objections.isEmpty()) {
      out.println();
      out.println("The request itself is refused, whatever the evidence:");
      objections.stream()
          .flatMap(text -> StepsReport.wrap(text).stream())
          .forEach(line -> out.println("  " + line));
    }
  }

  private ObjectNode json() {
    ObjectNode printed = reports.getFirst().json();
    hint.ifPresent(text -> printed.put("hint", text));
    if (!objections.isEmpty()) {
      printed.put("verdict", "refused");
      ArrayNode list = printed.putArray("objections");
      objections.forEach(list::add);
    }
    reports.stream().skip(1).forEach(inner -> printed.set(inner.what() + "Report", inner.json()));
    return printed;
  }
}
