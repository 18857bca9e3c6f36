package assay.http.api;

import assay.http.answer.Json;
import assay.service.policy.ServedApp;
import assay.store.NewKey;
import assay.store.Risk;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;

/** How a key is shown, by a server and by the command line. */
public final class KeyJson {
  private KeyJson() {}

  /** What a device learns of its own key. */
  static void brief(JsonGenerator json, ServedApp app, StoredKey key) throws IOException {
    name(json, app, key);
    json.writeStringField("state", state(key));
    Json.time(json, "registeredAt", key.registeredAt());
  }

  /** What callers and operators learn. */
  public static void full(JsonGenerator json, ServedApp app, StoredKey key) throws IOException {
    NewKey facts = key.facts();
    name(json, app, key);
    json.writeStringField("appId", facts.appId());
    json.writeStringField("state", state(key));
    Json.optional(json, "subject", facts.subject());
    json.writeNumberField("counter", key.counter());
    Json.time(json, "registeredAt", key.registeredAt());
    Json.optionalTime(json, "lastUsedAt", key.lastUsedAt());
    Json.optionalTime(json, "revokedAt", key.revoked().map(StoredKey.Revoked::at));
    Json.optional(json, "revokedReason", key.revoked().map(StoredKey.Revoked::reason));
    Json.optional(json, "osVersion", facts.osVersion());
    Json.optional(json, "osBuild", facts.osBuild());
    Json.optionalNumber(json, "validationCategory", facts.validationCategory());
    Json.optional(json, "bundleVersion", facts.bundleVersion());
    receipt(json, facts.receipt());
    risk(json, key.risk());
  }

  private static void name(JsonGenerator json, ServedApp app, StoredKey key) throws IOException {
    json.writeStringField("keyId", key.facts().key().keyId().base64());
    json.writeStringField("app", app.name());
    json.writeStringField("environment", app.environment().text());
  }

  private static String state(StoredKey key) {
    return key.revoked().isPresent() ? "revoked" : "active";
  }

  private static void receipt(JsonGenerator json, Optional<StoredReceipt> receipt)
      throws IOException {
    json.writeObjectFieldStart("receipt");
    json.writeStringField("verdict", receipt.map(KeyJson::verdict).orElse("absent"));
    if (receipt.isPresent()) {
      Json.optional(json, "step", receipt.get().refusedAt());
      Json.optionalTime(json, "createdAt", receipt.get().createdAt());
      Json.optionalTime(json, "notBefore", receipt.get().notBefore());
      Json.optionalTime(json, "expiresAt", receipt.get().expiresAt());
    }
    json.writeEndObject();
  }

  private static String verdict(StoredReceipt receipt) {
    return receipt.refusedAt().isPresent() ? "refused" : "accepted";
  }

  static void risk(JsonGenerator json, Optional<Risk> risk) throws IOException {
    if (risk.isPresent()) {
      json.writeObjectFieldStart("risk");
      json.writeNumberField("metric", risk.get().metric());
      Json.time(json, "asOf", risk.get().asOf());
      json.writeEndObject();
    }
  }
}
