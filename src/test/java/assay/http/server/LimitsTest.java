package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.http.Rates;
import assay.http.limit.Rate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often devices may ask. */
final class LimitsTest {
  private static final String BODY = "{\"purpose\":\"assertion\"}";

  private static Site site(int perAddress, int perApp, String... proxies) {
    Rates rates = new Rates(new Rate(0.5, perAddress), new Rate(0.1, perApp), 100);
    return new Site(Site.Wish.USUAL.still().onBoth(its -> Site.limited(its, rates, proxies)));
  }

  private static Got ask(Site site, String app, String forwardedFor) {
    Request request = site.devices("POST", "/v1/apps/" + app + "/challenges").json(BODY);
    return (forwardedFor.isEmpty() ? request : request.header("X-Forwarded-For", forwardedFor))
        .send();
  }

  @Test
  void anAddressThatAsksTooOftenWaits() {
    try (Site site = site(2, 100)) {
      ask(site, "demo", "");
      ask(site, "demo", "");
      Got third = ask(site, "demo", "");

      assertEquals("429 rate-limited retry", third.problem());
      assertEquals("2", third.header("Retry-After").orElse(""));
      assertEquals(2, site.service.asked.size());
      assertEquals(List.of("public address"), site.limited);
      site.nanos.addAndGet(2_000_000_000L);
      assertEquals(201, ask(site, "demo", "").status());
    }
  }

  @Test
  void unknownRoutesCountToo() {
    try (Site site = site(1, 100)) {
      assertEquals(404, site.devices("GET", "/nothing").send().status());
      assertEquals("429 rate-limited retry", site.devices("GET", "/nothing").send().problem());
      assertEquals(429, ask(site, "demo", "").status());
      assertEquals(200, site.devices("GET", "/livez").send().status());
    }
  }

  @Test
  void anAppThatIsAskedAboutTooOftenWaits() {
    try (Site site = site(100, 1)) {
      ask(site, "demo", "");
      Got second = ask(site, "demo", "");

      assertEquals("429 rate-limited retry", second.problem());
      assertEquals("test", second.text("environment"));
      assertEquals("10", second.header("Retry-After").orElse(""));
      assertEquals(201, ask(site, "shop-dev", "").status());
      assertEquals(List.of("public app"), site.limited);
    }
  }

  @Test
  void callersAreNotLimited() {
    try (Site site = site(1, 1)) {
      for (int i = 0; i < 5; i++) {
        assertEquals(
            201, site.services("POST", "/v1/apps/demo/challenges").json(BODY).send().status());
      }
    }
  }

  @Test
  void whoEverSaysWhoItIsIsNotBelieved() {
    try (Site site = site(1, 100)) {
      ask(site, "demo", "198.51.100.1");

      assertEquals(429, ask(site, "demo", "198.51.100.2").status());
    }
  }

  @Test
  void aTrustedProxyIsBelieved() {
    try (Site site = site(1, 100, "127.0.0.0/8")) {
      assertEquals(201, ask(site, "demo", "198.51.100.1").status());
      assertEquals(201, ask(site, "demo", "198.51.100.2").status());
      assertEquals(429, ask(site, "demo", "1.2.3.4, 198.51.100.2").status());
      assertEquals(201, ask(site, "demo", "2001:db8::1").status());
      assertEquals(429, ask(site, "demo", "2001:db8::2").status());
      assertEquals(201, ask(site, "demo", "2001:db8:0:1::2").status());
    }
  }
}
