package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.http.RouteNames;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** openapi.yaml and the routes say the same; all answers of all tests here are held to it too. */
final class OpenApiTest {

  @Test
  void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
    try (Site site = new Site()) {
      Set<String> routes = new TreeSet<>();
      Front front =
          Front.of(
              site.backend(Site.Wish.USUAL),
              Site.settings(),
              Site.settings(),
              new assay.http.inspect.Inspections(
                  site.vertx,
                  Site.SIGNATURES,
                  new assay.http.inspect.Apps(java.util.List.of(), () -> Site.NOW)),
              -2);
      front.routes().all().forEach(route -> routes.add(route.name()));

      assertEquals(routes, OpenApi.SERVED.operations());
      routes.add("none");
      assertEquals(routes, new TreeSet<>(RouteNames.ALL));
    }
  }

  @Test
  void theDescriptionIsServedOnBothListeners() {
    try (Site site = new Site()) {
      Got ofPublic = site.devices("GET", "/openapi.yaml").send();

      assertEquals("application/yaml", ofPublic.type());
      assertTrue(ofPublic.body().text().startsWith("openapi: 3.1.0"));
      assertEquals(ofPublic.body(), site.nobody("GET", "/openapi.yaml").send().body());
    }
  }

  @Test
  void examplesAreOfTheirSchemas() {
    assertEquals(List.of(), OpenApi.SERVED.wrongExamples());
  }

  @Test
  void theCheckerSeesWhatIsWrong() throws Exception {
    var mapper = new ObjectMapper();
    var schema = mapper.readTree("{\"$ref\":\"#/components/schemas/IssuedChallenge\"}");
    String good = "{\"challenge\":\"c\",\"expiresAt\":\"2026-01-01T00:00:00.000Z\"}";

    assertEquals(List.of(), OpenApi.SERVED.errors(schema, mapper.readTree(good), "$"));
    for (String bad :
        List.of(
            good.replace("{", "{\"more\":1,"),
            good.replace("challenge", "other"),
            good.replace("\"c\"", "1"),
            good.replace("\"c\"", "\"\""),
            good.replace(".000", ""),
            "[]")) {
      assertFalse(OpenApi.SERVED.errors(schema, mapper.readTree(bad), "$").isEmpty(), bad);
    }
  }
}
