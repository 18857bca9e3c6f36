package assay.http.inspect;

import assay.core.Checklist;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.http.answer.DiagnosisJson;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A verdict with all its steps.
 *
 * @param kind of the object that was judged
 * @param diagnosis why it was refused, where that is known
 */
record Judgement(
    String kind, Verdict<?> verdict, List<Checklist.Entry> steps, Optional<Diagnosis> diagnosis) {
  static Judgement of(String kind, Verdict<?> verdict, Step[] order, Checklist steps) {
    return new Judgement(kind, verdict, steps.entries(List.of(order)), Optional.empty());
  }

  Judgement because(Optional<Diagnosis> found) {
    return new Judgement(kind, verdict, steps, found);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind);
    switch (verdict) {
      case Verdict.Accepted<?> _ -> json.writeStringField("verdict", "accepted");
      case Verdict.Refused<?>(Step step, String detail) -> {
        json.writeStringField("verdict", "refused");
        json.writeStringField("code", step.code());
        json.writeStringField("detail", detail);
        json.writeStringField("advice", step.advice());
      }
    }
    DiagnosisJson.write(json, diagnosis);
    json.writeArrayFieldStart("steps");
    for (Checklist.Entry entry : steps) {
      json.writeStartObject();
      json.writeStringField("step", entry.step().number());
      json.writeStringField("code", entry.step().code());
      json.writeStringField(
          "outcome", entry.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      json.writeStringField("compared", entry.compared());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
