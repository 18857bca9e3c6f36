package assay.http.wire;

import assay.http.answer.Declined;
import assay.http.answer.Problems;
import assay.http.request.BadRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** Collects the body of a request, up to what its route takes, whatever its head says of it. */
public final class BodyReader {
  private static final String CONTINUE = "100-continue";

  private final int most;
  private Buffer collected = Buffer.buffer(0);

  /**
   * Of a body of nothing so far.
   *
   * @param most how many bytes the route takes; 0 where none
   */
  public BodyReader(int most) {
    this.most = most;
  }

  /**
   * Refuses a body for what the head says of it; asks for it where the client waits to be asked.
   */
  public void admit(HttpServerRequest request) throws Declined, BadRequest {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && isAbove(length)) {
      throw tooLarge();
    }
    if (most > 0) {
      requireJson(request);
    }
    String expected = request.getHeader(HttpHeaders.EXPECT);
    if (expected != null) {
      if (!expected.equalsIgnoreCase(CONTINUE)) {
        throw new BadRequest("Expect holds something else than " + CONTINUE);
      }
      request.response().writeContinue();
    }
  }

  private boolean isAbove(String length) {
    try {
      return Long.parseLong(length.strip()) > most;
    } catch (NumberFormatException _) {
      return true;
    }
  }

  private static void requireJson(HttpServerRequest request) throws Declined {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !isJson(type)) {
      throw new Declined(Problems.MEDIA_TYPE, "send Content-Type: application/json, in UTF-8");
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Declined(Problems.MEDIA_TYPE, "send the body without Content-Encoding");
    }
  }

  private static boolean isJson(String type) {
    if (type.equalsIgnoreCase("application/json")) {
      return true;
    }
    int semicolon = type.indexOf(';');
    if (semicolon < 0
        || !type.substring(0, semicolon).strip().equalsIgnoreCase("application/json")) {
      return false;
    }
    String parameter = type.substring(semicolon + 1).strip().toLowerCase(Locale.ROOT);
    return parameter.equals("charset=utf-8") || parameter.equals("charset=\"utf-8\"");
  }

  /** Takes a piece of the body. */
  public void add(Buffer piece) throws Declined {
    if (collected.length() + piece.length() > most) {
      throw tooLarge();
    }
    collected = collected.length() == 0 ? piece : collected.appendBuffer(piece);
  }

  /** What has come. */
  public Buffer whole() {
    return collected;
  }

  private Declined tooLarge() {
    return new Declined(
        Problems.TOO_LARGE,
        most == 0 ? "this route takes no body" : "this route takes up to " + most + " bytes");
  }
}
