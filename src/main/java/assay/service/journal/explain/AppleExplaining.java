package assay.service.journal.explain;

import assay.core.diagnosis.mistake.AppleAnswer;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.Refresh;
import java.util.Optional;

/** What is behind an answer of Apple's, where that needs no search. */
public final class AppleExplaining {
  private AppleExplaining() {}

  /** What is behind it; nothing where that is to be looked for, or nothing more is to be said. */
  public static Optional<Diagnosis> of(Refresh refresh) {
    return switch (refresh) {
      case Refresh.NotYet _ -> of(AppleAnswer.RECEIPT_NOT_YET);
      case Refresh.NoData _ -> of(AppleAnswer.RECEIPT_NO_DATA);
      case Refresh.WrongEnvironment _ -> of(AppleAnswer.RECEIPT_WRONG_ENVIRONMENT);
      case Refresh.BadPayload _ -> of(AppleAnswer.RECEIPT_BAD_PAYLOAD);
      case Refresh.Unauthorized _ -> of(AppleAnswer.RECEIPT_UNAUTHORIZED);
      case Refresh.NotConfigured _ -> of(AppleAnswer.RECEIPT_NOT_CONFIGURED);
      case Refresh.Throttled _ -> of(AppleAnswer.RECEIPT_THROTTLED);
      case Refresh.Down _ -> of(AppleAnswer.RECEIPT_DOWN);
      case Refresh.RevokedKey _ ->
          Optional.of(Diagnosis.proved(Mistake.KEY_REVOKED, Mistake.KEY_REVOKED.sentence()));
      case Refresh.Refreshed _,
          Refresh.Refused _,
          Refresh.UnderWay _,
          Refresh.UnknownKey _,
          Refresh.NoReceipt _ ->
          Optional.empty();
    };
  }

  /** What is behind an answer; nothing where it is what was asked for. */
  public static Optional<Diagnosis> of(DeviceAnswer answer) {
    return switch (answer) {
      case DeviceAnswer.Bits _, DeviceAnswer.NeverSet _, DeviceAnswer.Done _ -> Optional.empty();
      case DeviceAnswer.BadDeviceToken _ -> of(AppleAnswer.DEVICECHECK_BAD_DEVICE_TOKEN);
      case DeviceAnswer.UsedDeviceToken _ -> of(AppleAnswer.DEVICECHECK_TOKEN_USED);
      case DeviceAnswer.NotConfigured _ -> of(AppleAnswer.DEVICECHECK_NOT_CONFIGURED);
      case DeviceAnswer.Misconfigured _ -> of(AppleAnswer.DEVICECHECK_MISCONFIGURED);
      case DeviceAnswer.Throttled _ -> of(AppleAnswer.DEVICECHECK_THROTTLED);
      case DeviceAnswer.Down _ -> of(AppleAnswer.DEVICECHECK_DOWN);
    };
  }

  private static Optional<Diagnosis> of(AppleAnswer answer) {
    return Optional.of(answer.diagnosis());
  }
}
