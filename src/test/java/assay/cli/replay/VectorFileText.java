package assay.cli.replay;

import assay.core.App;
import assay.core.Bytes;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** Writes what a vector file was read as, with its certificates in it. */
final class VectorFileText {
  /** A string in JSON may hold what UTF-8 cannot. */
  private static final ObjectMapper JSON =
      new ObjectMapper(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

  private VectorFileText() {}

  static Bytes of(List<VectorFile.Case> cases) {
    ObjectNode file = JSON.createObjectNode().put("format", VectorFile.FORMAT);
    ArrayNode array = file.putArray("cases");
    cases.forEach(vectorCase -> write(array.addObject(), vectorCase));
    try {
      return Bytes.utf8(JSON.writeValueAsString(file));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(ObjectNode json, VectorFile.Case vectorCase) {
    json.put("id", vectorCase.id()).put("trust", pem(vectorCase.trust().attestations()));
    if (!vectorCase.trust().receipts().isEmpty()) {
      json.put("receiptTrust", pem(vectorCase.trust().receipts()));
    }
    ObjectNode app = json.putObject("app");
    write(app, vectorCase.app());
    app.put("receipt", vectorCase.rules().receiptRequired() ? "required" : "optional");
    vectorCase
        .rules()
        .riskLimit()
        .ifPresent(limit ->
            app.put("maximumRiskMetric", limit.maximum())
                .put("riskAction", limit.refuses() ? "refuse" : "warn"));
    write(json.putObject("context"), vectorCase.context());
    ArrayNode events = json.putArray("events");
    vectorCase.events().forEach(event -> write(events.addObject(), event));
  }

  private static String pem(List<X509Certificate> certificates) {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        pem.append("-----BEGIN CERTIFICATE-----\n")
            .append(Bytes.of(certificate.getEncoded()).base64())
            .append("\n-----END CERTIFICATE-----\n");
      } catch (CertificateEncodingException e) {
        throw new AssertionError(e);
      }
    }
    return pem.toString();
  }

  private static void write(ObjectNode json, App app) {
    ArrayNode appIds = json.putArray("appIds");
    app.appIds().forEach(appIds::add);
    json.put("environment", word(app.environment())).put("platform", word(app.platform()));
    ArrayNode categories = json.putArray("validationCategories");
    app.validationCategories().forEach(categories::add);
    json.put("launchInfo", app.launchInfoRequired() ? "required" : "optional");
    app.minimumBundleVersion()
        .ifPresent(minimum -> json.put("minimumBundleVersion", minimum.toString()));
    json.put("counter", app.counterRule().toString());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void write(ObjectNode json, VectorContext context) {
    ArrayNode otherApps = json.putArray("otherApps");
    context
        .otherApps()
        .forEach(other -> write(otherApps.addObject().put("name", other.name()), other.app()));
    ArrayNode challenges = json.putArray("challenges");
    context
        .challenges()
        .forEach(challenge ->
            challenges
                .addObject()
                .put("challenge", challenge.text().base64())
                .put("purpose", challenge.purpose()));
    ArrayNode elsewhere = json.putArray("keysElsewhere");
    context
        .keysElsewhere()
        .forEach((id, apps) ->
            apps.forEach(app -> elsewhere.addObject().put("keyId", id.base64()).put("app", app)));
    ArrayNode refusals = json.putArray("refusals");
    context
        .refusals()
        .forEach((id, refusal) ->
            refusals
                .addObject()
                .put("keyId", id.base64())
                .put("step", refusal.step().code())
                .put("at", refusal.at().toString()));
    ArrayNode ofUser = json.putArray("keysOfUser");
    context.keysOfUser().forEach(id -> ofUser.add(id.base64()));
  }

  private static void write(ObjectNode json, VectorEvent event) {
    json.put("type", event.type()).put("keyId", event.keyId().base64());
    switch (event) {
      case VectorEvent.OfAttestation it -> {
        json.put("at", it.at().toString()).put("attestationObject", it.object().base64());
        write(json, it.sent(), it.clientData(), it.asked());
      }
      case VectorEvent.OfAssertion it -> {
        json.put("at", it.at().toString()).put("assertionObject", it.object().base64());
        write(json, it.sent(), it.clientData(), it.asked());
      }
      case VectorEvent.OfReceipt it -> {
        json.put("at", it.at().toString()).put("receipt", it.receipt().base64());
        it.newerThan().ifPresent(time -> json.put("newerThan", time.toString()));
      }
      case VectorEvent.OfKey it -> write(json, it);
      case VectorEvent.OfRevoke _ -> {}
    }
    JsonNode expect = event.expect();
    if (!expect.isMissingNode()) {
      json.set("expect", expect);
    }
  }

  private static void write(
      ObjectNode json, SentKeyId sent, ClientData data, VectorEvent.Asked asked) {
    sent.text().ifPresent(text -> json.put("keyIdText", text));
    data.bytes()
        .ifPresentOrElse(
            bytes -> json.put("clientData", bytes.base64()),
            () -> json.put("clientDataHash", data.hash().base64()));
    data.challenge().ifPresent(challenge -> json.put("challenge", challenge.base64()));
    asked.subject().ifPresent(subject -> json.put("subject", subject));
    asked.challengeFault().ifPresent(fault -> json.put("challengeFault", fault));
    asked.challengeReason().ifPresent(reason -> json.put("challengeReason", reason.text()));
  }

  private static void write(ObjectNode json, VectorEvent.OfKey key) {
    json.put("publicKey", key.publicKey().base64()).put("counter", key.counter());
    key.appId().ifPresent(appId -> json.put("appId", appId));
    key.subject().ifPresent(subject -> json.put("subject", subject));
    key.risk()
        .ifPresent(risk ->
            json.putObject("risk")
                .put("metric", risk.metric())
                .put("asOf", risk.asOf().toString()));
  }
}
