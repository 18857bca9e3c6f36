package assay.cli.replay;

import assay.core.Printable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** How the results of a replay are printed, case by case as they come. */
public sealed interface Report {

  void add(VectorFile file, VectorFile.Case vectorCase, List<EventResult> results);

  void finish(Totals totals);

  /** What was replayed. */
  record Totals(int files, int cases, int events, int mismatches) {
    public Totals plusFile() {
      return new Totals(files + 1, cases, events, mismatches);
    }

    public Totals plus(List<EventResult> results) {
      int wrong = (int) results.stream().filter(result -> !result.matches()).count();
      return new Totals(files, cases + 1, events + results.size(), mismatches + wrong);
    }

    @Override
    public String toString() {
      return files
          + (files == 1 ? " file, " : " files, ")
          + cases
          + (cases == 1 ? " case, " : " cases, ")
          + events
          + (events == 1 ? " event: " : " events: ")
          + (mismatches == 0 ? "all as expected" : mismatches + " not as expected");
    }
  }

  /** A line a case, details where something is not as expected, totals. */
  record Text(PrintStream out) implements Report {
    @Override
    public void add(VectorFile file, VectorFile.Case vectorCase, List<EventResult> results) {
      boolean match = results.stream().allMatch(EventResult::matches);
      out.println(
          (match ? "✓ " : "✗ ")
              + Printable.of(vectorCase.id())
              + "  "
              + results.stream()
                  .map(result -> result.type() + " " + result.verdict())
                  .collect(Collectors.joining(" · ")));
      for (EventResult result : results) {
        if (!result.matches()) {
          out.println(
              "    " + file.path() + ", event " + result.index() + ", " + result.type() + ":");
          result.mismatches().forEach(mismatch -> out.println("      " + mismatch));
          if (!result.detail().isEmpty()) {
            out.println("      because " + result.detail());
          }
        }
      }
    }

    @Override
    public void finish(Totals totals) {
      out.println(totals);
    }
  }

  /** One JSON object a line for each event. */
  record Json(PrintStream out) implements Report {
    @Override
    public void add(VectorFile file, VectorFile.Case vectorCase, List<EventResult> results) {
      results.forEach(result -> out.println(result.json()));
    }

    @Override
    public void finish(Totals totals) {}
  }

  /** JUnit's XML: a suite a file, a test a case. */
  final class JUnit implements Report {
    private final PrintStream out;
    private final StringBuilder suite = new StringBuilder();
    private Path path = Path.of("");
    private Totals inSuite = new Totals(0, 0, 0, 0);

    public JUnit(PrintStream out) {
      this.out = out;
      out.println("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
      out.println("<testsuites>");
    }

    @Override
    public void add(VectorFile file, VectorFile.Case vectorCase, List<EventResult> results) {
      if (!file.path().equals(path)) {
        endSuite();
        path = file.path();
      }
      List<EventResult> wrong = results.stream().filter(result -> !result.matches()).toList();
      inSuite =
          new Totals(1, inSuite.cases() + 1, 0, inSuite.mismatches() + (wrong.isEmpty() ? 0 : 1));
      suite.append("    <testcase classname=\"").append(escaped(path.toString()));
      suite.append("\" name=\"").append(escaped(vectorCase.id()));
      if (wrong.isEmpty()) {
        suite.append("\"/>\n");
        return;
      }
      suite
          .append("\">\n      <failure message=\"")
          .append(escaped(wrong.getFirst().mismatches().getFirst()));
      suite.append("\">");
      for (EventResult result : wrong) {
        suite.append(
            escaped(
                "event "
                    + result.index()
                    + ", "
                    + result.type()
                    + ": "
                    + String.join("; ", result.mismatches())
                    + (result.detail().isEmpty() ? "" : " (" + result.detail() + ")")
                    + "\n"));
      }
      suite.append("</failure>\n    </testcase>\n");
    }

    private void endSuite() {
      if (inSuite.cases() > 0) {
        out.println(
            "  <testsuite name=\""
                + escaped(path.toString())
                + "\" tests=\""
                + inSuite.cases()
                + "\" failures=\""
                + inSuite.mismatches()
                + "\" errors=\"0\" skipped=\"0\">");
        out.print(suite);
        out.println("  </testsuite>");
      }
      suite.setLength(0);
      inSuite = new Totals(0, 0, 0, 0);
    }

    @Override
    public void finish(Totals totals) {
      endSuite();
      out.println("</testsuites>");
    }

    private static boolean isXml(int c) {
      boolean surrogate = c >= 0xd800 && c <= 0xdfff;
      return c >= ' ' && !surrogate && c != 0xfffe && c != 0xffff;
    }

    /** Escaped for XML 1.0, which has no place at all for most control characters. */
    private static String escaped(String text) {
      StringBuilder escaped = new StringBuilder();
      text.codePoints()
          .forEach(c -> {
            switch (c) {
              case '&' -> escaped.append("&amp;");
              case '<' -> escaped.append("&lt;");
              case '>' -> escaped.append("&gt;");
              case '"' -> escaped.append("&quot;");
              case '\n', '\t' -> escaped.append("&#").append(c).append(';');
              default -> escaped.appendCodePoint(isXml(c) ? c : '\ufffd');
            }
          });
      return escaped.toString();
    }
  }
}
