package assay.cli.verify.report;

import assay.core.diagnosis.mistake.Diagnosis;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Locale;

/** A diagnosis as a person reads it, and as a program does. */
record Why(Diagnosis diagnosis) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What went wrong, what to change on which side, and the line as it should be. */
  void print(PrintStream out) {
    boolean sure = diagnosis.certainty() == Diagnosis.Certainty.PROVED;
    out.println();
    out.println((sure ? "why: " : "why, probably: ") + diagnosis.code());
    StepsReport.wrap(found()).forEach(line -> out.println("  " + line));
    StepsReport.wrap(where() + diagnosis.action()).forEach(line -> out.println("  " + line));
    diagnosis
        .swift()
        .ifPresent(swift -> {
          out.println();
          swift.lines().forEach(line -> out.println("    " + line));
        });
  }

  /** The mistake's own sentence, and what this evidence shows of it where that says more. */
  private String found() {
    String sentence = diagnosis.mistake().sentence();
    String found = diagnosis.found();
    return found.startsWith(sentence) ? found : sentence + " " + found;
  }

  private String where() {
    return switch (diagnosis.mistake().side()) {
      case CLIENT -> "In the app: ";
      case SERVER -> "On the server: ";
      case BOTH -> "In the app or on the server: ";
      case NOBODY -> "";
    };
  }

  ObjectNode json() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("code", diagnosis.code());
    json.put("certainty", diagnosis.certainty().name().toLowerCase(Locale.ROOT));
    json.put("found", found());
    json.put("side", diagnosis.mistake().side().text());
    json.put("action", diagnosis.action());
    diagnosis.swift().ifPresent(swift -> json.put("swift", swift));
    return json;
  }
}
