package assay.http;

import assay.http.api.Handler;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of the table of routes.
 *
 * @param template the path, with parameters in braces
 * @param listeners where it is served
 * @param operation what a caller on the internal listener needs; nothing where nobody is asked
 * @param mostBytes how large a body may be; 0 where none is taken
 */
record Route(
    HttpMethod method,
    String template,
    Set<Listener> listeners,
    Optional<Operation> operation,
    int mostBytes,
    Handler handler) {

  /** For logs and metrics. */
  String name() {
    return method.name() + " " + template;
  }

  List<String> segments() {
    return List.of(template.split("/", -1));
  }

  boolean takes(HttpMethod asked) {
    return asked.equals(method) || (asked.equals(HttpMethod.HEAD) && method.equals(HttpMethod.GET));
  }
}
