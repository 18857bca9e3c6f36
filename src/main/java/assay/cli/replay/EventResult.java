package assay.cli.replay;

import assay.core.Printable;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one event.
 *
 * @param json one object, as {@code --format json} prints it
 * @param mismatches what differs from the expectation, in words; empty where all is as expected
 */
public record EventResult(
    Path file, String caseId, int index, String type, ObjectNode json, List<String> mismatches) {

  static EventResult of(
      Path file,
      String caseId,
      int index,
      VectorEvent event,
      Replay.Judged judged,
      Optional<Diagnosis> diagnosis) {
    ObjectNode json = VectorJson.MAPPER.createObjectNode();
    json.put("file", file.toString())
        .put("case", caseId)
        .put("event", index)
        .put("type", event.type());
    Verdict.Refused<?> refusal = judged.refusal();
    json.put("verdict", refusal == null ? "accepted" : "refused");
    if (refusal != null) {
      json.put("step", refusal.step().code()).put("detail", refusal.detail());
    }
    diagnosis.ifPresent(found -> json.put("diagnosis", found.code()).put("found", found.found()));
    for (Map.Entry<String, Object> learnt : judged.learnt().entrySet()) {
      json.putPOJO(learnt.getKey(), learnt.getValue());
    }
    ObjectNode normal = VectorJson.MAPPER.valueToTree(json);
    List<String> mismatches = mismatches(event, normal);
    normal.set(
        "expected",
        event.expect().isObject() ? event.expect() : VectorJson.MAPPER.createObjectNode());
    normal.put("match", mismatches.isEmpty());
    return new EventResult(file, caseId, index, event.type(), normal, mismatches);
  }

  /**
   * Members that this program knows for the type of event; others in an expectation are ignored.
   */
  private static List<String> comparable(String type) {
    return switch (type) {
      case "attestation" ->
          List.of(
              "verdict",
              "step",
              "detail",
              "diagnosis",
              "publicKey",
              "osVersion",
              "validationCategory",
              "bundleVersion",
              "receipt",
              "receiptStep",
              "receiptDiagnosis");
      case "assertion" ->
          List.of(
              "verdict",
              "step",
              "detail",
              "diagnosis",
              "counter",
              "validationCategory",
              "bundleVersion");
      case "receipt" ->
          List.of("verdict", "step", "detail", "diagnosis", "receiptType", "riskMetric");
      default -> List.of();
    };
  }

  private static List<String> mismatches(VectorEvent event, JsonNode actual) {
    List<String> mismatches = new ArrayList<>();
    for (String name : comparable(event.type())) {
      JsonNode expected = event.expect().path(name);
      if (!expected.isMissingNode() && !same(expected, actual.path(name))) {
        mismatches.add(
            name + ": expected " + shown(expected) + ", got " + shown(actual.path(name)));
      }
    }
    return mismatches;
  }

  private static boolean same(JsonNode expected, JsonNode actual) {
    boolean numbers = expected.isIntegralNumber() && actual.isIntegralNumber();
    return numbers
        ? expected.bigIntegerValue().equals(actual.bigIntegerValue())
        : expected.equals(actual);
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "nothing" : Printable.of(value.asText());
  }

  public boolean matches() {
    return mismatches.isEmpty();
  }

  /** The verdict in a few words, such as {@code refused (counter)}. */
  public String verdict() {
    return json.path("verdict").asText()
        + (json.has("step") ? " (" + json.path("step").asText() + ")" : "");
  }

  public String detail() {
    return json.path("detail").asText();
  }
}
