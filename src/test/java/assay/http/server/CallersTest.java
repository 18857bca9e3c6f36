package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.core.Bytes;
import assay.http.Caller;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the internal listener, and for what. */
final class CallersTest {
  private static final Site SITE = new Site();
  private static final List<String> GUARDED =
      List.of(
          "POST /v1/apps/demo/challenges",
          "POST /v1/apps/demo/attestations",
          "POST /v1/apps/demo/assertions/verify",
          "GET /v1/apps/demo/keys",
          "GET /v1/apps/demo/keys/" + "A".repeat(43),
          "POST /v1/apps/demo/keys/" + "A".repeat(43) + "/revoke",
          "POST /v1/apps/demo/keys/" + "A".repeat(43) + "/receipt/refresh",
          "POST /v1/apps/demo/devicecheck/query",
          "POST /v1/apps/demo/devicecheck/update",
          "POST /v1/apps/demo/devicecheck/validate",
          "POST /v1/inspect");

  @AfterAll
  static void close() {
    SITE.close();
  }

  @BeforeEach
  void forget() {
    SITE.service.asked.clear();
  }

  private static Request request(String route) {
    String[] words = route.split(" ", 2);
    Request request = SITE.nobody(words[0], words[1]);
    return words[0].equals("POST") ? request.json("{}") : request;
  }

  @Test
  void nobodyGetsIn() {
    for (String route : GUARDED) {
      Got got = request(route).send();
      assertEquals("401 caller-unknown give-up", got.problem(), route);
      assertEquals("Bearer", got.header("WWW-Authenticate").orElse(""));
    }
    assertEquals(List.of(), SITE.service.asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic dG9rZW4=",
        "token-of-checkout",
        "Bearer token-of-checkout2",
        "Bearer token-of-checkou",
        "Bearer  ",
        "bearer:token-of-checkout"
      })
  void otherCredentialsDoNotOpen(String header) {
    Got got = request("GET /v1/apps/demo/keys").header("Authorization", header).send();

    assertEquals("401 caller-unknown give-up", got.problem());
  }

  @Test
  void theSchemeIsOfAnyCase() {
    assertEquals(
        200,
        request("GET /v1/apps/demo/keys")
            .header("Authorization", "bearer " + Site.NARROW_TOKEN)
            .send()
            .status());
  }

  @Test
  void aCallerDoesWhatItIsAllowed() {
    for (String route : GUARDED) {
      boolean allowed = route.startsWith("GET") || route.endsWith("inspect");
      Got got = request(route).header("Authorization", "Bearer " + Site.NARROW_TOKEN).send();
      if (allowed) {
        assertEquals(false, got.status() == 401, route);
      } else {
        assertEquals("401 caller-not-allowed give-up", got.problem(), route);
        assertEquals(
            "Bearer error=\"insufficient_scope\"", got.header("WWW-Authenticate").orElse(""));
      }
    }
  }

  @Test
  void anAppOutsideTheScopeDoesNotExist() {
    Got outside =
        request("GET /v1/apps/shop/keys")
            .header("Authorization", "Bearer " + Site.NARROW_TOKEN)
            .send();
    Got nowhere =
        request("GET /v1/apps/nobody/keys")
            .header("Authorization", "Bearer " + Site.NARROW_TOKEN)
            .send();

    assertEquals("404 no-such-app give-up", outside.problem());
    assertEquals(
        nowhere.body().text().replace(nowhere.text("instance"), ""),
        outside.body().text().replace(outside.text("instance"), ""));
  }

  @Test
  void probesAskNobody() {
    for (String path : List.of("/livez", "/readyz", "/metrics", "/openapi.yaml")) {
      assertEquals(200, SITE.nobody("GET", path).send().status(), path);
    }
  }

  @Test
  void devicesNeedNoToken() {
    assertEquals(
        201,
        SITE.devices("POST", "/v1/apps/demo/challenges")
            .json("{\"purpose\":\"assertion\"}")
            .send()
            .status());
  }

  @Test
  void aTokenHashIsOfThirtyTwoBytes() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Caller("a", Bytes.utf8("short"), Set.of(), Set.of()));
  }
}
