package assay.cli.apple.doctor;

import assay.core.Printable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;

/** All that was found, in the order in which it was looked at. */
record Checkup(List<Finding> findings) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  Checkup {
    findings = List.copyOf(findings);
  }

  boolean isHealthy() {
    return count(Finding.Mark.WRONG) == 0;
  }

  private long count(Finding.Mark mark) {
    return findings.stream().filter(finding -> finding.mark() == mark).count();
  }

  void print(PrintStream out) {
    int width = findings.stream().mapToInt(finding -> finding.check().length()).max().orElse(1);
    for (Finding finding : findings) {
      out.println(
          String.format("%s %-" + width + "s  ", finding.mark().sign(), finding.check())
              + Printable.of(finding.found()));
      finding
          .action()
          .ifPresent(todo -> out.println(" ".repeat(width + 4) + "→ " + Printable.of(todo)));
    }
    out.println();
    out.println(
        count(Finding.Mark.GOOD)
            + " good, "
            + count(Finding.Mark.WARNING)
            + " to look at, "
            + count(Finding.Mark.WRONG)
            + " wrong");
  }

  ObjectNode json() {
    ObjectNode json = MAPPER.createObjectNode().put("healthy", isHealthy());
    ArrayNode list = json.putArray("findings");
    for (Finding finding : findings) {
      ObjectNode line =
          list.addObject()
              .put("check", finding.check())
              .put("result", finding.mark().text())
              .put("found", finding.found());
      finding.action().ifPresent(todo -> line.put("action", todo));
    }
    return json;
  }
}
