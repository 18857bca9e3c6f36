package assay.http.answer;

import assay.core.diagnosis.mistake.Diagnosis;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;

/** How what is behind a refusal is told, wherever it is. */
public final class DiagnosisJson {
  private DiagnosisJson() {}

  /** The member {@code diagnosis}, which is left out where nothing was found. */
  public static void write(JsonGenerator json, Optional<Diagnosis> diagnosis) throws IOException {
    if (diagnosis.isEmpty()) {
      return;
    }
    Diagnosis found = diagnosis.get();
    json.writeObjectFieldStart("diagnosis");
    json.writeStringField("code", found.code());
    json.writeStringField("found", found.found());
    json.writeStringField("action", found.action());
    json.writeStringField("side", found.mistake().side().text());
    json.writeStringField("certainty", found.certainty().text());
    Json.optional(json, "swift", found.swift());
    json.writeEndObject();
  }
}
