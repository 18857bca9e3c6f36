package assay.http.inspect;

import assay.core.Bytes;
import assay.http.answer.Answer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One file of the inspector: a page that asks {@code POST /v1/inspect} and shows what it answers.
 * There is nothing secret in it, so whoever reaches the internal listener may have it.
 *
 * @param path where it is served
 * @param template the path as the description of the routes has it
 */
public record InspectorPage(String path, String template, Answer.File file) {
  private static final List<String> SCRIPTS =
      List.of(
          "app.js",
          "bytes.js",
          "captured.js",
          "chain.js",
          "decisions.js",
          "dom.js",
          "fields.js",
          "form.js",
          "hex.js",
          "kinds.js",
          "server.js",
          "tree.js",
          "verdict.js");

  /** The page and all that it loads. */
  public static List<InspectorPage> all() {
    return Stream.concat(
            Stream.of(
                new InspectorPage(
                    "/inspector", "/inspector", file("page.html", "text/html; charset=utf-8")),
                part("style.css", "text/css; charset=utf-8")),
            SCRIPTS.stream().map(name -> part(name, "text/javascript; charset=utf-8")))
        .toList();
  }

  private static InspectorPage part(String name, String type) {
    return new InspectorPage("/inspector/" + name, "/inspector/{file}", file(name, type));
  }

  private static Answer.File file(String name, String type) {
    try (InputStream in = InspectorPage.class.getResourceAsStream("/inspector/" + name)) {
      byte[] body = Objects.requireNonNull(in, name).readAllBytes();
      return new Answer.File(type, Buffer.buffer(body), Bytes.sha256(Bytes.of(body)).hex());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the file to whoever asks. */
  public Future<Answer> answer() {
    return Future.succeededFuture(file);
  }
}
