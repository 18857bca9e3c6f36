package assay.http.inspect;

import assay.core.Bytes;
import assay.http.answer.Declined;
import assay.http.answer.Problems;
import assay.http.api.Call;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Shape;
import assay.service.ServedApp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an object is judged against.
 *
 * @param app whose policy and roots
 * @param keyId 32 bytes
 * @param publicKey an X9.62 uncompressed point, 65 bytes
 * @param clientDataHash 32 bytes
 * @param at the time of the judgement
 */
record Context(
    ServedApp app,
    Optional<Bytes> keyId,
    Optional<Bytes> publicKey,
    Optional<Bytes> clientDataHash,
    Instant at) {
  static final Shape SHAPE =
      Shape.of("app", "keyId", "publicKey", "challenge", "clientData", "clientDataHash", "at");

  private static final int HASH_BYTES = 32;
  private static final int POINT_BYTES = 65;

  static Context read(Members members, Call call, Instant now) throws BadRequest, Declined {
    ServedApp app =
        call.scope()
            .apply(members.text("app"))
            .orElseThrow(() ->
                new Declined(Problems.NO_SUCH_APP, "context.app is no app that you may ask about"));
    return new Context(
        app,
        members.has("keyId") ? Optional.of(members.keyId("keyId")) : Optional.empty(),
        members.optionalBytes("publicKey", POINT_BYTES),
        hash(members),
        at(members, now));
  }

  private static Optional<Bytes> hash(Members members) throws BadRequest {
    List<Bytes> given =
        Stream.of(
                members.optionalText("challenge").map(text -> Bytes.sha256(Bytes.utf8(text))),
                members.optionalBytes("clientData").map(Bytes::sha256),
                members.optionalBytes("clientDataHash", HASH_BYTES))
            .flatMap(Optional::stream)
            .toList();
    if (given.size() > 1) {
      throw new BadRequest(
          "at most one of context.challenge, clientData and clientDataHash is taken");
    }
    return given.stream().findFirst();
  }

  private static Instant at(Members members, Instant now) throws BadRequest {
    Optional<String> text = members.optionalText("at");
    try {
      return text.isPresent() ? Instant.parse(Objects.requireNonNull(text.get())) : now;
    } catch (DateTimeException _) {
      throw new BadRequest("context.at must be a time such as 2026-01-31T12:00:00Z");
    }
  }

  Bytes requireKeyId() throws BadRequest {
    return keyId.orElseThrow(() -> new BadRequest("context.keyId is missing for this object"));
  }

  Bytes requirePublicKey() throws BadRequest {
    return publicKey.orElseThrow(
        () -> new BadRequest("context.publicKey is missing: an assertion is judged by its key"));
  }

  Bytes requireHash() throws BadRequest {
    return clientDataHash.orElseThrow(() ->
        new BadRequest(
            "what did the app sign? Give one of context.challenge, clientData, clientDataHash"));
  }
}
