package assay.service.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** HMAC-SHA-256, whichever secret was used before and on whichever thread. */
final class KeyedMacTest {
  /** RFC 4231, 4.2 and 4.3. */
  private static final Bytes FIRST_KEY = Bytes.hex("0b".repeat(20));

  private static final String FIRST =
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
  private static final Bytes SECOND_KEY = Bytes.utf8("Jefe");
  private static final String SECOND =
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

  private static String first() {
    return mac(FIRST_KEY, "Hi", " There");
  }

  private static String second() {
    return mac(SECOND_KEY, "what do ya want ", "for nothing?");
  }

  private static String mac(Bytes secret, String... parts) {
    byte[][] bytes = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = Bytes.utf8(parts[i]).toArray();
    }
    return Bytes.of(KeyedMac.under(secret).over(bytes)).hex();
  }

  @Test
  void theRfcsOwnValuesComeOut() {
    assertEquals(FIRST, first());
    assertEquals(SECOND, second());
  }

  @Test
  void anotherSecretInBetweenChangesNothing() {
    assertEquals(FIRST, first());
    assertEquals(FIRST, first());
    assertEquals(SECOND, second());
    assertEquals(FIRST, first());
  }

  @Test
  void threadsDoNotMixTheirBytes() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      Map<String, Long> told = new HashMap<>();
      Callable<List<String>> both = () -> List.of(first(), second());
      for (var done : threads.invokeAll(Collections.nCopies(1000, both))) {
        done.get().forEach(mac -> told.merge(mac, 1L, Long::sum));
      }
      assertEquals(Map.of(FIRST, 1000L, SECOND, 1000L), told);
    }
  }
}
