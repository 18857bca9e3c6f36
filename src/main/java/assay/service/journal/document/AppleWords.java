package assay.service.journal.document;

import assay.core.Step;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.Refresh;
import assay.store.DecisionLog.Refused;
import java.time.Instant;
import java.util.Optional;

/** What came of asking Apple, as records tell it. */
final class AppleWords {
  private static final String NO_STEP = "";

  /** Which of the two is in the log, as it names files. */
  private static final String NOT_ASKED =
      "Apple was not asked: there is no host for the app's environment, or no usable key of its"
          + " team";

  private static final String SILENT = "Apple gave no answer that says anything";

  private AppleWords() {}

  /** Which step of a receipt failed, where one did; else the outcome's own word. */
  static Optional<Refused> refusal(Refresh refresh) {
    return switch (refresh) {
      case Refresh.Refreshed _ -> Optional.empty();
      case Refresh.Refused(Step.Receipt step, String detail) ->
          Optional.of(new Refused(step.number(), step.code(), detail));
      default -> Optional.of(new Refused(NO_STEP, refresh.code(), detail(refresh)));
    };
  }

  private static String detail(Refresh refresh) {
    return switch (refresh) {
      case Refresh.Refreshed _ -> "Apple gave a newer receipt";
      case Refresh.Refused(_, String detail) -> detail;
      case Refresh.NotYet(Optional<Instant> notBefore) ->
          "Apple has nothing newer yet"
              + notBefore.map(time -> ", and makes another from " + Document.time(time)).orElse("");
      case Refresh.NoData() -> "Apple answered 404: it has no data of the device";
      case Refresh.WrongEnvironment() -> "Apple answered 400: Incorrect Environment";
      case Refresh.BadPayload() -> "Apple answered 400: Bad Payload";
      case Refresh.Unauthorized() -> "Apple answered 401: it does not take the provider token";
      case Refresh.NotConfigured _ -> NOT_ASKED;
      case Refresh.Throttled _ -> "Apple wants fewer requests";
      case Refresh.Down _ -> SILENT;
      case Refresh.UnderWay() -> "another refresh of this receipt is under way";
      case Refresh.UnknownKey() -> "no such key is registered";
      case Refresh.RevokedKey() -> "receipts of keys that were revoked are not refreshed";
      case Refresh.NoReceipt() -> "the key came without a receipt, or with one that was refused";
    };
  }

  /** Of an answer that is no success. */
  static Refused refusal(DeviceAnswer answer) {
    return new Refused(NO_STEP, answer.code(), detail(answer));
  }

  private static String detail(DeviceAnswer answer) {
    return switch (answer) {
      case DeviceAnswer.Bits _, DeviceAnswer.NeverSet _, DeviceAnswer.Done _ -> "Apple did it";
      case DeviceAnswer.BadDeviceToken _ -> "Apple answered 400: it does not take the device token";
      case DeviceAnswer.UsedDeviceToken _ ->
          "the device token was used here before, and Apple was not asked";
      case DeviceAnswer.NotConfigured _ -> NOT_ASKED;
      case DeviceAnswer.Misconfigured _ -> "Apple refuses this server";
      case DeviceAnswer.Throttled _ -> "Apple wants fewer requests";
      case DeviceAnswer.Down _ -> SILENT;
    };
  }
}
