package assay.apple.client;

import assay.apple.call.Answer;
import assay.core.Bytes;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A body read as text. Apple's texts are compared by their letters alone, as they are not promised
 * and have been seen with other spacing, punctuation and capitals.
 */
record BodyText(String text) {
  /** Words of a sentence; none that is long enough to be a token, base64 or an identifier. */
  private static final Pattern SENTENCE =
      Pattern.compile("(?=.{1,120}$)[A-Za-z'.,:;()-]{1,24}( [A-Za-z'.,:;()-]{1,24})*");

  private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");
  private static final int LONGEST_TOLD = 400;

  static BodyText of(Bytes body) {
    return new BodyText(body.text().strip());
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** No endpoint of Apple's answers with a page; something else stands in its place. */
  boolean isPage() {
    return text.startsWith("<");
  }

  /** Whether a short text has these words, given in lower case. */
  boolean says(String words) {
    return text.length() <= LONGEST_TOLD && !isPage() && letters(text).contains(letters(words));
  }

  private static String letters(String text) {
    return NO_LETTERS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /** Fit for a log: a body may hold anything, even the request that some proxy sent back. */
  static String describe(Answer.Reply reply) {
    BodyText body = of(reply.body());
    return "status "
        + reply.status()
        + (body.isEmpty()
            ? " with nothing"
            : body.isPage()
                ? " with a page"
                : SENTENCE.matcher(body.text).matches()
                    ? ": " + body.text
                    : " with " + reply.body().length() + " bytes that are not known");
  }

  @Override
  public String toString() {
    return "BodyText[" + text.length() + " characters]";
  }
}
