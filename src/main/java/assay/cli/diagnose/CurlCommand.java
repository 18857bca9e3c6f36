package assay.cli.diagnose;

import assay.cli.UnusableInput;
import assay.core.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a curl command sends: its URL, its Content-Type and its data. */
final class CurlCommand {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String SHORT_WITH_VALUE = "AbcCdDeEFHKmoPQrtTuUwxXyYz";
  private static final Set<String> DATA =
      Set.of("--data", "--data-ascii", "--data-raw", "--data-binary", "--json", "-d");
  private static final Set<String> OTHER_BODIES =
      Set.of("--data-urlencode", "--form", "--form-string", "--upload-file", "-F", "-T");
  private static final Set<String> LONG_WITH_VALUE =
      Set.of(
          "--aws-sigv4",
          "--cacert",
          "--capath",
          "--cert",
          "--cert-type",
          "--ciphers",
          "--config",
          "--connect-timeout",
          "--connect-to",
          "--cookie",
          "--cookie-jar",
          "--doh-url",
          "--dump-header",
          "--header",
          "--interface",
          "--keepalive-time",
          "--key",
          "--key-type",
          "--limit-rate",
          "--max-filesize",
          "--max-redirs",
          "--max-time",
          "--noproxy",
          "--oauth2-bearer",
          "--output",
          "--output-dir",
          "--pass",
          "--pinnedpubkey",
          "--proto",
          "--proxy",
          "--proxy-header",
          "--proxy-user",
          "--range",
          "--rate",
          "--referer",
          "--request",
          "--request-target",
          "--resolve",
          "--retry",
          "--retry-delay",
          "--retry-max-time",
          "--stderr",
          "--tls-max",
          "--trace",
          "--trace-ascii",
          "--unix-socket",
          "--url",
          "--user",
          "--user-agent",
          "--variable",
          "--write-out");

  private final Deque<ShellWords.Word> words;
  private final StringBuilder data = new StringBuilder();
  private Optional<String> url = Optional.empty();
  private Optional<String> contentType = Optional.empty();
  private boolean hasData;
  private boolean isJson;

  private CurlCommand(List<ShellWords.Word> words) {
    this.words = new ArrayDeque<>(words);
  }

  /** Reads the words behind {@code curl}. */
  static Captured read(List<ShellWords.Word> words) throws UnusableInput {
    return new CurlCommand(words).read();
  }

  private Captured read() throws UnusableInput {
    while (!words.isEmpty()) {
      ShellWords.Word word = words.remove();
      if (word.text().startsWith("--")) {
        longOption(word.text());
      } else if (word.text().startsWith("-") && word.text().length() > 1) {
        shortOptions(word);
      } else {
        url = url.or(() -> Optional.of(word.text()));
      }
    }
    if (!hasData) {
      throw new UnusableInput(
          "the curl command sends no body: it has none of -d, --data, --data-raw, --data-binary and --json");
    }
    return new Captured(
        url.flatMap(Captured::path),
        contentType.or(() -> Optional.of(isJson ? "application/json" : FORM)),
        Bytes.utf8(data.toString()));
  }

  private void longOption(String name) throws UnusableInput {
    if (DATA.contains(name) || LONG_WITH_VALUE.contains(name) || OTHER_BODIES.contains(name)) {
      option(name, value(name));
    }
  }

  /** Letters may stand together, and a value right behind its letter. */
  private void shortOptions(ShellWords.Word word) throws UnusableInput {
    String letters = word.text();
    for (int i = 1; i < letters.length(); i++) {
      if (SHORT_WITH_VALUE.indexOf(letters.charAt(i)) >= 0) {
        String name = "-" + letters.charAt(i);
        option(
            name,
            i + 1 < letters.length()
                ? new ShellWords.Word(letters.substring(i + 1), word.unexpanded())
                : value(name));
        return;
      }
    }
  }

  private ShellWords.Word value(String name) throws UnusableInput {
    if (words.isEmpty()) {
      throw new UnusableInput("the curl command ends behind " + name + "; it was cut off");
    }
    return words.remove();
  }

  private void option(String name, ShellWords.Word value) throws UnusableInput {
    if (DATA.contains(name)) {
      data(name, value);
    } else if (OTHER_BODIES.contains(name)) {
      throw new UnusableInput(
          "the curl command sends a form or a file ("
              + name
              + "); the routes take JSON, as --json sends it");
    } else if (name.equals("--url")) {
      url = url.or(() -> Optional.of(value.text()));
    } else if (name.equals("-H") || name.equals("--header")) {
      header(value.text());
    }
  }

  private void header(String header) {
    int colon = header.indexOf(':');
    String name = header.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
    if (name.equals("content-type")) {
      contentType = Optional.of(header.substring(colon + 1).strip());
    }
  }

  private void data(String name, ShellWords.Word value) throws UnusableInput {
    if (value.text().startsWith("@") && !name.equals("--data-raw")) {
      throw new UnusableInput(
          "the curl command sends the file "
              + value.text().substring(1)
              + ", which is not opened here: give the file's content alone, or in the place of "
              + value.text());
    }
    if (value.unexpanded().isPresent()) {
      throw new UnusableInput(
          "the body holds "
              + value.unexpanded().get()
              + ", and what the shell put there is not known here: put it in, or stand single quotes around the body");
    }
    isJson |= name.equals("--json");
    data.append(hasData && !name.equals("--json") ? "&" : "").append(value.text());
    hasData = true;
  }
}
