package assay.cli.apple.doctor;

import assay.apple.call.Answer;
import java.util.Locale;

/** What an answer to a request about nothing says of the token that it was made with. */
enum Reading {
  /** The token is refused, or cannot be read. */
  TOKEN_REFUSED,
  /** What was asked about is refused, as it should be. */
  BODY_REFUSED,
  FORBIDDEN,
  /** Throttled, or out of order. */
  BUSY,
  /** No answer that Apple's API has for this. */
  NOT_APPLE;

  private static final int LONGEST = 400;

  static Reading of(Answer.Reply reply) {
    String text = reply.body().text().strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("<")) {
      return NOT_APPLE;
    }
    return switch (reply.status()) {
      case 401 -> TOKEN_REFUSED;
      case 400 ->
          text.length() <= LONGEST && text.contains("authorization token")
              ? TOKEN_REFUSED
              : BODY_REFUSED;
      case 403 -> FORBIDDEN;
      case 429 -> BUSY;
      default -> reply.status() >= 500 ? BUSY : NOT_APPLE;
    };
  }
}
