package assay.http.inspect;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.http.answer.Declined;
import assay.http.answer.Problems;
import assay.http.api.Call;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Shape;
import assay.service.policy.ServedApp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an object is judged against.
 *
 * @param app whose policy and roots
 * @param sentKeyId as it was sent, of any length: a wrong one is something to explain here
 * @param publicKey an X9.62 uncompressed point, 65 bytes
 * @param clientData what the app is expected to have signed
 * @param counter the highest that was accepted of the key
 * @param at the time of the judgement
 * @param otherApps of the caller
 */
record Context(
    ServedApp app,
    Optional<SentKeyId> sentKeyId,
    Optional<Bytes> publicKey,
    Optional<ClientData> clientData,
    Optional<CounterRule.State> counter,
    Instant at,
    List<ServedApp> otherApps) {
  static final Shape SHAPE =
      Shape.of("app", "keyId", "publicKey", "challenge", "clientData", "clientDataHash", "at")
          .number("counter");

  private static final int HASH_BYTES = 32;
  private static final int POINT_BYTES = 65;

  static Context read(Members members, Call call, Apps apps, Instant now)
      throws BadRequest, Declined {
    ServedApp app =
        call.scope()
            .apply(members.text("app"))
            .orElseThrow(() ->
                new Declined(Problems.NO_SUCH_APP, "context.app is no app that you may ask about"));
    return new Context(
        app,
        keyId(members),
        members.optionalBytes("publicKey", POINT_BYTES),
        clientData(members),
        members.number("counter", CounterRule.LARGEST).map(CounterRule.State::at),
        at(members, now),
        apps.of(call).stream().filter(other -> !other.name().equals(app.name())).toList());
  }

  private static Optional<SentKeyId> keyId(Members members) throws BadRequest {
    return members
        .optionalBytes("keyId")
        .map(bytes -> new SentKeyId(bytes, members.optionalText("keyId")));
  }

  /** The challenge is what was signed, or stands beside it as in the routes that decide. */
  private static Optional<ClientData> clientData(Members members) throws BadRequest {
    List<ClientData> given =
        Stream.of(
                members.optionalBytes("clientData").map(ClientData::of),
                members.optionalBytes("clientDataHash", HASH_BYTES).map(ClientData::ofHash))
            .flatMap(Optional::stream)
            .toList();
    if (given.size() > 1) {
      throw new BadRequest("at most one of context.clientData and clientDataHash is taken");
    }
    Optional<Bytes> challenge = members.optionalText("challenge").map(Bytes::utf8);
    return given.isEmpty()
        ? challenge.map(ClientData::of)
        : given.stream().map(data -> challenge.map(data::withChallenge).orElse(data)).findFirst();
  }

  private static Instant at(Members members, Instant now) throws BadRequest {
    Optional<String> text = members.optionalText("at");
    try {
      return text.isPresent() ? Instant.parse(text.get()) : now;
    } catch (DateTimeException _) {
      throw new BadRequest("context.at must be a time such as 2026-01-31T12:00:00Z");
    }
  }

  Optional<Bytes> keyId() {
    return sentKeyId.map(SentKeyId::bytes);
  }

  Bytes requireKeyId() throws BadRequest {
    return keyId().orElseThrow(() -> new BadRequest("context.keyId is missing for this object"));
  }

  Bytes requirePublicKey() throws BadRequest {
    return publicKey.orElseThrow(
        () -> new BadRequest("context.publicKey is missing: an assertion is judged by its key"));
  }

  ClientData requireClientData() throws BadRequest {
    return clientData.orElseThrow(() ->
        new BadRequest(
            "what did the app sign? Give one of context.challenge, clientData, clientDataHash"));
  }

  Bytes requireHash() throws BadRequest {
    return requireClientData().hash();
  }
}
