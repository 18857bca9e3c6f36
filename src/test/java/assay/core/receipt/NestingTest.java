package assay.core.receipt;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.core.Bytes;
import assay.core.Malformed;
import org.junit.jupiter.api.Test;

/** The walk in front of Bouncy Castle counts levels exactly, in every way that BER writes them. */
final class NestingTest {
  private static final int DEEPEST = 16;

  private static void requireShallow(String hex) throws Malformed {
    Nesting.requireShallow(Bytes.hex(hex));
  }

  private static String definite(int levels) {
    String value = "";
    for (int i = 0; i < levels; i++) {
      value = "30" + length(value) + value;
    }
    return value;
  }

  private static String length(String hex) {
    return String.format("%02x", hex.length() / 2);
  }

  private static String indefinite(int levels) {
    return "3080".repeat(levels) + "0000".repeat(levels);
  }

  private static String refusal(String hex) {
    return assertThrows(Malformed.class, () -> requireShallow(hex)).getMessage();
  }

  @Test
  void sixteenLevelsAreTakenAndSeventeenAreNot() {
    assertDoesNotThrow(() -> requireShallow(definite(DEEPEST)));
    assertDoesNotThrow(() -> requireShallow(indefinite(DEEPEST)));
    assertEquals("nested deeper than 16 at byte 34", refusal(definite(DEEPEST + 1)));
    assertEquals("nested deeper than 16 at byte 34", refusal(indefinite(DEEPEST + 1)));
  }

  @Test
  void levelsThatEndedDoNotCount() {
    assertDoesNotThrow(() -> requireShallow("3080" + definite(15).repeat(20) + "0000"));
    assertDoesNotThrow(() -> requireShallow("3080" + indefinite(15).repeat(20) + "0000"));
    assertDoesNotThrow(() -> requireShallow(definite(DEEPEST) + definite(DEEPEST)));
  }

  @Test
  void onlyTheLevelThatAMarkEndsIsEnded() {
    String fifteenMore = "30800000" + definite(15);
    String sixteenMore = "30800000" + definite(16);
    assertDoesNotThrow(() -> requireShallow("30" + length(fifteenMore) + fifteenMore));
    assertEquals(
        "nested deeper than 16 at byte 38", refusal("30" + length(sixteenMore) + sixteenMore));
  }

  @Test
  void aValueIsSteppedOverWhateverItHolds() {
    String manyOpenings = "3080".repeat(40);
    assertDoesNotThrow(() -> requireShallow("04" + length(manyOpenings) + manyOpenings));
    assertDoesNotThrow(() -> requireShallow("0481" + length(manyOpenings) + manyOpenings));
  }

  @Test
  void zerosOutsideOfIndefiniteValuesAreValues() {
    assertDoesNotThrow(() -> requireShallow("0000"));
    assertDoesNotThrow(() -> requireShallow("30020000" + definite(DEEPEST)));
    assertEquals(
        "nested deeper than 16 at byte 36",
        refusal("30" + "24" + "0000" + definite(DEEPEST) + "0000"));
  }

  @Test
  void aTagOfManyBytesIsStillConstructedOrNot() {
    assertDoesNotThrow(() -> requireShallow("1f810104" + "30803080"));
    assertDoesNotThrow(() -> requireShallow("3f8101" + "80" + definite(15) + "0000"));
    assertThrows(
        Malformed.class, () -> requireShallow("3f8101" + "80" + definite(DEEPEST) + "0000"));
  }

  @Test
  void anIndefiniteLengthNeedsAConstructedValue() {
    assertDoesNotThrow(() -> requireShallow("0480"));
    assertDoesNotThrow(() -> requireShallow("0480" + "0401aa"));
  }

  @Test
  void aLengthBeyondTheEndIsCutOff() {
    assertDoesNotThrow(() -> requireShallow("0402aabb"));
    assertEquals("cut off at byte 2", refusal("0403aabb"));
    assertEquals("cut off at byte 3", refusal("048103aabb"));
    assertEquals("cut off at byte 2", refusal("0481"));
    assertEquals("cut off at byte 1", refusal("30"));
    assertEquals("cut off at byte 1", refusal("1f"));
  }
}
