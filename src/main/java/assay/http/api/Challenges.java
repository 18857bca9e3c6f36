package assay.http.api;

import assay.http.answer.Answer;
import assay.http.answer.Json;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Shape;
import assay.service.Service;
import assay.service.challenge.IssuedChallenge;
import assay.service.challenge.Purpose;
import assay.service.policy.ServedApp;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;

/** {@code POST /v1/apps/{app}/challenges}. */
public record Challenges(Service service) {
  private static final Shape SHAPE = Shape.of("purpose");

  /** Issues a challenge; nothing is written. */
  public Future<Answer> issue(Call call) throws BadRequest {
    Purpose purpose = purpose(call.members(SHAPE).text("purpose"));
    ServedApp app = call.app();
    IssuedChallenge challenge = service.challenge(app, purpose);
    return Future.succeededFuture(
        Answer.Ok.json(
            201,
            json -> {
              write(json, challenge);
              json.writeStringField("environment", app.environment().text());
            }));
  }

  private static Purpose purpose(String text) throws BadRequest {
    for (Purpose purpose : Purpose.values()) {
      if (purpose.text().equals(text)) {
        return purpose;
      }
    }
    throw new BadRequest("purpose must be attestation or assertion");
  }

  /** The challenge that an answer carries for the next assertion, where it was asked for. */
  void next(JsonGenerator json, ServedApp app, Members request) throws IOException {
    if (request.flag("nextChallenge")) {
      json.writeObjectFieldStart("nextChallenge");
      write(json, service.challenge(app, Purpose.ASSERTION));
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, IssuedChallenge challenge) throws IOException {
    json.writeStringField("challenge", challenge.text());
    Json.time(json, "expiresAt", challenge.expiresAt());
  }
}
