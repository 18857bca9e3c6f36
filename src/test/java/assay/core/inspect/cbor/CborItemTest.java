package assay.core.inspect.cbor;

import static assay.core.inspect.Trees.errors;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.authenticator.Cbor;
import assay.core.inspect.node.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class CborItemTest {
  @Test
  void integersOfEveryWidthAreRead() {
    assertDisplay("23", "17");
    assertDisplay("24", "1818");
    assertDisplay("256", "190100");
    assertDisplay("65536", "1a00010000");
    assertDisplay("18446744073709551615", "1bffffffffffffffff");
    assertDisplay("-1", "20");
    assertDisplay("-256", "38ff");
    assertDisplay("-18446744073709551616", "3bffffffffffffffff");
  }

  @Test
  void valuesAreWhatTheVerifiersDecoderHandsOn() {
    assertEquals(4L, read("04").value());
    assertEquals(-5L, read("24").value());
    assertEquals("18446744073709551615", read("1bffffffffffffffff").value());
    assertEquals(Bytes.hex("ab"), read("41ab").value());
    assertEquals("a", read("6161").value());
    assertEquals("1 element", read("8101").value());
  }

  @Test
  void everythingElseHasAWordForItsValue() {
    assertDisplay("abcd", "42abcd");
    assertDisplay("\"hi\"", "626869");
    assertDisplay("1 element", "8100");
    assertDisplay("2 elements", "820000");
    assertDisplay("1 member", "a1616100");
    assertDisplay("0 members", "a0");
    assertDisplay("tag 24", "d81800");
    assertDisplay("f93c00", "f93c00");
  }

  @Test
  void emptyTextKeepsItsQuotes() {
    assertEquals("\"\"", read("60").node("", "").value());
    assertEquals("hi", read("626869").node("", "").value());
  }

  @Test
  void anItemEndsWhereItsContentEnds() {
    CborItem item = read("42abcd00");
    assertEquals(3, item.whole().length());
    assertEquals(1, item.content().start());
    assertEquals(2, item.content().length());
    assertEquals(5, read("8242abcd0000").whole().length());
  }

  @Test
  void whatTheVerifierRefusesIsNotedAndReadOn() {
    assertErrors("c000", "0: tags are refused");
    assertErrors("82f93c0001", "1: floats and simple values are refused");
    assertErrors("82f401", "1: floats and simple values are refused");
    assertErrors("61ff", "0: text that is not UTF-8");
    assertErrors("a2616101616102", "4: the member \"a\" is there twice");
    assertErrors("a10102", "1: a member's name that is an integer is refused here");
    assertErrors("a1416102", "1: a member's name that is a byte string is refused here");
    assertErrors("818181818100", "4: containers nested deeper than four are refused");
    assertErrors("8181818100");
  }

  @Test
  void aKeyOfACoseKeyIsAnInteger() {
    CborItem key = CborItem.read(Region.input(Bytes.hex("a3010220036161a0")), Cbor.Keys.INTEGER);
    assertEquals(
        List.of("5: a member's name that is text is refused here"), errors(key.node("", "")));
    CborItem nested = CborItem.read(Region.input(Bytes.hex("a101a10102")), Cbor.Keys.INTEGER);
    assertEquals(
        List.of("3: a member's name that is an integer is refused here"),
        errors(nested.node("", "")));
  }

  @Test
  void indefiniteLengthsAreShownToTheirBreak() {
    CborItem array = read("9f0102ff03");
    assertEquals(List.of("0: indefinite lengths are refused"), errors(array.node("", "")));
    assertEquals(4, array.whole().length());
    assertEquals("2 elements", array.display());
    CborItem map = read("bf616101ff");
    assertEquals("1 member", map.display());
    assertEquals(5, map.whole().length());
    CborItem text = read("7f6161ff");
    assertEquals(4, text.whole().length());
    assertErrors(
        "5f41ab", "3: cut off: an item should begin here", "0: indefinite lengths are refused");
  }

  @Test
  void whatIsNoCborIsSaidSo() {
    assertErrors("ff", "0: no CBOR: a break, or a length where none can be");
    assertErrors("1f", "0: no CBOR: a break, or a length where none can be");
    assertErrors("df", "0: no CBOR: a break, or a length where none can be");
    assertErrors("1c", "0: no CBOR: the head has a reserved length");
    assertErrors("8200ff", "2: no CBOR: a break, or a length where none can be");
    assertTrue(read("1c00").lost());
  }

  @Test
  void cutOffItemsSayWhatIsMissing() {
    assertErrors("", "0: cut off: an item should begin here");
    assertErrors("19", "1: cut off inside the head of an integer");
    assertErrors("5900", "2: cut off inside the head of a byte string");
    assertErrors(
        "43abcd", "3: cut off: a byte string of 3 bytes is announced at byte 0, 2 are left");
    assertErrors("81", "1: cut off: an item should begin here");
    assertErrors("a16161", "3: cut off: an item should begin here");
    assertErrors("a162", "2: cut off: text of 2 bytes is announced at byte 1, 0 are left");
    assertEquals(2, read("43abcd").content().length());
  }

  @Test
  void countsBeyondAllInputCostNothing() {
    for (String head : List.of("9b", "bb")) {
      for (String count :
          List.of("0000000100000000", "8000000000000000", "ffffffffffffffff", "4000000000000001")) {
        assertErrors(head + count, "9: cut off: an item should begin here");
      }
    }
    assertErrors(
        "5b8000000000000000",
        "9: cut off: a byte string of 9223372036854775808 bytes is announced at byte 0, 0 are left");
    assertErrors(
        "7affffffff61", "6: cut off: text of 4294967295 bytes is announced at byte 0, 1 are left");
  }

  @Test
  void aThousandNestedArraysAreFollowedSixteenDeep() {
    List<String> errors = errors(read("81".repeat(1000)).node("", ""));
    assertEquals("16: nested deeper than 16 levels; not followed", errors.getFirst());
    assertEquals(13, errors.size());
    assertEquals(12, errors(read("81".repeat(16) + "00").node("", "")).size());
    assertTrue(read("c1".repeat(1000)).lost());
    assertTrue(read("9f".repeat(1000)).lost());
  }

  @Test
  void onlySoManyItemsAreShown() {
    CborItem item = read("9a0000ffff" + "00".repeat(0xffff));
    assertTrue(item.lost());
    assertEquals(Region.Budget.MOST_ITEMS, item.parts().size());
    assertEquals(List.of(), errors(item.node("", "")));
    assertEquals(
        "more than 4096 items; not shown", item.parts().getLast().problems().getFirst().meaning());
    assertFalse(read("990fff" + "00".repeat(4095)).lost());
  }

  @Test
  void aTypeThatIsNotExpectedIsSaidOnce() {
    assertEquals(
        "this is an array, not text", read("80").unless(CborItem.Type.TEXT).getFirst().meaning());
    assertEquals(List.of(), read("6161").unless(CborItem.Type.TEXT));
    assertEquals(List.of(), read("").unless(CborItem.Type.TEXT));
    assertEquals(1, read("81").unless(CborItem.Type.TEXT).size());
  }

  @Test
  void membersAreFoundByName() {
    CborItem map = read("a2616101616202");
    assertEquals("2", map.member("b").orElseThrow().display());
    assertTrue(map.member("c").isEmpty());
    assertEquals(2, map.members().size());
    assertEquals(List.of(), read("820102").members());
    assertEquals("3", read("c1c203").untagged().display());
  }

  private static CborItem read(String hex) {
    return CborItem.read(Region.input(Bytes.hex(hex)), Cbor.Keys.TEXT);
  }

  private static void assertDisplay(String expected, String hex) {
    assertEquals(expected, read(hex).display());
    assertEquals(hex.length() / 2, read(hex + "00").whole().length());
  }

  private static void assertErrors(String hex, String... expected) {
    assertEquals(List.of(expected), errors(read(hex).node("", "")));
  }
}
