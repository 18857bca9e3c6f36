package assay.http.api;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.http.answer.Answer;
import assay.http.answer.Declined;
import assay.http.answer.Json;
import assay.http.answer.Problems;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Query;
import assay.service.Journal;
import assay.service.journal.DecisionVector;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Position;
import assay.store.DecisionLog.Recorded;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /v1/decisions}, {@code GET /v1/decisions/{id}} and its {@code /vector}.
 *
 * @param apps the names of all that are served; a caller sees those that are its own
 */
public record PastDecisions(Journal journal, List<String> apps) {
  private static final List<String> PARAMETERS =
      List.of("app", "step", "kind", "keyId", "since", "until", "after", "limit");
  private static final int MOST_LISTED = 500; // one more is asked for, to know whether there is one
  private static final int USUALLY_LISTED = 100;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Pattern CODE = Pattern.compile("[a-z-]{1,64}");
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,15})[.]([A-Za-z0-9_-]{1,64})");

  /** A page of decisions, newest first. */
  public Future<Answer> list(Call call) throws BadRequest, Declined {
    Query query = Query.read(call.query(), PARAMETERS);
    int most = query.number("limit", 1, MOST_LISTED, USUALLY_LISTED);
    Filter filter =
        new Filter(
            apps(call, query.text("app")),
            code(query.text("step")),
            kind(query.text("kind")),
            keyId(query.text("keyId")),
            time(query, "since"),
            time(query, "until"),
            after(query.text("after")),
            most + 1);
    return journal.decisions(filter).map(entries -> page(entries, most));
  }

  private List<String> apps(Call call, Optional<String> asked) throws Declined {
    List<String> own = apps.stream().filter(name -> call.scope().apply(name).isPresent()).toList();
    if (asked.isEmpty()) {
      return own;
    }
    if (!own.contains(asked.get())) {
      throw new Declined(
          Problems.NO_SUCH_APP,
          "no app of this name is configured, or it is not among this caller's apps");
    }
    return List.of(asked.get());
  }

  private static Optional<String> code(Optional<String> text) throws BadRequest {
    if (text.isPresent() && !CODE.matcher(text.get()).matches()) {
      throw new BadRequest("step must be the code of a step, such as nonce");
    }
    return text;
  }

  private static Optional<Kind> kind(Optional<String> text) throws BadRequest {
    Optional<Kind> kind = text.flatMap(Kind::parse);
    if (text.isPresent() && kind.isEmpty()) {
      throw new BadRequest("kind must be attestation or assertion");
    }
    return kind;
  }

  private static Optional<Bytes> keyId(Optional<String> text) throws BadRequest {
    return text.isPresent()
        ? Optional.of(Members.keyIdOf("keyId", text.get()))
        : Optional.empty();
  }

  private static Optional<Instant> time(Query query, String name) throws BadRequest {
    Optional<String> text = query.text(name);
    try {
      return text.map(Instant::parse).filter(PastDecisions::writable);
    } catch (DateTimeException _) {
      throw new BadRequest(name + " must be a time in UTC such as 2026-11-21T12:00:00Z");
    }
  }

  /** Times that no decision can have been made at bound nothing. */
  private static boolean writable(Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("9999-12-31T23:59:59Z"))) {
      throw new DateTimeException("no time of this server");
    }
    return true;
  }

  private static Optional<Position> after(Optional<String> text) throws BadRequest {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher cursor = CURSOR.matcher(text.get());
    if (!cursor.matches()) {
      throw new BadRequest("after must be the next of the page before, as it came");
    }
    return Optional.of(
        new Position(
            Instant.ofEpochMilli(Math.min(Long.parseLong(cursor.group(1)), 253402300799999L)),
            cursor.group(2)));
  }

  private static Answer page(List<Entry> entries, int most) {
    List<Entry> page = entries.size() > most ? entries.subList(0, most) : entries;
    return Answer.Ok.json(
        200,
        json -> {
          json.writeArrayFieldStart("decisions");
          for (Entry entry : page) {
            json.writeStartObject();
            summary(json, entry);
            json.writeEndObject();
          }
          json.writeEndArray();
          if (page.size() < entries.size()) {
            Position last = page.getLast().position();
            json.writeStringField("next", last.at().toEpochMilli() + "." + last.id());
          }
        });
  }

  private static void summary(JsonGenerator json, Entry entry) throws IOException {
    json.writeStringField("id", entry.id());
    Json.time(json, "at", entry.at());
    json.writeStringField("app", entry.key().app());
    json.writeStringField("environment", entry.key().environment().text());
    json.writeStringField("kind", entry.kind().text());
    json.writeStringField("verdict", entry.refusal().isPresent() ? "refused" : "accepted");
    if (entry.refusal().isPresent()) {
      json.writeStringField("code", entry.refusal().get().code());
      json.writeStringField("step", entry.refusal().get().step());
      json.writeStringField("detail", entry.refusal().get().detail());
    }
    Json.optional(json, "diagnosisCode", entry.diagnosis());
    json.writeStringField("keyId", entry.key().keyId().base64());
  }

  /** One decision, as it was recorded. */
  public Future<Answer> show(Call call) throws BadRequest {
    return found(call)
        .map(record ->
            record
                .<Answer>map(known -> json(known.document()))
                .orElseGet(PastDecisions::unknown));
  }

  /** One decision, as a file that replays it. */
  public Future<Answer> vector(Call call) throws BadRequest {
    return found(call)
        .map(record ->
            record
                .map(known -> vector(known.document()))
                .orElseGet(PastDecisions::unknown));
  }

  private static Answer vector(Bytes document) {
    try {
      return json(DecisionVector.of(document));
    } catch (Malformed e) {
      return Answer.Problem.of(Problems.NO_SUCH_DECISION, String.valueOf(e.getMessage()));
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

  private Future<Optional<Recorded>> found(Call call) throws BadRequest {
    String id = call.keyId();
    if (!ID.matcher(id).matches()) {
      throw new BadRequest("the id of a decision is the 22 characters that its answer named");
    }
    return journal
        .decision(id)
        .map(found -> found.filter(record -> isOwn(call, record.entry().key().app())));
  }

  private static boolean isOwn(Call call, String app) {
    return call.scope().apply(app).isPresent();
  }
}
