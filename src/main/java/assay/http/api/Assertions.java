package assay.http.api;

import assay.core.Bytes;
import assay.core.Step;
import assay.http.answer.Answer;
import assay.http.answer.Json;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Shape;
import assay.service.AssertionRequest;
import assay.service.AssertionRequest.ClientData;
import assay.service.Checked;
import assay.service.Journal;
import assay.service.Service;
import assay.service.keys.KeyFacts;
import assay.service.policy.ServedApp;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Optional;

/** {@code POST /v1/apps/{app}/assertions/verify}. */
public record Assertions(Service service, Challenges challenges, Journal journal) {
  private static final Shape SHAPE =
      Shape.of("keyId", "assertionObject", "clientData", "clientDataHash", "challenge", "subject")
          .flag("nextChallenge");

  /** Decides about an assertion; what is accepted once is never accepted again. */
  public Future<Answer> verify(Call call) throws BadRequest {
    Members request = call.members(SHAPE);
    ServedApp app = call.app();
    AssertionRequest assertion =
        new AssertionRequest(
            request.keyId("keyId"),
            request.bytes("assertionObject"),
            clientData(app, request),
            Limits.subject(request));
    return new Verdicts(journal, call, request.optionalText("keyId"))
        .answer(
            new Journal.Evidence.OfAssertion(assertion),
            seen -> service.check(app, assertion, seen),
            checked -> answer(call, app, request, checked));
  }

  private static ClientData clientData(ServedApp app, Members request) throws BadRequest {
    Optional<Bytes> whole = request.optionalBytes("clientData");
    Optional<Bytes> hash = request.optionalBytes("clientDataHash", Limits.HASH_BYTES);
    if (whole.isPresent() == hash.isPresent()) {
      throw new BadRequest(
          "exactly one of clientData and clientDataHash is taken: what the app hashed, or its"
              + " SHA-256");
    }
    Optional<String> challenge = Limits.challenge(request);
    if (whole.isPresent()) {
      if (challenge.isPresent()) {
        throw new BadRequest(
            "challenge goes with clientDataHash only; in clientData it is found by itself");
      }
      return new ClientData.Whole(whole.get());
    }
    return hash(app, hash.orElseThrow(), challenge);
  }

  private static ClientData hash(ServedApp app, Bytes hash, Optional<String> challenge)
      throws BadRequest {
    if (!app.clientDataHashAllowed()) {
      throw new BadRequest(
          "clientDataHash is not allowed for this app, as with it the caller answers for the"
              + " challenge being in what was hashed; send clientData, or set the app's policy"
              + " clientDataHash: allowed");
    }
    if (app.challengeRequired() && challenge.isEmpty()) {
      throw new BadRequest(
          "challenge is missing; with clientDataHash send the challenge that is in what was hashed");
    }
    return new ClientData.Hash(hash, challenge);
  }

  private Answer answer(Call call, ServedApp app, Members request, Checked checked) {
    return Answer.Ok.json(
        200,
        json -> {
          json.writeStringField("verdict", "accepted");
          json.writeStringField("decision", call.id());
          json.writeStringField("app", app.name());
          json.writeStringField("environment", app.environment().text());
          json.writeStringField("keyId", checked.key().keyId().base64());
          json.writeNumberField("counter", checked.counter());
          json.writeObjectFieldStart("launchInfo");
          Json.optionalNumber(
              json, "validationCategory", checked.launchInfo().validationCategory());
          Json.optional(json, "bundleVersion", checked.launchInfo().bundleVersion());
          json.writeEndObject();
          KeyJson.risk(json, checked.risk());
          warnings(json, checked);
          key(json, checked.key());
          challenges.next(json, app, request);
        });
  }

  /** What the policy finds conspicuous and accepts all the same. */
  private static void warnings(JsonGenerator json, Checked checked) throws IOException {
    if (checked.riskAboveMaximum()) {
      json.writeArrayFieldStart("warnings");
      json.writeString(Step.Use.RISK.code());
      json.writeEndArray();
    }
  }

  private static void key(JsonGenerator json, KeyFacts key) throws IOException {
    json.writeObjectFieldStart("key");
    json.writeStringField("appId", key.appId());
    Json.optional(json, "subject", key.subject());
    Json.time(json, "registeredAt", key.registeredAt());
    Json.optional(json, "osVersion", key.osVersion());
    json.writeEndObject();
  }
}
