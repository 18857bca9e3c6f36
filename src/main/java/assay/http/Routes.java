package assay.http;

import assay.http.api.Assertions;
import assay.http.api.Attestations;
import assay.http.api.Challenges;
import assay.http.api.Handler;
import assay.http.api.Keys;
import assay.http.api.Probes;
import assay.http.inspect.Inspections;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The table of routes, and how a request finds its line: by exactly one spelling of its path. */
final class Routes {
  private static final int KIB = 1024;
  private static final String APP = "{app}";
  private static final String KEY_ID = "{keyId}";
  private static final Set<Listener> INTERNAL = EnumSet.of(Listener.INTERNAL);
  private static final Set<Listener> BOTH = EnumSet.allOf(Listener.class);

  private record Line(Route route, String[] segments) {}

  private final List<Line> lines;

  private Routes(List<Route> routes) {
    lines =
        routes.stream()
            .map(route -> new Line(route, route.segments().toArray(String[]::new)))
            .toList();
  }

  /** All routes, those first that are asked for most. */
  static Routes of(
      Assertions assertions,
      Challenges challenges,
      Attestations attestations,
      Keys keys,
      Inspections inspections,
      Probes probes) {
    HttpMethod post = HttpMethod.POST;
    HttpMethod get = HttpMethod.GET;
    return new Routes(
        List.of(
            route(
                post,
                "/v1/apps/{app}/assertions/verify",
                INTERNAL,
                Operation.VERIFY,
                256 * KIB,
                assertions::verify),
            route(
                post,
                "/v1/apps/{app}/challenges",
                BOTH,
                Operation.CHALLENGES,
                KIB,
                challenges::issue),
            route(
                post,
                "/v1/apps/{app}/attestations",
                BOTH,
                Operation.ATTESTATIONS,
                64 * KIB,
                attestations::register),
            route(get, "/v1/apps/{app}/keys", INTERNAL, Operation.KEYS, 0, keys::list),
            route(get, "/v1/apps/{app}/keys/{keyId}", INTERNAL, Operation.KEYS, 0, keys::show),
            route(
                post,
                "/v1/apps/{app}/keys/{keyId}/revoke",
                INTERNAL,
                Operation.REVOKE,
                4 * KIB,
                keys::revoke),
            route(
                post, "/v1/inspect", INTERNAL, Operation.INSPECT, 128 * KIB, inspections::inspect),
            open(get, "/livez", BOTH, probes::live),
            open(get, "/readyz", BOTH, probes::ready),
            open(get, "/openapi.yaml", BOTH, probes::openApi),
            open(get, "/metrics", INTERNAL, probes::metrics)));
  }

  private static Route route(
      HttpMethod method,
      String template,
      Set<Listener> listeners,
      Operation operation,
      int mostBytes,
      Handler handler) {
    return new Route(method, template, listeners, Optional.of(operation), mostBytes, handler);
  }

  private static Route open(
      HttpMethod method, String template, Set<Listener> listeners, Handler handler) {
    return new Route(method, template, listeners, Optional.empty(), 0, handler);
  }

  List<Route> all() {
    return lines.stream().map(Line::route).toList();
  }

  /** What a path leads to. */
  sealed interface Match {
    /**
     * A route.
     *
     * @param app as it stands in the path, or empty
     * @param keyId as it stands in the path, or empty
     */
    record Found(Route route, String app, String keyId) implements Match {}

    /**
     * The path is there, for other methods.
     *
     * @param allow all that it takes
     */
    record OtherMethod(String allow) implements Match {}

    record Nothing() implements Match {}
  }

  /** Finds a route of a listener; the path is not decoded, and no segment of it may be empty. */
  Match find(Listener listener, HttpMethod method, String path) {
    String[] segments = path.split("/", -1);
    List<Route> others = new ArrayList<>(0);
    for (Line line : lines) {
      if (!line.route().listeners().contains(listener) || !matches(line.segments(), segments)) {
        continue;
      }
      if (line.route().takes(method)) {
        return found(line, segments);
      }
      others.add(line.route());
    }
    return others.isEmpty() ? new Match.Nothing() : new Match.OtherMethod(allowed(others));
  }

  private static boolean matches(String[] template, String[] path) {
    if (template.length != path.length) {
      return false;
    }
    for (int i = 0; i < template.length; i++) {
      boolean parameter = isParameter(template[i]);
      if (parameter ? path[i].isEmpty() : !template[i].equals(path[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isParameter(String segment) {
    return segment.equals(APP) || segment.equals(KEY_ID);
  }

  private static Match found(Line line, String[] path) {
    String app = "";
    String keyId = "";
    for (int i = 0; i < path.length; i++) {
      if (line.segments()[i].equals(APP)) {
        app = path[i];
      } else if (line.segments()[i].equals(KEY_ID)) {
        keyId = path[i];
      }
    }
    return new Match.Found(line.route(), app, keyId);
  }

  private static String allowed(List<Route> routes) {
    Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
    for (Route route : routes) {
      methods.add(route.method().name());
      if (route.method().equals(HttpMethod.GET)) {
        methods.add("HEAD");
      }
    }
    return String.join(", ", methods);
  }
}
