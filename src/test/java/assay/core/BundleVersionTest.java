package assay.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BundleVersionTest {
  private static BundleVersion version(String text) {
    return BundleVersion.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "1.9, 1.10",
    "1, 1.0.1",
    "9, 10",
    "1.2.3, 1.3",
    "0, 0.0.1",
    "1.99999999999999999999, 1.100000000000000000000",
    "1.08, 1.9",
    "2026.4, 2026.11"
  })
  void theSecondIsAboveTheFirst(String lower, String higher) {
    assertTrue(version(lower).compareTo(version(higher)) < 0);
    assertTrue(version(higher).compareTo(version(lower)) > 0);
    assertNotEquals(version(lower), version(higher));
  }

  @ParameterizedTest
  @CsvSource({"1.2, 1.2.0", "1, 1.0.0.0", "01.002, 1.2", "0, 0.0", "00, 0"})
  void missingComponentsAndLeadingZerosCountForNothing(String one, String other) {
    assertEquals(0, version(one).compareTo(version(other)));
    assertEquals(version(one), version(other));
    assertEquals(version(one).hashCode(), version(other).hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "1.", ".1", "1..2", "1.2b3", "v1", " 1", "1 ", "-1", "+1", "1,2", "１", "1.٢"
      })
  void whatIsNotNumericIsNothing(String text) {
    assertEquals(Optional.empty(), BundleVersion.parse(text));
  }

  @Test
  void thousandsOfComponentsAreComparedLikeAnyOther() {
    String long1 = "1" + ".1".repeat(20_000);
    assertTrue(version(long1).compareTo(version(long1 + ".1")) < 0);
  }

  @Test
  void itIsPrintedInNormalForm() {
    assertEquals("1.0.20", version("01.00.020").toString());
  }

  @Test
  void itEqualsNothingElse() {
    assertNotEquals("1", (Object) version("1"));
  }
}
