package assay.apple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AppleHostsTest {
  private static String refusal(String uri) {
    URI good = URI.create("https://apple.example");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new AppleHosts(good, URI.create(uri)));
    return String.valueOf(refused.getMessage());
  }

  @Test
  void applesOwnHostsAreThoseOfItsDocumentation() {
    assertEquals("data.appattest.apple.com", AppleHosts.PRODUCTION.attestationData().getHost());
    assertEquals(
        "api.development.devicecheck.apple.com", AppleHosts.DEVELOPMENT.deviceCheck().getHost());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1", "http://127.0.0.1:1/apple", "http://[::1]:1"})
  void thisMachineMayBeSpokenToWithoutTls(String uri) {
    assertEquals(URI.create(uri), new AppleHosts(URI.create(uri), URI.create(uri)).deviceCheck());
  }

  @Test
  void nobodyElseMay() {
    assertTrue(refusal("http://apple.example").contains("must be https"));
    assertTrue(refusal("http://127.0.0.1.example").contains("must be https"));
  }

  @Test
  void aPasswordInTheUriIsRefusedAndNotTold() {
    assertFalse(refusal("https://me:secret@apple.example").contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"apple.example", "/path", "file:/x", "https://a?b", "https://a#b"})
  void whatIsNoHostIsRefused(String uri) {
    assertTrue(refusal(uri).contains(uri.contains("/a") ? "more than" : "is not https://host"));
  }

  @Test
  void aSlashAtTheEndIsNotDoubled() {
    URI uri = URI.create("https://proxy.example/apple/");
    assertEquals("/apple", new AppleHosts(uri, uri).deviceCheck().getPath());
  }
}
