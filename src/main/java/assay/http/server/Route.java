package assay.http.server;

import assay.http.Listener;
import assay.http.Operation;
import assay.http.api.Handler;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.Set;

/**
 * One line of the table of routes.
 *
 * @param name for logs and metrics, such as {@code GET /livez}
 * @param template the path, with parameters in braces
 * @param listeners where it is served
 * @param operation what a caller on the internal listener needs; nothing where nobody is asked
 * @param mostBytes how large a body may be; 0 where none is taken
 */
record Route(
    String name,
    HttpMethod method,
    String template,
    Set<Listener> listeners,
    Optional<Operation> operation,
    int mostBytes,
    Handler handler) {

  Route(
      HttpMethod method,
      String template,
      Set<Listener> listeners,
      Optional<Operation> operation,
      int mostBytes,
      Handler handler) {
    this(
        method.name() + " " + template, method, template, listeners, operation, mostBytes, handler);
  }
}
