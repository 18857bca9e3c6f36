package assay.cli.diagnose;

import assay.cli.UnusableInput;
import assay.cli.verify.given.Challenge;
import assay.cli.verify.given.Texts;
import assay.core.Bytes;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Shape;
import assay.http.request.StrictJson;
import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;

/**
 * The evidence in a body of {@code …/attestations} or {@code …/assertions/verify}, read as these
 * routes read it; only a key id may be a damaged one, as that is a mistake that can be named.
 *
 * @param objection what the route has against the key id
 */
record Submitted(
    Kind kind, SentKeyId keyId, Optional<String> objection, Bytes object, ClientData clientData) {
  private static final int HASH = 32;
  private static final Shape ATTESTATION =
      Shape.of("keyId", "attestationObject", "challenge", "clientData", "subject")
          .flag("nextChallenge");
  private static final Shape ASSERTION =
      Shape.of("keyId", "assertionObject", "clientData", "clientDataHash", "challenge", "subject")
          .flag("nextChallenge");

  enum Kind {
    ATTESTATION,
    ASSERTION;

    /** Which route it was sent to; where the capture does not tell, which object it holds. */
    static Kind of(Captured captured) throws UnusableInput {
      String path = captured.path().orElse("");
      String told = path.startsWith("/v1/") ? path : captured.body().text();
      if (told.contains("/assertions/verify") || told.contains("\"assertionObject\"")) {
        return ASSERTION;
      }
      if (told.endsWith("/attestations") || told.contains("\"attestationObject\"")) {
        return ATTESTATION;
      }
      throw new UnusableInput(
          "the request carries no evidence: only /v1/apps/{app}/attestations takes an attestationObject, and"
              + " /v1/apps/{app}/assertions/verify an assertionObject");
    }
  }

  /**
   * Reads a body.
   *
   * @param pointer where the challenge stands in client data that is JSON
   * @throws BadRequest as the route would
   */
  static Submitted read(Kind kind, Bytes body, JsonPointer pointer) throws BadRequest {
    return switch (kind) {
      case ATTESTATION -> attestation(StrictJson.read(body.toArray(), ATTESTATION));
      case ASSERTION -> assertion(StrictJson.read(body.toArray(), ASSERTION), pointer);
    };
  }

  private static Submitted attestation(Members body) throws BadRequest {
    Bytes challenge = Bytes.utf8(body.text("challenge"));
    Optional<Bytes> clientData = body.optionalBytes("clientData");
    return of(
        Kind.ATTESTATION,
        body,
        body.bytes("attestationObject"),
        clientData
            .map(bytes -> ClientData.of(bytes).withChallenge(challenge))
            .orElseGet(() -> ClientData.of(challenge)));
  }

  private static Submitted assertion(Members body, JsonPointer pointer) throws BadRequest {
    Optional<Bytes> whole = body.optionalBytes("clientData");
    Optional<Bytes> hash = body.optionalBytes("clientDataHash", HASH);
    if (whole.isPresent() == hash.isPresent()) {
      throw new BadRequest(
          "exactly one of clientData and clientDataHash is taken: what the app hashed, or its SHA-256");
    }
    Bytes object = body.bytes("assertionObject");
    if (whole.isPresent()) {
      return of(Kind.ASSERTION, body, object, Challenge.in(whole.get(), pointer));
    }
    ClientData ofHash = ClientData.ofHash(hash.orElseThrow());
    return of(
        Kind.ASSERTION,
        body,
        object,
        body.optionalText("challenge")
            .map(text -> ofHash.withChallenge(Bytes.utf8(text)))
            .orElse(ofHash));
  }

  private static Submitted of(Kind kind, Members body, Bytes object, ClientData clientData)
      throws BadRequest {
    String text = body.text("keyId");
    Optional<String> objection = Optional.empty();
    Bytes bytes;
    try {
      bytes = Members.keyIdOf("keyId", text);
    } catch (BadRequest refused) {
      bytes = Texts.lenient(text);
      objection = Optional.of("400 malformed-request: " + refused.getMessage() + ".");
    }
    return new Submitted(
        kind, new SentKeyId(bytes, Optional.of(text)), objection, object, clientData);
  }
}
