package assay.http;

import java.util.List;

/** What {@link HttpObserver#finished} calls the routes, for whoever counts by them. */
public final class RouteNames {
  /** All routes, and {@code none} for requests that none takes. */
  public static final List<String> ALL =
      List.of(
          "POST /v1/apps/{app}/assertions/verify",
          "POST /v1/apps/{app}/challenges",
          "POST /v1/apps/{app}/attestations",
          "GET /v1/apps",
          "GET /v1/apps/{app}/keys",
          "GET /v1/apps/{app}/keys/{keyId}",
          "POST /v1/apps/{app}/keys/{keyId}/revoke",
          "POST /v1/apps/{app}/keys/{keyId}/receipt/refresh",
          "POST /v1/apps/{app}/devicecheck/query",
          "POST /v1/apps/{app}/devicecheck/update",
          "POST /v1/apps/{app}/devicecheck/validate",
          "POST /v1/inspect",
          "GET /v1/decisions",
          "GET /v1/decisions/{id}",
          "GET /v1/decisions/{id}/vector",
          "GET /livez",
          "GET /readyz",
          "GET /openapi.yaml",
          "GET /metrics",
          "GET /inspector",
          "GET /inspector/{file}",
          "none");

  private RouteNames() {}
}
