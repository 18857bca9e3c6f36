package assay.cli.decision;

import assay.cli.UnusableInput;
import assay.cli.replay.EventResult;
import assay.cli.replay.Replay;
import assay.cli.replay.VectorFile;
import assay.cli.verify.report.StepsReport;
import assay.config.crypto.Providers;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Malformed;
import assay.core.Printable;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.pki.Signatures;
import assay.service.Journal.Occasion;
import assay.service.journal.document.DecisionVector;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Recorded;
import assay.store.DecisionLog.Refused;
import assay.store.Environment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A decision in words: when and about what, each step with what it compared, and what is behind a
 * refusal. The steps are found by judging the record again.
 */
final class Explanation {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Entry entry;
  private final JsonNode record;
  private final Optional<EventResult> again;
  private final Checklist steps;

  private Explanation(Entry entry, JsonNode record, Optional<EventResult> again, Checklist steps) {
    this.entry = entry;
    this.record = record;
    this.again = again;
    this.steps = steps;
  }

  static Explanation of(Recorded recorded) throws UnusableInput {
    Checklist steps = Checklist.keeping();
    return new Explanation(
        recorded.entry(), json(recorded.document()), judgedAgain(recorded, steps), steps);
  }

  private static JsonNode json(Bytes document) throws UnusableInput {
    try {
      return MAPPER.readTree(document.toArray());
    } catch (IOException e) {
      throw new UnusableInput("the record is no JSON: " + e.getMessage());
    }
  }

  /** Nothing where there is no evidence to judge: it was too large to keep, or never decided. */
  private static Optional<EventResult> judgedAgain(Recorded recorded, Checklist steps)
      throws UnusableInput {
    Bytes vector;
    try {
      vector = DecisionVector.of(recorded.document());
    } catch (Malformed _) {
      return Optional.empty();
    }
    VectorFile file = VectorFile.of("decision", vector);
    Replay replay =
        new Replay(new Signatures(Providers.best()), Optional.empty(), Optional.empty());
    return Optional.of(replay.run(file, file.cases().getFirst(), _ -> steps).getLast());
  }

  void print(PrintStream out) {
    out.println("decision " + entry.id() + " of " + entry.at());
    out.println("  app     " + entry.key().app() + " (" + entry.key().environment().text() + ")");
    if (!entry.key().keyId().isEmpty()) {
      out.println("  key     " + entry.key().keyId().base64());
    }
    out.println("  asked   " + asked(record.path("listener").asText()));
    question(out, record.path("evidence"));
    out.println();
    if (again.isEmpty()) {
      unjudged(out);
    } else {
      report().print(out);
      again
          .get()
          .mismatches()
          .forEach(mismatch -> out.println("  this program would decide otherwise: " + mismatch));
    }
    if (record.has("diagnosis")) {
      out.println();
      diagnosis(out, record.path("diagnosis"));
    }
  }

  private static String asked(String listener) {
    return listener.equals(Occasion.BACKGROUND)
        ? "by the server itself, which keeps receipts fresh"
        : "on the " + listener + " listener";
  }

  /** What DeviceCheck was asked, and with which token. */
  private static void question(PrintStream out, JsonNode evidence) {
    if (evidence.has("operation")) {
      out.println(
          "  what    "
              + evidence.path("operation").asText()
              + " with the device token of SHA-256 "
              + evidence.path("deviceTokenSha256").asText());
    }
  }

  private void unjudged(PrintStream out) {
    Optional<Refused> refused = entry.refusal();
    out.println(
        entry.kind().text()
            + refused.map(why -> " refused: " + why.code()).orElse(" accepted")
            + (record.path("evidence").has("objectBytes")
                ? "; the object was too large to be kept, so its steps cannot be shown"
                : "; there are no steps, as nothing was judged here"));
    refused.ifPresent(why -> out.println("  " + Printable.of(why.detail())));
  }

  private StepsReport report() {
    List<Step> order = order();
    return new StepsReport(
        entry.kind().text(),
        verdict(order),
        steps.entries(order),
        Map.of(),
        entry.key().environment() == Environment.TEST
            ? Optional.of("a test app: simulators only")
            : Optional.empty(),
        Optional.empty(), // what was recorded is shown below
        List.of());
  }

  /** As it was recorded, whatever this program makes of it. */
  private Verdict<?> verdict(List<Step> order) {
    return entry
        .refusal()
        .flatMap(refused ->
            order.stream()
                .filter(step -> step.code().equals(refused.code()))
                .findFirst()
                .<Verdict<?>>map(step -> new Verdict.Refused<>(step, refused.detail())))
        .orElseGet(() -> new Verdict.Accepted<>(Map.of()));
  }

  /** The order of a server: evidence, policy, challenge, and what the store decides. */
  private List<Step> order() {
    return switch (entry.kind()) {
      case ATTESTATION ->
          with(
              List.of(Step.Attestation.values()),
              Step.Attestation.CHALLENGE,
              Step.Registration.RECEIPT,
              Step.Attestation.CHALLENGE,
              Step.Attestation.REVOKED_KEY,
              Step.Registration.SUBJECT);
      case ASSERTION ->
          with(
              List.of(Step.Assertion.values()),
              Step.Assertion.COUNTER,
              Step.Use.RISK,
              Step.Assertion.COUNTER);
      case RECEIPT -> List.of(Step.Receipt.values());
      case DEVICECHECK -> List.of();
    };
  }

  /** The steps before one, then others. */
  private static List<Step> with(List<? extends Step> all, Step from, Step... then) {
    return Stream.concat(all.stream().takeWhile(step -> step != from), Stream.of(then)).toList();
  }

  private static void diagnosis(PrintStream out, JsonNode found) {
    out.println(
        "diagnosis: "
            + found.path("code").asText()
            + " ("
            + found.path("certainty").asText()
            + ", side: "
            + found.path("side").asText()
            + ")");
    out.println("  " + found.path("found").asText());
    out.println("  To change: " + found.path("action").asText());
    found.path("swift").asText().lines().forEach(line -> out.println("    " + line));
  }
}
