package assay.cli.diagnose;

import assay.cli.UnusableInput;
import assay.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request that was captured.
 *
 * @param path of the request, where the capture shows it, without its query
 * @param contentType of the body
 * @param body as the server got it
 */
record Captured(Optional<String> path, Optional<String> contentType, Bytes body) {
  private static final String JSON = "application/json";
  private static final Pattern PROMPT = Pattern.compile("[$%#>]\\s+(?=\\S{0,64}curl)");

  /**
   * Reads a curl command, an HTTP message or a JSON body.
   *
   * @throws UnusableInput where it is none of them, or not whole
   */
  static Captured read(Bytes input) throws UnusableInput {
    String text = utf8(input).strip();
    if (text.startsWith("{")) {
      return new Captured(Optional.empty(), Optional.of(JSON), input);
    }
    if (HttpMessage.isOne(text)) {
      return HttpMessage.read(text);
    }
    List<ShellWords.Word> words =
        ShellWords.of(PROMPT.matcher(text).lookingAt() ? text.substring(1) : text);
    if (!words.isEmpty() && isCurl(words.getFirst().text())) {
      return CurlCommand.read(words.subList(1, words.size()));
    }
    throw new UnusableInput(
        "this is no request: give a curl command as it was typed, an HTTP message (POST /v1/… HTTP/1.1, headers, an empty"
            + " line, the body), or the JSON body alone");
  }

  private static String utf8(Bytes input) throws UnusableInput {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(input.toArray()))
          .toString();
    } catch (CharacterCodingException _) {
      throw new UnusableInput(
          "the request is not text in UTF-8; a compressed body must be captured before it is compressed");
    }
  }

  private static boolean isCurl(String command) {
    String name = command.substring(command.lastIndexOf('/') + 1);
    return name.equals("curl") || name.equals("curl.exe");
  }

  /** The path of a URL or of a request's target. */
  static Optional<String> path(String target) {
    int scheme = target.indexOf("://");
    String rest = scheme < 0 ? target : target.substring(scheme + 3);
    int slash = rest.indexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(rest.substring(slash).split("[?#]", 2)[0]);
  }

  /** What the server answers 415 for, in its words. */
  Optional<String> wrongType() {
    String type = contentType.orElse("").strip();
    boolean json = type.split(";", 2)[0].strip().equalsIgnoreCase(JSON);
    return json
        ? Optional.empty()
        : Optional.of(
            "415 media-type: the body is sent as "
                + (type.isEmpty() ? "nothing in particular" : type)
                + "; send Content-Type: application/json (curl -H 'Content-Type: application/json', or --json).");
  }
}
