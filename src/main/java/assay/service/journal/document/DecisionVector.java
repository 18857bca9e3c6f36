package assay.service.journal.document;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.AttestationObject;
import assay.core.attestation.Leaf;
import assay.store.DecisionLog.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/**
 * Turns a record into a file of the format {@code assay-vectors/1} with one case, which gives the
 * same verdict wherever it is replayed: first the key as it was known, then the evidence at its
 * time; and the same diagnosis, where all that it was found by was recorded.
 *
 * <p>What an accepted assertion's counter had to be above is not recorded. One less than it stands
 * in for that: any other that the rule accepts gives the same verdict.
 */
public final class DecisionVector {
  private static final List<String> POLICY =
      List.of(
          "appIds",
          "environment",
          "platform",
          "validationCategories",
          "launchInfo",
          "minimumBundleVersion",
          "counter",
          "receipt",
          "maximumRiskMetric",
          "riskAction");

  private final JsonNode record;

  private DecisionVector(JsonNode record) {
    this.record = record;
  }

  /**
   * The file, as UTF-8.
   *
   * @param document of the record
   * @throws Malformed where no replay can come to a verdict: the record lacks its object, which was
   *     too large to keep, or the decision was none of evidence
   */
  public static Bytes of(Bytes document) throws Malformed {
    try {
      JsonNode record = Document.MAPPER.readTree(document.toArray());
      if (!record.path("format").asText().equals(Document.FORMAT)) {
        throw new Malformed("the record is of a format that this program does not know");
      }
      requireOfEvidence(record);
      if (!record.path("evidence").has("object")) {
        throw new Malformed("the object was too large to be kept, so it cannot be judged again");
      }
      return Document.bytes(new DecisionVector(record).file());
    } catch (IOException e) {
      throw new Malformed("the record is no JSON");
    }
  }

  /** What Apple says, and what was only looked up, follows from no evidence. */
  private static void requireOfEvidence(JsonNode record) throws Malformed {
    if (record.path("kind").asText().equals(Kind.DEVICECHECK.text())) {
      throw new Malformed(
          "there is nothing to replay: Apple alone judges a device token, which counts once and of"
              + " which only the SHA-256 is kept");
    }
    if (record.has("code") && !record.has("step")) {
      throw new Malformed(
          "there is nothing to replay: no receipt was judged here, as "
              + record.path("code").asText()
              + " is what Apple answered or what was known of the key");
    }
  }

  private boolean ofReceipt() {
    return record.path("kind").asText().equals(Kind.RECEIPT.text());
  }

  private ObjectNode file() throws Malformed {
    ObjectNode file = Document.MAPPER.createObjectNode();
    file.put("format", "assay-vectors/1");
    ObjectNode one = file.putArray("cases").addObject();
    one.set("id", record.path("id"));
    one.put("comment", comment());
    JsonNode policy = record.path("policy");
    trust(policy, one);
    ObjectNode app = one.putObject("app");
    POLICY.forEach(member -> copy(policy, member, app));
    context(one);
    ArrayNode events = one.putArray("events");
    key(events);
    record.path("context").path("keys").forEach(other -> other(events, other));
    if (ofReceipt()) {
      receipt(events.addObject());
    } else {
      evidence(events.addObject());
    }
    return file;
  }

  /**
   * Records name the receipts' roots where they are others; vectors, where they are not Apple's.
   */
  private static void trust(JsonNode policy, ObjectNode one) {
    one.set("trust", policy.path("trust"));
    if (!policy.path("trust").asText().equals("apple")) {
      one.set("receiptTrust", policy.path(policy.has("receiptTrust") ? "receiptTrust" : "trust"));
    }
  }

  /** What a diagnosis was found by; keys are events in a vector. */
  private void context(ObjectNode to) {
    if (record.path("context") instanceof ObjectNode known) {
      to.set("context", known.deepCopy().without("keys"));
    }
  }

  /** Another key of the app, of which a diagnosis tells whether it signed. */
  private static void other(ArrayNode events, JsonNode key) {
    events
        .addObject()
        .put("type", "key")
        .put("keyId", key.path("keyId").asText())
        .put("publicKey", key.path("publicKey").asText())
        .put("counter", 0);
  }

  private String comment() {
    return "a decision about the app "
        + record.path("app").asText()
        + " ("
        + record.path("environment").asText()
        + ")"
        + (record.path("diagnosis").has("code")
            ? "; diagnosed as " + record.path("diagnosis").path("code").asText()
            : "");
  }

  /** The key as it was registered before, where it was. */
  private void key(ArrayNode events) throws Malformed {
    JsonNode state = record.path("state");
    boolean revoked = state.path("revoked").asBoolean();
    JsonNode known = state.path("key");
    if (known.isMissingNode() && !revoked) {
      return;
    }
    ObjectNode key = events.addObject();
    key.put("type", "key");
    key.set("keyId", record.path("keyId"));
    if (known.isMissingNode()) {
      key.put("publicKey", attestedKey().base64());
    } else {
      key.set("publicKey", known.path("publicKey"));
    }
    key.put("counter", counter(state));
    for (String member : List.of("appId", "subject", "risk")) {
      copy(known, member, key);
    }
    if (revoked) {
      events.addObject().put("type", "revoke").set("keyId", record.path("keyId"));
    }
  }

  /** A receipt that came in exchange, with the time of the one that it had to be newer than. */
  private void receipt(ObjectNode event) {
    event.put("type", record.path("kind").asText());
    event.set("at", record.path("at"));
    event.set("keyId", record.path("keyId"));
    event.set("receipt", record.path("evidence").path("object"));
    JsonNode kept = record.path("state").path("receipt").path("createdAt");
    if (!kept.isMissingNode()) {
      event.set("newerThan", kept);
    }
    expect(event);
  }

  private static long counter(JsonNode state) {
    return state.has("counter")
        ? state.path("counter").asLong() - 1
        : state.path("key").path("counter").asLong();
  }

  /** Of a registration that met a revoked key no more was read; the evidence has the key. */
  private Bytes attestedKey() throws Malformed {
    return Leaf.decode(AttestationObject.decode(object()).x5c().getFirst()).publicKey();
  }

  private Bytes object() {
    return Bytes.of(Base64.getDecoder().decode(record.path("evidence").path("object").asText()));
  }

  private void evidence(ObjectNode event) {
    String kind = record.path("kind").asText();
    JsonNode evidence = record.path("evidence");
    event.put("type", kind);
    event.set("at", record.path("at"));
    event.set("keyId", record.path("keyId"));
    copy(evidence, "keyIdText", event);
    event.set(kind + "Object", evidence.path("object"));
    copy(evidence, evidence.has("clientData") ? "clientData" : "clientDataHash", event);
    challenge(event);
    copy(evidence, "subject", event);
    copy(record.path("state"), "challengeFault", event);
    copy(record.path("state"), "challengeReason", event);
    expect(event);
  }

  private void expect(ObjectNode event) {
    ObjectNode expect = event.putObject("expect");
    expect.set("verdict", record.path("verdict"));
    if (record.has("code")) {
      expect.set("step", record.path("code"));
      expect.set("detail", record.path("detail"));
    }
    if (record.has("context")) {
      expect.set("diagnosis", record.path("diagnosis").path("code"));
    }
  }

  /** Vectors write it as bytes, and only where it is not the client data itself. */
  private void challenge(ObjectNode event) {
    JsonNode evidence = record.path("evidence");
    String challenge = evidence.path("challenge").asText();
    String bytes = Bytes.utf8(challenge).base64();
    if (!challenge.isEmpty() && !bytes.equals(evidence.path("clientData").asText())) {
      event.put("challenge", bytes);
    }
  }

  private static void copy(JsonNode from, String member, ObjectNode to) {
    if (from.has(member)) {
      to.set(member, from.path(member));
    }
  }
}
