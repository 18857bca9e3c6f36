package assay.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void whatWasGivenAndWhatIsTakenAreCopies() {
    byte[] given = {1, 2, 3};
    Bytes bytes = Bytes.of(given);
    given[0] = 9;
    bytes.toArray()[1] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, bytes.toArray());
  }

  @Test
  void slicesAreRunsOfTheirParent() {
    Bytes bytes = Bytes.hex("0011223344");
    Bytes slice = bytes.slice(1, 4);
    assertEquals(Bytes.hex("112233"), slice);
    assertEquals(Bytes.hex("33"), slice.from(2));
    assertEquals(0x22, slice.at(1));
    assertEquals(3, slice.length());
    assertEquals("ESIz", slice.base64());
    assertEquals("ESIz", slice.toString());
    assertEquals("112233", slice.hex());
    assertEquals(Bytes.sha256(Bytes.hex("112233")), Bytes.sha256(slice));
    assertThrows(IndexOutOfBoundsException.class, () -> slice.at(3));
    assertThrows(IndexOutOfBoundsException.class, () -> slice.at(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(2, 4));
  }

  @Test
  void equalityIsByContent() {
    Bytes whole = Bytes.hex("0102");
    Bytes part = Bytes.hex("000102").from(1);
    assertEquals(whole, part);
    assertEquals(whole.hashCode(), part.hashCode());
    assertNotEquals(whole.hashCode(), Bytes.hex("0103").hashCode());
    assertNotEquals(whole, Bytes.hex("0103"));
    assertNotEquals(whole, Bytes.hex("010200"));
    assertNotEquals("AQI=", (Object) whole);
  }

  @Test
  void numbersAreBigEndianAndUnsigned() {
    Bytes bytes = Bytes.hex("00ffffffff01");
    assertEquals(0xffff_ffffL, bytes.unsigned(1, 5));
    assertEquals(0xff01, bytes.unsigned(4, 6));
    assertEquals(0, bytes.unsigned(3, 3));
  }

  @Test
  void theHashOfPartsIsTheHashOfTheirConcatenation() {
    Bytes abc = Bytes.utf8("abc");
    assertEquals(
        Bytes.hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        Bytes.sha256(abc));
    assertEquals(Bytes.sha256(abc), Bytes.sha256(Bytes.utf8("a"), Bytes.EMPTY, Bytes.utf8("bc")));
    assertEquals(Bytes.utf8("abcde"), abc.concat(Bytes.utf8("de")));
    assertEquals(Bytes.utf8("cab"), Bytes.utf8("xc").from(1).concat(Bytes.utf8("ab")));
  }

  @Test
  void emptinessIsALengthOfZero() {
    assertTrue(Bytes.EMPTY.isEmpty());
    assertFalse(Bytes.hex("00").isEmpty());
    assertEquals("é", Bytes.utf8("é").text());
    assertEquals(2, Bytes.utf8("é").length());
  }
}
