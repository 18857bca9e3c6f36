package assay.core.authenticator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.simulator.maker.raw.CborWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LaunchInfoTest {
  private static Optional<Long> category(Bytes value) throws Malformed {
    Bytes extensions = CborWriter.map(CborWriter.Member.of("apple_validation_category_01", value));
    return AuthenticatorData.ofAssertion(Bytes.hex("00".repeat(37)).concat(extensions))
        .launchInfo()
        .validationCategory();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL})
  void aCategoryIsAnUnsigned32BitNumberInEitherEncoding(long number) throws Malformed {
    assertEquals(Optional.of(number), category(CborWriter.integer(number)));
    byte[] littleEndian = {
      (byte) number, (byte) (number >> 8), (byte) (number >> 16), (byte) (number >> 24)
    };
    assertEquals(Optional.of(number), category(CborWriter.bytes(Bytes.of(littleEndian))));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -4, 0x1_0000_0000L, Long.MAX_VALUE})
  void otherNumbersAreMalformed(long number) {
    assertThrows(Malformed.class, () -> category(CborWriter.integer(number)));
  }

  @Test
  void everyCategoryIsDescribedWithItsNumber() {
    for (long number = 0; number < 13; number++) {
      String text = LaunchInfo.describe(number);
      assertTrue(text.startsWith(number + " (") && text.endsWith(")"), text);
    }
    assertEquals("4 (App Store)", LaunchInfo.describe(4));
    assertEquals("4294967295 (unknown)", LaunchInfo.describe(0xffff_ffffL));
  }

  @Test
  void textThatIsNotUtf8IsMalformedWhereverItStands() {
    Bytes badText = Bytes.hex("62c328");
    Malformed value =
        assertThrows(
            Malformed.class,
            () -> Cbor.map(CborWriter.map(CborWriter.Member.of("unknown", badText))));
    assertEquals("text that is not UTF-8 at byte 9", value.getMessage());
    Malformed key =
        assertThrows(
            Malformed.class,
            () -> Cbor.map(Bytes.hex("a1").concat(badText).concat(Bytes.hex("00"))));
    assertEquals("text that is not UTF-8 at byte 1", key.getMessage());
  }
}
