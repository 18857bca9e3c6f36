package assay.service.journal.explain;

import assay.core.Bytes;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.service.AssertionRequest;
import assay.service.AttestationRequest;
import assay.service.Journal.Evidence;
import assay.service.Journal.Occasion;
import assay.service.Seen;
import assay.store.DecisionLog.Kind;
import java.util.Optional;

/**
 * Evidence of either kind, as it was judged.
 *
 * @param sent the key id, decoded and as it came
 * @param clientData what the server took for it
 * @param challenge as it was sent, or found
 */
public record Judged(
    Kind kind,
    SentKeyId sent,
    Bytes object,
    ClientData clientData,
    Optional<String> challenge,
    Optional<String> subject) {

  /** As it came, with the challenge that the decision found. */
  public static Judged of(Occasion occasion, Evidence evidence, Seen seen) {
    return switch (evidence) {
      case Evidence.OfAttestation(AttestationRequest request) ->
          new Judged(
              Kind.ATTESTATION,
              new SentKeyId(request.keyId(), occasion.keyIdText()),
              request.object(),
              clientData(request),
              Optional.of(request.challenge()),
              request.subject());
      case Evidence.OfAssertion(AssertionRequest request) ->
          new Judged(
              Kind.ASSERTION,
              new SentKeyId(request.keyId(), occasion.keyIdText()),
              request.object(),
              clientData(request, seen.challenge()),
              seen.challenge(),
              request.subject());
    };
  }

  /** The challenge is the client data, or stands beside it. */
  private static ClientData clientData(AttestationRequest request) {
    Bytes challenge = Bytes.utf8(request.challenge());
    return request
        .clientData()
        .map(data -> ClientData.of(data).withChallenge(challenge))
        .orElseGet(() -> ClientData.of(challenge));
  }

  private static ClientData clientData(AssertionRequest request, Optional<String> challenge) {
    ClientData data =
        switch (request.clientData()) {
          case AssertionRequest.ClientData.Whole(Bytes bytes) -> ClientData.of(bytes);
          case AssertionRequest.ClientData.Hash(Bytes hash, _) -> ClientData.ofHash(hash);
        };
    return challenge
        .map(Bytes::utf8)
        .filter(text -> !data.bytes().equals(Optional.of(text)))
        .map(data::withChallenge)
        .orElse(data);
  }
}
