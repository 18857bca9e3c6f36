package assay.http.api;

import assay.core.Bytes;
import assay.http.answer.Answer;
import assay.http.answer.Problems;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Query;
import assay.http.request.Shape;
import assay.service.Service;
import assay.service.policy.ServedApp;
import assay.store.StoredKey;
import io.vertx.core.Future;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/apps/{app}/keys}, {@code GET …/keys/{keyId}}, {@code POST …/revoke}. */
public record Keys(Service service) {
  private static final Shape REVOCATION = Shape.of("reason");
  private static final List<String> PARAMETERS = List.of("subject", "after", "limit");
  private static final int MOST_LISTED = 500; // one more is asked for, to know whether there is one
  private static final int USUALLY_LISTED = 100;

  /** One key. */
  public Future<Answer> show(Call call) throws BadRequest {
    return service.key(call.app(), call.key()).map(key -> answer(call, key));
  }

  /** Revokes a key, from the next decision on. */
  public Future<Answer> revoke(Call call) throws BadRequest {
    Members request = call.members(REVOCATION);
    request.text("reason");
    String reason = request.line("reason", 0, Limits.REASON).orElseThrow();
    return service.revoke(call.app(), call.key(), reason).map(key -> answer(call, key));
  }

  private static Answer answer(Call call, Optional<StoredKey> key) {
    return key.<Answer>map(
            found -> Answer.Ok.json(200, json -> KeyJson.full(json, call.app(), found)))
        .orElseGet(() ->
            Answer.Problem.of(
                Problems.UNKNOWN_KEY, "this app has no key of that id in its environment"));
  }

  /** A page of keys, in the order of their ids. */
  public Future<Answer> list(Call call) throws BadRequest {
    Query query = Query.read(call.query(), PARAMETERS);
    Optional<String> subject = query.text("subject");
    if (subject.isPresent()) {
      Members.requireLine("subject", subject.get(), 1, Limits.SUBJECT);
    }
    Optional<String> after = query.text("after");
    Optional<Bytes> last =
        after.isPresent() ? Optional.of(Members.keyIdOf("after", after.get())) : Optional.empty();
    int most = query.number("limit", 1, MOST_LISTED, USUALLY_LISTED);
    return service
        .keys(call.app(), subject, last, most + 1)
        .map(keys -> page(call.app(), keys, most));
  }

  private static Answer page(ServedApp app, List<StoredKey> keys, int most) {
    List<StoredKey> page = keys.size() > most ? keys.subList(0, most) : keys;
    return Answer.Ok.json(
        200,
        json -> {
          json.writeArrayFieldStart("keys");
          for (StoredKey key : page) {
            json.writeStartObject();
            KeyJson.full(json, app, key);
            json.writeEndObject();
          }
          json.writeEndArray();
          if (page.size() < keys.size()) {
            json.writeStringField("next", urlSafe(page.getLast().facts().key().keyId()));
          }
          json.writeStringField("environment", app.environment().text());
        });
  }

  private static String urlSafe(Bytes keyId) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(keyId.toArray());
  }
}
