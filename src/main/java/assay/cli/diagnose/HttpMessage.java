package assay.cli.diagnose;

import assay.cli.UnusableInput;
import assay.core.Bytes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as it stands on the wire in HTTP/1.1, its lines ended either way. */
final class HttpMessage {
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([A-Z]{3,10}) (\\S{1,4096})(?: HTTP/[0-9.]{1,3})?\\r?(?:\\n|$)");
  private static final Pattern EMPTY_LINE = Pattern.compile("\\r?\\n\\r?\\n");

  private HttpMessage() {}

  static boolean isOne(String text) {
    Matcher line = REQUEST_LINE.matcher(text);
    return line.lookingAt() && (line.group(2).startsWith("/") || line.group(2).contains("://"));
  }

  static Captured read(String text) throws UnusableInput {
    Matcher line = REQUEST_LINE.matcher(text);
    Matcher empty = EMPTY_LINE.matcher(text);
    if (!line.lookingAt() || !empty.find()) {
      throw new UnusableInput("the HTTP message has no body: an empty line stands before it");
    }
    Map<String, String> headers =
        headers(text.substring(line.end(), Math.max(line.end(), empty.start())));
    requirePlain(headers);
    Bytes rest = Bytes.utf8(text.substring(empty.end()));
    return new Captured(
        Captured.path(line.group(2)),
        Optional.ofNullable(headers.get("content-type")),
        body(rest, Optional.ofNullable(headers.get("content-length"))));
  }

  private static Map<String, String> headers(String lines) {
    Map<String, String> headers = new HashMap<>();
    lines
        .lines()
        .forEach(line -> {
          int colon = line.indexOf(':');
          if (colon > 0) {
            headers.putIfAbsent(
                line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                line.substring(colon + 1).strip());
          }
        });
    return headers;
  }

  private static void requirePlain(Map<String, String> headers) throws UnusableInput {
    for (String coding : new String[] {"transfer-encoding", "content-encoding"}) {
      String value = headers.getOrDefault(coding, "identity");
      if (!value.equalsIgnoreCase("identity")) {
        throw new UnusableInput(
            "the body is captured with "
                + coding
                + ": "
                + value
                + "; give it decoded, for instance as the JSON alone");
      }
    }
  }

  /** As long as the message says; an editor may have added or taken a line end. */
  private static Bytes body(Bytes rest, Optional<String> announced) throws UnusableInput {
    if (announced.isEmpty()) {
      return rest;
    }
    int length = length(announced.get());
    if (length > rest.length() + 2) {
      throw new UnusableInput(
          "the body is cut off: Content-Length is " + length + ", and there are " + rest.length());
    }
    return rest.slice(0, Math.min(length, rest.length()));
  }

  private static int length(String text) throws UnusableInput {
    if (text.matches("[0-9]{1,9}")) {
      return Integer.parseInt(text);
    }
    throw new UnusableInput("Content-Length is no number of bytes");
  }
}
