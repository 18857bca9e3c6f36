package assay.core.diagnosis.mistake;

import java.util.Locale;

/**
 * What comes of asking Apple's servers where they give neither a receipt that can be kept nor bits
 * (protocol.md 3.4, 4).
 */
public enum AppleAnswer {
  RECEIPT_NOT_YET(Mistake.RECEIPT_NOT_YET),
  RECEIPT_NO_DATA(Mistake.RECEIPT_NO_DATA),
  RECEIPT_WRONG_ENVIRONMENT(Mistake.RECEIPT_WRONG_ENVIRONMENT),
  RECEIPT_BAD_PAYLOAD(Mistake.RECEIPT_BAD_PAYLOAD),
  RECEIPT_UNAUTHORIZED(Mistake.RECEIPT_UNAUTHORIZED),
  RECEIPT_THROTTLED(Mistake.RECEIPT_THROTTLED),
  RECEIPT_DOWN(Mistake.RECEIPT_DOWN),
  RECEIPT_NOT_CONFIGURED(Mistake.RECEIPT_NOT_CONFIGURED),
  RECEIPT_NOT_NEWER(Mistake.RECEIPT_NOT_NEWER),
  DEVICECHECK_NEVER_SET(Mistake.DEVICECHECK_NEVER_SET),
  DEVICECHECK_BAD_DEVICE_TOKEN(Mistake.DEVICECHECK_BAD_DEVICE_TOKEN),
  DEVICECHECK_TOKEN_USED(Mistake.DEVICECHECK_TOKEN_USED),
  DEVICECHECK_NOT_CONFIGURED(Mistake.DEVICECHECK_NOT_CONFIGURED),
  DEVICECHECK_MISCONFIGURED(Mistake.DEVICECHECK_MISCONFIGURED),
  DEVICECHECK_THROTTLED(Mistake.DEVICECHECK_THROTTLED),
  DEVICECHECK_DOWN(Mistake.DEVICECHECK_DOWN);

  private final Mistake mistake;

  AppleAnswer(Mistake mistake) {
    this.mistake = mistake;
  }

  /** Such as {@code receipt-not-yet}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it means and what to do; nothing was searched for, so it is proved. */
  public Diagnosis diagnosis() {
    return Diagnosis.proved(mistake, mistake.sentence());
  }
}
