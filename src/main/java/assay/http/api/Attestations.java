package assay.http.api;

import assay.http.answer.Answer;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Shape;
import assay.service.AttestationRequest;
import assay.service.Journal;
import assay.service.Registered;
import assay.service.Service;
import assay.service.policy.ServedApp;
import io.vertx.core.Future;

/** {@code POST /v1/apps/{app}/attestations}. */
public record Attestations(Service service, Challenges challenges, Journal journal) {
  private static final Shape SHAPE =
      Shape.of("keyId", "attestationObject", "challenge", "clientData", "subject")
          .flag("nextChallenge");

  /** Registers a key: 201 where it is new, 200 where it was known and nothing changed. */
  public Future<Answer> register(Call call) throws BadRequest {
    Members request = call.members(SHAPE);
    ServedApp app = call.app();
    AttestationRequest attestation = read(call, request);
    return new Verdicts(journal, call, request.optionalText("keyId"))
        .answer(
            new Journal.Evidence.OfAttestation(attestation),
            seen -> service.register(app, attestation, seen),
            registered -> answer(call, app, request, registered));
  }

  private static AttestationRequest read(Call call, Members request) throws BadRequest {
    if (call.fromDevice() && request.has("subject")) {
      throw new BadRequest(
          "subject is taken on the internal listener only: a device cannot say whose it is");
    }
    if (!request.has("challenge")) {
      throw new BadRequest(
          "challenge is missing; send the one that was issued for this attestation, as it came");
    }
    return new AttestationRequest(
        request.keyId("keyId"),
        request.bytes("attestationObject"),
        Limits.challenge(request).orElseThrow(),
        request.optionalBytes("clientData"),
        Limits.subject(request));
  }

  private Answer answer(Call call, ServedApp app, Members request, Registered registered) {
    return Answer.Ok.json(
        registered.added() ? 201 : 200,
        json -> {
          if (call.fromDevice()) {
            KeyJson.brief(json, app, registered.key());
          } else {
            KeyJson.full(json, app, registered.key());
          }
          challenges.next(json, app, request);
        });
  }
}
