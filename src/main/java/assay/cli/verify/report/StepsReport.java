package assay.cli.verify.report;

import assay.cli.Learnt;
import assay.core.Checklist;
import assay.core.Printable;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.receipt.Receipt;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A verdict with all its steps, as text or as JSON.
 *
 * @param what the kind of object
 * @param learnt of an accepted object, under the names of the vector format
 * @param warning said wherever other roots than Apple's are at the bottom of it
 * @param diagnosis why it was refused, where that is found
 * @param notCompared steps that nothing was given for; an acceptance never stands without them
 */
public record StepsReport(
    String what,
    Verdict<?> verdict,
    List<Checklist.Entry> steps,
    Map<String, Object> learnt,
    Optional<String> warning,
    Optional<Diagnosis> diagnosis,
    List<Step> notCompared) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int ADVICE_WIDTH = 96;

  /** What rests on the roots, and so must never be read without the warning. */
  private static final Set<Step> RESTING_ON_ROOTS =
      Set.of(Step.Attestation.CERTIFICATE_CHAIN, Step.Receipt.RECEIPT_CHAIN);

  /**
   * Of a verdict.
   *
   * @param what the kind of object
   * @param order of all the steps that there are
   * @param warning said in each line that rests on other roots than Apple's
   */
  public static StepsReport of(
      String what,
      Verdict<?> verdict,
      Step[] order,
      Checklist steps,
      Map<String, Object> learnt,
      Optional<String> warning) {
    return new StepsReport(
        what,
        verdict,
        steps.entries(List.of(order)),
        new LinkedHashMap<>(learnt),
        warning,
        Optional.empty(),
        List.of());
  }

  /** The same with why it was refused, where that was found. */
  public StepsReport because(Optional<Diagnosis> found) {
    return new StepsReport(what, verdict, steps, learnt, warning, found, notCompared);
  }

  /** Of a receipt. */
  public static StepsReport ofReceipt(
      Verdict<Receipt> verdict, Checklist steps, Optional<String> warning) {
    Map<String, Object> learnt =
        verdict instanceof Verdict.Accepted<Receipt>(Receipt receipt)
            ? Learnt.of(receipt)
            : Map.of();
    return of("receipt", verdict, Step.Receipt.values(), steps, learnt, warning);
  }

  /**
   * The same with steps shown as not compared, as what was given to the verifier for them came from
   * the object itself.
   *
   * @param missing why, of steps that something could have been given for
   * @param meaningless why, of steps that say nothing then
   */
  public StepsReport without(Map<Step, String> missing, Map<Step, String> meaningless) {
    List<Checklist.Entry> shown =
        steps.stream()
            .map(entry ->
                Optional.ofNullable(
                        missing.getOrDefault(entry.step(), meaningless.get(entry.step())))
                    .filter(_ -> entry.outcome() == Checklist.Outcome.PASSED)
                    .map(why ->
                        new Checklist.Entry(entry.step(), Checklist.Outcome.NOT_REACHED, why))
                    .orElse(entry))
            .toList();
    List<Step> unsaid =
        steps.stream()
            .map(Checklist.Entry::step)
            .filter(step -> accepted() && missing.containsKey(step))
            .toList();
    return new StepsReport(what, verdict, shown, learnt, warning, diagnosis, unsaid);
  }

  /** Whether all that was compared holds. */
  public boolean accepted() {
    return verdict instanceof Verdict.Accepted<?>;
  }

  /** Whether the bytes are not even an object of the kind. */
  public boolean isMalformed() {
    return verdict instanceof Verdict.Refused<?>(Step step, _) && step.number().equals("100");
  }

  /** {@code accepted} or {@code refused}. */
  public String outcome() {
    return accepted() ? "accepted" : "refused";
  }

  /** Prints the steps, the verdict and what was learnt. */
  public void print(PrintStream out) {
    int width = steps.stream().mapToInt(entry -> entry.step().code().length()).max().orElse(0);
    for (Checklist.Entry entry : steps) {
      String line =
          String.format(
              "%s %-4s %-" + width + "s  %s",
              mark(entry),
              entry.step().number(),
              entry.step().code(),
              entry.compared());
      out.println(line.stripTrailing() + (RESTING_ON_ROOTS.contains(entry.step()) ? suffix() : ""));
    }
    out.println();
    switch (verdict) {
      case Verdict.Accepted<?> _ -> {
        out.println(what + " accepted" + suffix());
        if (!notCompared.isEmpty()) {
          out.println("  as far as it was compared, which is without " + codes(notCompared));
        }
        learnt.forEach((name, value) ->
            out.println("  " + name + ": " + Printable.of(value.toString()) + suffix()));
      }
      case Verdict.Refused<?>(Step step, String detail) -> {
        out.println(what + " refused: " + step.code() + " (step " + step.number() + ")" + suffix());
        out.println("  " + detail);
        diagnosis
            .map(Why::new)
            .ifPresentOrElse(
                why -> why.print(out),
                () -> wrap(step.advice()).forEach(line -> out.println("  " + line)));
      }
    }
  }

  private String suffix() {
    return warning.map(text -> "  [" + text + "]").orElse("");
  }

  private static String codes(List<Step> steps) {
    return steps.stream().map(Step::code).collect(Collectors.joining(", "));
  }

  private static String mark(Checklist.Entry entry) {
    return switch (entry.outcome()) {
      case PASSED -> "✓";
      case FAILED -> "✗";
      case NOT_REACHED -> "–";
    };
  }

  static List<String> wrap(String text) {
    return text.replaceAll("(.{1," + ADVICE_WIDTH + "})(?: |$)", "$1\n").lines().toList();
  }

  /** The same for programs. */
  public ObjectNode json() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", what);
    json.put("verdict", outcome());
    if (verdict instanceof Verdict.Refused<?>(Step step, String detail)) {
      json.put("step", step.code()).put("detail", detail).put("advice", step.advice());
    }
    diagnosis.map(Why::new).ifPresent(why -> json.set("diagnosis", why.json()));
    warning.ifPresent(text -> json.put("warning", text));
    learnt.forEach(json::putPOJO);
    if (!notCompared.isEmpty()) {
      ArrayNode missing = json.putArray("notCompared");
      notCompared.forEach(step -> missing.add(step.code()));
    }
    ArrayNode list = json.putArray("steps");
    for (Checklist.Entry entry : steps) {
      ObjectNode step = list.addObject();
      step.put("number", entry.step().number());
      step.put("step", entry.step().code());
      step.put(
          "outcome", entry.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
      step.put("compared", entry.compared());
    }
    return json;
  }
}
