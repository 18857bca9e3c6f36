package assay.http.server;

import assay.http.Listener;
import assay.http.Operation;
import assay.http.api.Assertions;
import assay.http.api.Attestations;
import assay.http.api.Challenges;
import assay.http.api.Handler;
import assay.http.api.Keys;
import assay.http.api.Probes;
import assay.http.api.apple.DeviceChecks;
import assay.http.api.apple.Refreshes;
import assay.http.api.decisions.PastDecisions;
import assay.http.inspect.Inspections;
import assay.http.inspect.InspectorPage;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table of routes, and the routers that are made of it. */
final class Routes {
  private static final int KIB = 1024;
  private static final String EXCHANGE = "exchange";
  private static final int BAD_REQUEST = 400;
  private static final Set<Listener> INTERNAL = EnumSet.of(Listener.INTERNAL);
  private static final Set<Listener> BOTH = EnumSet.allOf(Listener.class);

  private final List<Route> all;

  private Routes(List<Route> all) {
    this.all = all;
  }

  /** These and no others. */
  static Routes of(List<Route> all) {
    return new Routes(List.copyOf(all));
  }

  /** All routes, those first that are asked for most. */
  static Routes of(
      Assertions assertions,
      Challenges challenges,
      Attestations attestations,
      Keys keys,
      Refreshes refreshes,
      DeviceChecks deviceChecks,
      Inspections inspections,
      PastDecisions decisions,
      Probes probes) {
    HttpMethod post = HttpMethod.POST;
    HttpMethod get = HttpMethod.GET;
    return withPages(
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
            route(get, "/v1/apps", INTERNAL, Operation.INSPECT, 0, inspections.apps()::list),
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
                post,
                "/v1/apps/{app}/keys/{keyId}/receipt/refresh",
                INTERNAL,
                Operation.REFRESH,
                0,
                refreshes::refresh),
            deviceCheck("query", deviceChecks::query),
            deviceCheck("update", deviceChecks::update),
            deviceCheck("validate", deviceChecks::validate),
            route(
                post, "/v1/inspect", INTERNAL, Operation.INSPECT, 128 * KIB, inspections::inspect),
            route(get, "/v1/decisions", INTERNAL, Operation.DECISIONS, 0, decisions::list),
            route(get, "/v1/decisions/{id}", INTERNAL, Operation.DECISIONS, 0, decisions::show),
            route(
                get,
                "/v1/decisions/{id}/vector",
                INTERNAL,
                Operation.DECISIONS,
                0,
                decisions::vector),
            open(get, "/livez", BOTH, probes::live),
            open(get, "/readyz", BOTH, probes::ready),
            open(get, "/openapi.yaml", BOTH, probes::openApi),
            open(get, "/metrics", INTERNAL, probes::metrics)));
  }

  private static Routes withPages(List<Route> api) {
    Stream<Route> pages = InspectorPage.all().stream().map(Routes::page);
    return new Routes(Stream.concat(api.stream(), pages).toList());
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

  private static Route deviceCheck(String operation, Handler handler) {
    return route(
        HttpMethod.POST,
        "/v1/apps/{app}/devicecheck/" + operation,
        INTERNAL,
        Operation.DEVICECHECK,
        16 * KIB,
        handler);
  }

  private static Route open(
      HttpMethod method, String template, Set<Listener> listeners, Handler handler) {
    return new Route(method, template, listeners, Optional.empty(), 0, handler);
  }

  /** All parts of the page are one route to those who count. */
  private static Route page(InspectorPage page) {
    return new Route(
        "GET " + page.template(),
        HttpMethod.GET,
        page.path(),
        INTERNAL,
        Optional.empty(),
        0,
        _ -> page.answer());
  }

  List<Route> all() {
    return all;
  }

  /**
   * What finds the route of a listener's requests. Each exchange is begun before its route is
   * looked for, as also what leads nowhere is answered, limited, counted and timed.
   */
  Router router(Vertx vertx, Listener listener, Function<HttpServerRequest, Exchange> exchanges) {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(context -> begin(context, exchanges.apply(context.request())))
        .failureHandler(context -> failed(context, exchanges));
    Map<String, List<Route>> byPath = new LinkedHashMap<>();
    for (Route route : all) {
      if (route.listeners().contains(listener)) {
        byPath.computeIfAbsent(route.template(), _ -> new ArrayList<>()).add(route);
      }
    }
    byPath.forEach((template, routes) -> {
      String path = template.replaceAll("\\{(\\w+)}", ":$1");
      routes.forEach(route -> serve(router.route(path), route));
      String allow = allowed(routes);
      router.route(path).handler(context -> exchange(context).otherMethod(allow));
    });
    router.route().handler(context -> exchange(context).nothing());
    return router;
  }

  private static void serve(io.vertx.ext.web.Route path, Route route) {
    path.method(route.method());
    if (route.method().equals(HttpMethod.GET)) {
      path.method(HttpMethod.HEAD);
    }
    path.handler(
        context -> exchange(context).admit(route, parameter(context, "app"), subject(context)));
  }

  private static void begin(RoutingContext context, Exchange exchange) {
    context.put(EXCHANGE, exchange);
    exchange.begin();
    if (isOnlySpelling(context)) {
      context.next();
    } else {
      exchange.nothing();
    }
  }

  /**
   * A proxy in front that allows or forbids by path reads the text. So no path is found by another
   * text than its own: no dots, no doubled or last slash, no letter percent-encoded.
   */
  private static boolean isOnlySpelling(RoutingContext context) {
    String path = context.request().path();
    try {
      return path != null && path.equals(context.normalizedPath()) && !path.endsWith("/");
    } catch (IllegalArgumentException _) { // a % that is followed by no two digits
      return false;
    }
  }

  /** The router finds fault with the path before it asks for handlers. */
  private static void failed(
      RoutingContext context, Function<HttpServerRequest, Exchange> exchanges) {
    Exchange begun = context.get(EXCHANGE);
    Exchange exchange = begun == null ? exchanges.apply(context.request()) : begun;
    if (begun == null) {
      exchange.begin();
    }
    if (context.failure() == null || context.statusCode() == BAD_REQUEST) {
      exchange.nothing();
    } else {
      exchange.fail(context.failure());
    }
  }

  private static Exchange exchange(RoutingContext context) {
    return Objects.requireNonNull(context.get(EXCHANGE), "begun on every route before");
  }

  /** What the path is about: a key or a decision, where it is about one. */
  private static String subject(RoutingContext context) {
    return parameter(context, "keyId") + parameter(context, "id");
  }

  /** Decoded once; empty where the path has no such parameter. */
  private static String parameter(RoutingContext context, String name) {
    String value = context.pathParam(name);
    return value == null ? "" : value;
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
