package assay.service.journal.document;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.service.Checked;
import assay.service.Journal.Occasion;
import assay.service.Seen;
import assay.service.journal.explain.Found;
import assay.service.journal.explain.Judged;
import assay.service.keys.KeyFacts;
import assay.store.AppKey;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Recorded;
import assay.store.DecisionLog.Refused;
import assay.store.Risk;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;

/** Writes records: {@code assay-decision/1}, which {@code openapi.yaml} describes. */
public final class Document {
  static final String FORMAT = "assay-decision/1";
  static final String DIAGNOSIS = "diagnosis";
  static final String DIAGNOSIS_ALONE = "diagnosisAlone";
  static final String RESTS_ON = "restsOn";
  static final String CONTEXT = "context";
  static final ObjectMapper MAPPER = new ObjectMapper();

  /** The largest object that is kept; a real one has less than a quarter. */
  private static final int LARGEST_OBJECT = 64 * 1024;

  /** RFC 3339 with milliseconds, as all answers have it. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private Document() {}

  /**
   * A decision as it is recorded.
   *
   * @param at when it was judged, to the millisecond
   */
  public static Recorded of(
      Occasion occasion, Judged judged, Verdict<?> verdict, Seen seen, Instant at, Found found) {
    Entry entry =
        new Entry(
            occasion.id(),
            at,
            new AppKey(occasion.app().name(), occasion.app().environment(), judged.sent().bytes()),
            judged.kind(),
            refusal(verdict),
            found.whole().map(Diagnosis::code));
    Optional<String> advice =
        verdict instanceof Verdict.Refused<?>(Step step, _)
            ? Optional.of(step.advice())
            : Optional.empty();
    ObjectNode json = begun(occasion, entry, advice, found);
    evidence(json.putObject("evidence"), judged);
    state(json.putObject("state"), seen, verdict);
    if (isWhole(json.path("evidence"), judged)) {
      context(json, found, judged);
    }
    return new Recorded(entry, bytes(json));
  }

  /** What all records begin with; evidence and state follow. */
  static ObjectNode begun(Occasion occasion, Entry entry, Optional<String> advice, Found found) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format", FORMAT);
    head(json, entry);
    advice.ifPresent(text -> json.put("advice", text));
    diagnoses(json, found);
    json.put("listener", occasion.listener());
    json.set("policy", PolicyJson.of(occasion.app(), MAPPER));
    return json;
  }

  /** All that was found, and what is told of it to whom the others do not exist. */
  private static void diagnoses(ObjectNode json, Found found) {
    found.whole().ifPresent(whole -> diagnosis(json.putObject(DIAGNOSIS), whole));
    if (found.whole().isPresent() || !found.restsOn().isEmpty()) {
      found.restsOn().forEach(json.putArray(RESTS_ON)::add);
    }
    if (!found.restsOn().isEmpty()) {
      found.alone().ifPresent(alone -> diagnosis(json.putObject(DIAGNOSIS_ALONE), alone));
    }
  }

  private static void context(ObjectNode json, Found found, Judged judged) {
    if (found.whole().isPresent() && found.known().isPresent()) {
      ContextJson.write(
          json.putObject(CONTEXT), found.whole().get().mistake(), found.known().get(), judged);
    }
  }

  /** What was left out for its size may be what a diagnosis was found in. */
  private static boolean isWhole(JsonNode evidence, Judged judged) {
    return evidence.has("object")
        && evidence.has("clientData") == judged.clientData().bytes().isPresent();
  }

  private static Optional<Refused> refusal(Verdict<?> verdict) {
    return verdict instanceof Verdict.Refused<?>(Step step, String detail)
        ? Optional.of(new Refused(step.number(), step.code(), detail))
        : Optional.empty();
  }

  private static void head(ObjectNode json, Entry entry) {
    json.put("id", entry.id());
    json.put("at", time(entry.at()));
    json.put("app", entry.key().app());
    json.put("environment", entry.key().environment().text());
    json.put("kind", entry.kind().text());
    json.put("verdict", entry.refusal().isPresent() ? "refused" : "accepted");
    entry.refusal().ifPresent(refused -> refusal(json, refused));
    if (!entry.key().keyId().isEmpty()) {
      json.put("keyId", entry.key().keyId().base64());
    }
  }

  private static void refusal(ObjectNode json, Refused refused) {
    json.put("code", refused.code());
    if (!refused.step().isEmpty()) {
      json.put("step", refused.step());
    }
    json.put("detail", refused.detail());
  }

  private static void diagnosis(ObjectNode json, Diagnosis found) {
    json.put("code", found.code());
    json.put("found", found.found());
    json.put("action", found.action());
    json.put("side", found.mistake().side().text());
    json.put("certainty", found.certainty().text());
    found.swift().ifPresent(line -> json.put("swift", line));
  }

  private static void evidence(ObjectNode json, Judged judged) {
    int room = LARGEST_OBJECT - object(json, judged.object());
    judged.sent().text().ifPresent(text -> json.put("keyIdText", text));
    judged
        .clientData()
        .bytes()
        .filter(data -> data.length() <= room)
        .ifPresent(data -> json.put("clientData", data.base64()));
    json.put("clientDataHash", judged.clientData().hash().base64());
    judged.challenge().ifPresent(text -> json.put("challenge", text));
    judged.subject().ifPresent(subject -> json.put("subject", subject));
  }

  /** The object where it is not too large, else its size; answers how many bytes are kept. */
  static int object(ObjectNode json, Bytes object) {
    if (object.length() > LARGEST_OBJECT) {
      json.put("objectBytes", object.length());
      return 0;
    }
    json.put("object", object.base64());
    return object.length();
  }

  private static void state(ObjectNode json, Seen seen, Verdict<?> verdict) {
    seen.key().ifPresent(key -> key(json.putObject("key"), key, seen));
    if (seen.revoked()) {
      json.put("revoked", true);
    }
    switch (verdict) {
      case Verdict.Refused<?>(Step step, String detail) when step.code().equals("challenge") ->
          fault(json, seen, detail);
      case Verdict.Accepted<?>(Checked checked) -> json.put("counter", checked.counter());
      default -> {}
    }
  }

  private static void fault(ObjectNode json, Seen seen, String detail) {
    json.put("challengeFault", detail);
    seen.challengeFault().ifPresent(fault -> json.put("challengeReason", fault.text()));
  }

  private static void key(ObjectNode json, KeyFacts key, Seen seen) {
    json.put("publicKey", key.publicKey().base64());
    json.put("appId", key.appId());
    json.put("registeredAt", time(key.registeredAt()));
    key.subject().ifPresent(subject -> json.put("subject", subject));
    seen.counter().ifPresent(counter -> json.put("counter", counter));
    seen.risk().ifPresent(risk -> risk(json.putObject("risk"), risk));
  }

  private static void risk(ObjectNode json, Risk risk) {
    json.put("metric", risk.metric());
    json.put("asOf", time(risk.asOf()));
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  static Bytes bytes(ObjectNode json) {
    try {
      return Bytes.of(MAPPER.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }
}
