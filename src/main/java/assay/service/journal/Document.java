package assay.service.journal;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.service.Checked;
import assay.service.Journal.Occasion;
import assay.service.KeyFacts;
import assay.service.Seen;
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
final class Document {
  static final String FORMAT = "assay-decision/1";
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
  static Recorded of(
      Occasion occasion,
      Judged judged,
      Verdict<?> verdict,
      Seen seen,
      Instant at,
      Optional<Found> found) {
    Entry entry =
        new Entry(
            occasion.id(),
            at,
            new AppKey(occasion.app().name(), occasion.app().environment(), judged.sent().bytes()),
            judged.kind(),
            refusal(verdict),
            found.map(Found::diagnosis).map(Diagnosis::code));
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format", FORMAT);
    head(json, entry);
    if (verdict instanceof Verdict.Refused<?>(Step step, _)) {
      json.put("advice", step.advice());
    }
    found.ifPresent(why -> diagnosis(json.putObject("diagnosis"), why.diagnosis()));
    json.put("listener", occasion.listener());
    json.set("policy", PolicyJson.of(occasion.app(), MAPPER));
    evidence(json.putObject("evidence"), judged);
    state(json.putObject("state"), seen, verdict);
    found
        .filter(_ -> isWhole(json.path("evidence"), judged))
        .ifPresent(why ->
            ContextJson.write(json.putObject("context"), why, judged, json.path("code").asText()));
    return new Recorded(entry, bytes(json));
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
    entry
        .refusal()
        .ifPresent(refused ->
            json.put("code", refused.code())
                .put("step", refused.step())
                .put("detail", refused.detail()));
    json.put("keyId", entry.key().keyId().base64());
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
    boolean fits = judged.object().length() <= LARGEST_OBJECT;
    if (fits) {
      json.put("object", judged.object().base64());
    } else {
      json.put("objectBytes", judged.object().length());
    }
    int room = LARGEST_OBJECT - (fits ? judged.object().length() : 0);
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
