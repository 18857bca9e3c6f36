package assay.http.api.apple;

import assay.core.Bytes;
import assay.core.Step;
import assay.http.answer.Answer;
import assay.http.answer.Json;
import assay.http.answer.Problems;
import assay.http.answer.Reason;
import assay.http.api.Call;
import assay.http.api.Explained;
import assay.http.api.KeyJson;
import assay.http.request.BadRequest;
import assay.service.Journal;
import assay.service.Service;
import assay.service.apple.Refresh;
import assay.service.policy.ServedApp;
import assay.store.StoredKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** {@code POST /v1/apps/{app}/keys/{keyId}/receipt/refresh}. */
public record Refreshes(Service service, Journal journal, InstantSource clock) {
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Where nobody knows when there is a newer one: Apple's not-before is usually a day. */
  private static final Duration LATER = Duration.ofHours(1);

  /** Asks Apple for a newer receipt now. */
  public Future<Answer> refresh(Call call) throws BadRequest {
    Bytes keyId = call.key();
    return service
        .refresh(call.app(), keyId)
        .compose(decision -> {
          Explained explained = new Explained(call);
          return explained.answer(
              answer(call.app(), decision.refresh()),
              () ->
                  journal.refreshed(
                      explained.occasion(Optional.of(call.keyId())), keyId, decision));
        });
  }

  private Answer answer(ServedApp app, Refresh refresh) {
    return switch (refresh) {
      case Refresh.Refreshed(StoredKey key) ->
          Answer.Ok.json(200, json -> KeyJson.full(json, app, key));
      case Refresh.NotYet(Optional<Instant> notBefore) -> notYet(notBefore);
      case Refresh.NoData() ->
          problem(
              Problems.RECEIPT_NO_DATA,
              "Apple keeps what it knows of a device for 30 days after it attested; the key is good"
                  + " for assertions all the same");
      case Refresh.NoReceipt() ->
          problem(
              Problems.NO_RECEIPT,
              "the key came without a receipt, or with one that was refused; the key is good for"
                  + " assertions all the same");
      case Refresh.UnderWay() ->
          problem(Problems.REFRESH_UNDER_WAY, "its outcome will be seen with the key").after(SOON);
      case Refresh.UnknownKey() ->
          problem(Problems.UNKNOWN_KEY, "this app has no key of that id in its environment");
      case Refresh.RevokedKey() ->
          problem(Problems.REVOKED_KEY, "receipts of keys that were revoked are not refreshed");
      case Refresh.Throttled(Optional<Duration> retryAfter) ->
          problem(Problems.APPLE_THROTTLED, "Apple wants fewer requests")
              .after(retryAfter.orElse(SOON));
      case Refresh.Down(_, Optional<Duration> retryAfter) ->
          problem(
                  Problems.APPLE_UNAVAILABLE,
                  "Apple gave no answer that says anything; the server's log has what is known")
              .after(retryAfter.orElse(SOON));
      case Refresh.WrongEnvironment() ->
          fixable(
              Problems.APPLE_WRONG_ENVIRONMENT,
              "the key is of Apple's other environment than the app is configured for, or the"
                  + " configured host is");
      case Refresh.BadPayload() ->
          fixable(Problems.APPLE_BAD_PAYLOAD, "Apple cannot read the receipt that is kept");
      case Refresh.Unauthorized() ->
          fixable(
              Problems.APPLE_MISCONFIGURED,
              "Apple refuses the team's key, or the key is another team's than the receipt");
      case Refresh.NotConfigured _ ->
          fixable(
              Problems.APPLE_NOT_CONFIGURED,
              "the server has no key of the app's team, or nobody to ask about "
                  + app.environment().text()
                  + " apps; an operator names them under teams and apple");
      case Refresh.Refused(Step.Receipt step, String compared) ->
          fixable(
              Problems.APPLE_RECEIPT_REFUSED,
              "what Apple answered does not hold, so the old receipt is kept ("
                  + step.code()
                  + "): "
                  + compared);
    };
  }

  private Answer notYet(Optional<Instant> notBefore) {
    Duration wait =
        notBefore
            .map(time -> Duration.between(clock.instant(), time))
            .filter(Duration::isPositive)
            .orElse(LATER);
    return problem(
            Problems.RECEIPT_NOT_YET,
            "the receipt that is kept is the newest"
                + notBefore.map(time -> "; Apple makes another from " + Json.time(time)).orElse(""))
        .after(wait);
  }

  private static Answer.Problem problem(Reason reason, String detail) {
    return Answer.Problem.of(reason, detail);
  }

  private static Answer.Problem fixable(Reason reason, String detail) {
    return problem(reason, detail + "; the server's log says what to do")
        .after(Problems.UNTIL_FIXED);
  }
}
