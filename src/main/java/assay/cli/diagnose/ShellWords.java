package assay.cli.diagnose;

import assay.cli.UnusableInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words of a text's first command, as a POSIX shell splits them: quotes, backslashes, {@code
 * $'…'}, comments, and lines that end in a backslash. Nothing is expanded: a word keeps its {@code
 * $NAME} and says so, as only some words matter.
 */
final class ShellWords {
  private static final String ENDS_COMMAND = "|;&<>\n";
  private static final int END = -1;

  /**
   * A word.
   *
   * @param unexpanded what a shell would have put something else in the place of, first of all
   */
  record Word(String text, Optional<String> unexpanded) {}

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private Optional<String> unexpanded = Optional.empty();
  private boolean inWord;
  private int at;

  private ShellWords(String text) {
    this.text = text.replace("\r\n", "\n");
  }

  static List<Word> of(String text) throws UnusableInput {
    return new ShellWords(text).command();
  }

  private List<Word> command() throws UnusableInput {
    while (at < text.length() && !endsCommand()) {
      char c = text.charAt(at++);
      switch (c) {
        case ' ', '\t', '\r', '\n' -> endWord();
        case '#' -> hash();
        case '\\' -> escaped();
        case '\'' -> quoted();
        case '"' -> doublyQuoted();
        case '$', '`' -> dollar(c);
        default -> add(c);
      }
    }
    endWord();
    return words;
  }

  /** A redirection's number belongs to it; blank lines before the command do not end it. */
  private boolean endsCommand() {
    char c = text.charAt(at);
    if (ENDS_COMMAND.indexOf(c) < 0) {
      return false;
    }
    if (c == '>' && inWord && word.chars().allMatch(Character::isDigit)) {
      inWord = false;
    }
    return c != '\n' || inWord || !words.isEmpty();
  }

  private void add(char c) {
    inWord = true;
    word.append(c);
  }

  private void endWord() {
    if (inWord) {
      words.add(new Word(word.toString(), unexpanded));
    }
    inWord = false;
    word.setLength(0);
    unexpanded = Optional.empty();
  }

  private void skipTo(char c) {
    int found = text.indexOf(c, at);
    at = found < 0 ? text.length() : found;
  }

  private int next() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private void escaped() {
    if (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '\n') {
        add(c);
      }
    }
  }

  /** Only what means something between these quotes is escaped there. */
  private void escapedInQuotes() {
    if (next() != END && "$`\"\\\n".indexOf(next()) >= 0) {
      escaped();
    } else {
      word.append('\\');
    }
  }

  /** A comment, or part of a word. */
  private void hash() {
    if (inWord) {
      word.append('#');
    } else {
      skipTo('\n');
    }
  }

  private void quoted() throws UnusableInput {
    int end = text.indexOf('\'', at);
    if (end < 0) {
      throw open('\'', at - 1);
    }
    inWord = true;
    word.append(text, at, end);
    at = end + 1;
  }

  private void doublyQuoted() throws UnusableInput {
    int start = at - 1;
    inWord = true;
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '"' -> {
          return;
        }
        case '\\' -> escapedInQuotes();
        case '$', '`' -> expansion(c);
        default -> word.append(c);
      }
    }
    throw open('"', start);
  }

  private UnusableInput open(char quote, int start) {
    long line = 1 + text.substring(0, start).chars().filter(c -> c == '\n').count();
    return new UnusableInput(
        "the command's quote "
            + quote
            + " in line "
            + line
            + " is never closed: it was cut off, or a quote inside it ends it too early");
  }

  private void dollar(char c) throws UnusableInput {
    inWord = true;
    if (c == '$' && next() == '\'') {
      at++;
      ansiQuoted();
    } else if (c != '$' || next() != '"') {
      expansion(c);
    }
  }

  /** Kept as it stands, and noted. */
  private void expansion(char c) {
    int start = at - 1;
    if (c == '`') {
      skipBehind('`');
    } else if (next() == '(') {
      skipBehind(')');
    } else if (next() == '{') {
      skipBehind('}');
    } else {
      while (next() == '_' || Character.isLetterOrDigit(next())) {
        at++;
      }
    }
    String whole = text.substring(start, at);
    word.append(whole);
    if (whole.length() > 1 && unexpanded.isEmpty()) {
      unexpanded = Optional.of(whole);
    }
  }

  private void skipBehind(char c) {
    skipTo(c);
    at = Math.min(at + 1, text.length());
  }

  /** {@code $'…'}, as browsers write what they copy. */
  private void ansiQuoted() throws UnusableInput {
    int start = at - 1;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\'') {
        return;
      }
      if (c == '\\' && at < text.length()) {
        ansiEscape(text.charAt(at++));
      } else {
        word.append(c);
      }
    }
    throw open('\'', start);
  }

  private void ansiEscape(char c) {
    switch (c) {
      case 'n' -> word.append('\n');
      case 't' -> word.append('\t');
      case 'r' -> word.append('\r');
      case 'u' -> character(4);
      case 'U' -> character(8);
      case 'x' -> character(2);
      default -> word.append(c);
    }
  }

  private void character(int most) {
    int start = at;
    while (at < start + most && Character.digit(next(), 16) >= 0) {
      at++;
    }
    if (at > start) {
      int code = Integer.parseUnsignedInt(text.substring(start, at), 16);
      word.appendCodePoint(Character.isValidCodePoint(code) ? code : '\ufffd');
    }
  }
}
