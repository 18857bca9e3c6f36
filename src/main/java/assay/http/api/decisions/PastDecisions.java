package assay.http.api.decisions;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.diagnosis.Diagnoser;
import assay.http.answer.Answer;
import assay.http.answer.Declined;
import assay.http.answer.Json;
import assay.http.answer.Problems;
import assay.http.api.Call;
import assay.http.request.BadRequest;
import assay.service.Journal;
import assay.service.journal.document.DecisionVector;
import assay.service.journal.document.ReadableRecord;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Refused;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /v1/decisions}, {@code GET /v1/decisions/{id}} and its {@code /vector}.
 *
 * @param apps the names of all that are served; a caller sees those that are its own
 */
public record PastDecisions(Journal journal, List<String> apps) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");

  /** A page of decisions, newest first. */
  public Future<Answer> list(Call call) throws BadRequest, Declined {
    Filter filter = new DecisionQuery(call, apps).filter();
    int most = filter.most() - 1;
    boolean seesAll = apps.stream().allMatch(call::sees);
    return journal.decisions(filter).map(entries -> page(entries, most, seesAll));
  }

  private static Answer page(List<Entry> entries, int most, boolean seesAll) {
    List<Entry> page = entries.size() > most ? entries.subList(0, most) : entries;
    return Answer.Ok.json(
        200,
        json -> {
          json.writeArrayFieldStart("decisions");
          for (Entry entry : page) {
            json.writeStartObject();
            summary(json, entry, seesAll);
            json.writeEndObject();
          }
          json.writeEndArray();
          if (page.size() < entries.size()) {
            json.writeStringField("next", DecisionQuery.cursor(page.getLast().position()));
          }
        });
  }

  private static void summary(JsonGenerator json, Entry entry, boolean seesAll) throws IOException {
    json.writeStringField("id", entry.id());
    Json.time(json, "at", entry.at());
    json.writeStringField("app", entry.key().app());
    json.writeStringField("environment", entry.key().environment().text());
    json.writeStringField("kind", entry.kind().text());
    json.writeStringField("verdict", entry.refusal().isPresent() ? "refused" : "accepted");
    if (entry.refusal().isPresent()) {
      json.writeStringField("code", entry.refusal().get().code());
      Json.optional(
          json, "step", entry.refusal().map(Refused::step).filter(step -> !step.isEmpty()));
      json.writeStringField("detail", entry.refusal().get().detail());
    }
    Json.optional(
        json, "diagnosisCode", entry.diagnosis().filter(_ -> seesAll || !mayRestOnOthers(entry)));
    if (!entry.key().keyId().isEmpty()) {
      json.writeStringField("keyId", entry.key().keyId().base64());
    }
  }

  /**
   * Where other apps may be behind it, whether one is stands in the record only: so the code is
   * left out of all of these, as one that is left out would tell as much as one that is there.
   */
  private static boolean mayRestOnOthers(Entry entry) {
    return entry.refusal().map(Refused::code).filter(Diagnoser::looksAtOtherApps).isPresent();
  }

  /** One decision, as it was recorded; of others than the caller's apps it tells nothing. */
  public Future<Answer> show(Call call) throws BadRequest {
    return found(call)
        .map(document -> document.map(PastDecisions::json).orElseGet(PastDecisions::unknown));
  }

  /** One decision, as a file that replays it. */
  public Future<Answer> vector(Call call) throws BadRequest {
    return found(call)
        .map(document -> document.map(PastDecisions::vector).orElseGet(PastDecisions::unknown));
  }

  private static Answer vector(Bytes document) {
    try {
      return json(DecisionVector.of(document));
    } catch (Malformed e) {
      return Answer.Problem.of(Problems.NOTHING_TO_REPLAY, String.valueOf(e.getMessage()));
    }
  }

  private static Answer json(Bytes bytes) {
    return new Answer.Ok(200, Answer.JSON, Buffer.buffer(bytes.toArray()), false);
  }

  private static Answer unknown() {
    return Answer.Problem.of(
        Problems.NO_SUCH_DECISION,
        "none of this id is recorded, or it is about an app that is not among this caller's");
  }

  private Future<Optional<Bytes>> found(Call call) throws BadRequest {
    String id = call.keyId();
    if (!ID.matcher(id).matches()) {
      throw new BadRequest("the id of a decision is the 22 characters that its answer named");
    }
    return journal
        .decision(id)
        .map(found ->
            found
                .filter(record -> call.sees(record.entry().key().app()))
                .map(record -> ReadableRecord.of(record.document(), call::sees)));
  }
}
