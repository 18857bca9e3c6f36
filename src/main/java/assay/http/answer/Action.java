package assay.http.answer;

import java.util.Locale;

/** What a client should do about a problem. */
public enum Action {
  /** The same again, later; after {@code Retry-After} where that is told. */
  RETRY,
  /** Ask for a challenge and sign that, with the same key. */
  NEW_CHALLENGE,
  /** Sign again with the same key, one request at a time. */
  NEW_ASSERTION,
  /** Generate another DeviceCheck token and send that. */
  NEW_DEVICE_TOKEN,
  /** Generate a new key and attest it; the old one is of no use here. */
  RE_ATTEST,
  /** Nothing that the client does by itself will change the answer. */
  GIVE_UP;

  /** As answers spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the client can go on with the key that it has. */
  public boolean keepsTheKey() {
    return switch (this) {
      case RETRY, NEW_CHALLENGE, NEW_ASSERTION, NEW_DEVICE_TOKEN -> true;
      case RE_ATTEST, GIVE_UP -> false;
    };
  }
}
