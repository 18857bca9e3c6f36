package assay.http.api.apple;

import assay.core.Bytes;
import assay.http.answer.Answer;
import assay.http.answer.Json;
import assay.http.answer.Problems;
import assay.http.api.Call;
import assay.http.api.Explained;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Shape;
import assay.service.Journal;
import assay.service.Service;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.policy.ServedApp;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Optional;

/** {@code POST /v1/apps/{app}/devicecheck/{query,update,validate}}. */
public record DeviceChecks(Service service, Journal journal, InstantSource clock) {
  /** Tokens of 2026 have about 1,650 bytes. */
  private static final int MOST_TOKEN_BYTES = 6 << 10;

  private static final Shape TOKEN = Shape.of("deviceToken");
  private static final Shape UPDATE = Shape.of("deviceToken").flag("bit0").flag("bit1");
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String USED = "; the device token counts as used: send a new one";
  private static final String UNUSED = "; the device token was not used: it may be sent again";

  /** Reads the bits. */
  public Future<Answer> query(Call call) throws BadRequest {
    return ask(call, new DeviceRequest.Query(token(call.members(TOKEN))));
  }

  /** Sets one bit or both. */
  public Future<Answer> update(Call call) throws BadRequest {
    Members request = call.members(UPDATE);
    Bytes token = token(request);
    Optional<Boolean> bit0 = request.optionalFlag("bit0");
    Optional<Boolean> bit1 = request.optionalFlag("bit1");
    if (bit0.isEmpty() && bit1.isEmpty()) {
      throw new BadRequest(
          "bit0 or bit1 is missing; send the one to set, or both: a bit that is left out stays");
    }
    return ask(call, new DeviceRequest.Update(token, bit0, bit1));
  }

  /** Whether the token came from the team's app on an Apple device. */
  public Future<Answer> validate(Call call) throws BadRequest {
    return ask(call, new DeviceRequest.Validate(token(call.members(TOKEN))));
  }

  private static Bytes token(Members request) throws BadRequest {
    Bytes token = request.bytes("deviceToken");
    if (token.length() > MOST_TOKEN_BYTES) {
      throw new BadRequest(
          "deviceToken has "
              + token.length()
              + " bytes; up to "
              + MOST_TOKEN_BYTES
              + " are taken, and Apple's have about 1,650: send what generateToken returned, encoded"
              + " once");
    }
    return token;
  }

  private Future<Answer> ask(Call call, DeviceRequest request) {
    return service
        .deviceCheck(call.app(), request)
        .compose(answer -> {
          Explained explained = new Explained(call);
          return explained.answer(
              answer(call.app(), request, answer),
              () ->
                  journal.deviceChecked(
                      explained.occasion(Optional.empty()), request, answer, clock.instant()));
        });
  }

  private static Answer answer(ServedApp app, DeviceRequest request, DeviceAnswer answer) {
    return switch (answer) {
      case DeviceAnswer.Bits bits -> bits(app, bits);
      case DeviceAnswer.NeverSet() -> state(app, "never-set");
      case DeviceAnswer.Done() ->
          state(app, request instanceof DeviceRequest.Update ? "updated" : "valid");
      case DeviceAnswer.BadDeviceToken() ->
          Answer.Problem.of(
              Problems.DEVICE_TOKEN,
              "Apple does not take it: it is too old, was used elsewhere, is of another of Apple's"
                  + " environments or another team's app, or was changed on the way");
      case DeviceAnswer.UsedDeviceToken() ->
          Answer.Problem.of(
              Problems.DEVICE_TOKEN_USED,
              "each token is for one request, whatever it asks; have the app generate another");
      case DeviceAnswer.NotConfigured(boolean used) ->
          spent(
              used,
              Answer.Problem.of(
                      Problems.APPLE_NOT_CONFIGURED,
                      "the server has no key of the app's team, or nobody to ask about "
                          + app.environment().text()
                          + " apps; an operator names them under teams and apple")
                  .after(Problems.UNTIL_FIXED));
      case DeviceAnswer.Misconfigured() ->
          spent(
              true,
              Answer.Problem.of(
                      Problems.APPLE_MISCONFIGURED,
                      "the team's key, the clock or the host is wrong; the server's log says which")
                  .after(Problems.UNTIL_FIXED));
      case DeviceAnswer.Throttled(Optional<Duration> retryAfter) ->
          spent(
              true,
              Answer.Problem.of(Problems.APPLE_THROTTLED, "Apple wants fewer requests")
                  .after(retryAfter.orElse(SOON)));
      case DeviceAnswer.Down(boolean used, Optional<Duration> retryAfter) ->
          spent(
              used,
              Answer.Problem.of(
                      Problems.APPLE_UNAVAILABLE,
                      "Apple gave no answer that says anything; the server's log has what is known")
                  .after(retryAfter.orElse(SOON)));
    };
  }

  /** Whether the same request may be sent again is what a caller cannot know by itself. */
  private static Answer.Problem spent(boolean used, Answer.Problem problem) {
    return used
        ? problem.because(problem.reason().with(Problems.AGAIN), problem.detail() + USED)
        : problem.because(problem.reason(), problem.detail() + UNUSED);
  }

  private static Answer bits(ServedApp app, DeviceAnswer.Bits bits) {
    return Answer.Ok.json(
        200,
        json -> {
          json.writeStringField("app", app.name());
          json.writeStringField("environment", app.environment().text());
          json.writeStringField("state", "set");
          json.writeBooleanField("bit0", bits.bit0());
          json.writeBooleanField("bit1", bits.bit1());
          Json.optional(json, "lastUpdated", bits.lastUpdate().map(YearMonth::toString));
        });
  }

  private static Answer state(ServedApp app, String state) {
    return Answer.Ok.json(
        200,
        json -> {
          json.writeStringField("app", app.name());
          json.writeStringField("environment", app.environment().text());
          json.writeStringField("state", state);
        });
  }
}
