package assay.core.inspect.asn1;

import static assay.core.inspect.Trees.errors;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.inspect.Trees;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Asn1ItemTest {
  @Test
  void valuesHaveOneLine() {
    assertDisplay("TRUE", "0101ff");
    assertDisplay("FALSE", "010100");
    assertDisplay("TRUE", "0100");
    assertDisplay("-128", "020180");
    assertDisplay("NULL", "0500");
    assertDisplay("sha256 (2.16.840.1.101.3.4.2.1)", "0609608648016503040201");
    assertDisplay("1.2.3", "06022a03");
    assertDisplay("\"a\"", "0c0161");
    assertDisplay("\"a\"", "130161");
    assertDisplay("\"a\"", "160161");
    assertDisplay("\"a\"", "040161");
    assertDisplay("0161ff", "04030161ff");
    assertDisplay("", "0400");
    assertDisplay("2026-04-20T18:13:12Z", "170d3236303432303138313331325a");
    assertDisplay("2026-04-20T18:13:12Z", "180f32303236303432303138313331325a");
    assertDisplay("x", "170178");
    assertDisplay("{ 1, { NULL } }", "300702010131020500");
    assertDisplay("[2] ab", "8201ab");
    assertDisplay("[2] 1", "a203020101");
    assertDisplay("ab", "4201ab");
    assertDisplay("00ff", "030200ff");
  }

  @Test
  void textStandsWithoutQuotesWhereItIsAlone() {
    assertEquals("ab", read("0c026162").text());
    assertEquals("\"\"", read("0c00").text());
    assertEquals("{ \"a\" }", read("30030c0161").text());
    assertEquals("1", read("020101").text());
  }

  @Test
  void tagsHaveTheStandardsNames() {
    assertEquals(
        List.of(
            "BOOLEAN",
            "INTEGER",
            "BIT STRING",
            "OCTET STRING",
            "NULL",
            "OBJECT IDENTIFIER",
            "UTF8String",
            "PrintableString",
            "IA5String",
            "UTCTime",
            "GeneralizedTime",
            "SEQUENCE",
            "SET",
            "tag 9",
            "[APPLICATION 2]",
            "[2]",
            "[PRIVATE 2]"),
        List.of(
                "01", "02", "03", "04", "05", "06", "0c", "13", "16", "17", "18", "30", "31", "09",
                "42", "82", "c2")
            .stream()
            .map(tag -> read(tag + "00").tag())
            .toList());
  }

  @Test
  void tagsOfSeveralBytesAreRead() {
    Asn1Item item = read("bf893403020105");
    assertTrue(item.isContext(1204));
    assertFalse(item.is(1204));
    assertEquals(4, item.content().start());
    assertEquals("5", item.only().orElseThrow().display());
    assertTrue(read("9fffff7f00").isContext(0x1fffff));
    assertErrors("9fffffff7f00", "0: no ASN.1: a tag of more than three bytes");
  }

  @Test
  void lengthsOfSeveralBytesAreRead() {
    Asn1Item item = read("04820003616263ff");
    assertEquals(7, item.whole().length());
    assertEquals("\"abc\"", item.display());
    assertEquals(131, read("048180" + "00".repeat(128) + "00").whole().length());
    assertErrors("0485000000000161", "0: no ASN.1: a length of 4 GiB or more, or none");
    assertErrors("0480", "0: no ASN.1: a length of 4 GiB or more, or none");
    assertErrors(
        "0484ffffffff61",
        "7: cut off: an element of 4294967295 bytes is announced at byte 0, 1 are left");
  }

  @Test
  void indefiniteLengthsEndOnTheirOwnLevel() {
    Asn1Item item = read("3080 2480 040161 040162 0000 020107 0000 05");
    assertEquals(17, item.whole().length());
    assertEquals(2, item.content().start());
    assertEquals(13, item.content().length());
    assertEquals(2, item.parts().size());
    assertEquals("7", item.parts().getLast().display());
    assertFalse(item.hasProblem());
    assertErrors("3080 0500", "4: cut off: an element should begin here");
    assertErrors("3080 050000", "5: cut off inside a tag or length");
  }

  @Test
  void cutOffElementsSayItOnceAndInnermost() {
    assertErrors("", "0: cut off: an element should begin here");
    assertErrors("30", "1: cut off inside a tag or length");
    assertErrors("1f", "1: cut off inside a tag or length");
    assertErrors("3082", "2: cut off inside a tag or length");
    assertErrors("308201", "3: cut off inside a tag or length");
    assertErrors("3005 300300", "5: cut off inside a tag or length");
    assertErrors(
        "3005 3003 020261", "7: cut off: an element of 2 bytes is announced at byte 4, 1 are left");
    assertErrors(
        "3006 0500 0500", "6: cut off: an element of 6 bytes is announced at byte 0, 4 are left");
    assertTrue(read("3006 0500 0500").lost());
  }

  @Test
  void anElementThatReachesOverTheOneAroundItIsCutOffThere() {
    Asn1Item item = read("3003 020261 0500");
    assertFalse(item.lost());
    assertTrue(item.hasProblem());
    assertEquals(5, item.whole().length());
    assertEquals(
        List.of("5: cut off: an element of 2 bytes is announced at byte 2, 1 are left"),
        errors(item.node()));
  }

  @Test
  void nestingIsFollowedTwentyFourDeep() {
    assertEquals(
        List.of("48: nested deeper than 24 levels; not followed"),
        errors(read("3080".repeat(1000)).node()));
    String deep = "0500";
    for (int i = 0; i < 23; i++) {
      deep = "30" + String.format("%02x", deep.length() / 2) + deep;
    }
    assertFalse(read(deep).hasProblem());
  }

  @Test
  void onlySoManyItemsAreShown() {
    Asn1Item item = read("3082ffff" + "0500".repeat(32767) + "00");
    assertEquals(Region.Budget.MOST_ITEMS, item.parts().size());
    assertEquals(List.of(), errors(item.node()));
  }

  @Test
  void typedReadersTakeTheirTypeOnly() {
    assertEquals("1.2.3", read("06022a03").oid());
    assertEquals("", read("0c0161").oid());
    assertEquals("", read("060180").oid());
    assertEquals(Optional.of(BigInteger.valueOf(-1)), read("0201ff").integer());
    assertEquals(Optional.empty(), read("0200").integer());
    assertEquals(Optional.empty(), read("0401ff").integer());
    assertEquals(
        Optional.of(Instant.parse("2026-04-20T18:13:12Z")),
        read("170d3236303432303138313331325a").time());
    assertEquals(Optional.empty(), read("170178").time());
    assertEquals(Optional.empty(), read("020101").time());
    assertEquals(Optional.of("CN=a"), read("300c310a300806035504030c0161").name());
    assertEquals(Optional.empty(), read("30020500").name());
    assertEquals(Optional.empty(), read("020101").name());
  }

  @Test
  void onlyOneElementMayStandUnderATag() {
    assertTrue(read("a0020500").only().isPresent());
    assertTrue(read("a00405000500").only().isEmpty());
    assertTrue(read("a000").only().isEmpty());
    assertTrue(read("8000").only().isEmpty());
    assertTrue(read("a00104").only().isEmpty());
  }

  @Test
  void anUnknownElementIsShownWithAllInIt() {
    Node node = read("3005 020101 0500").node();
    assertEquals("SEQUENCE", node.name());
    assertEquals("", node.value());
    assertEquals(List.of("INTEGER", "NULL"), Trees.names(node));
    Trees.assertField("2+3 1 | ", node.children().getFirst());
    Trees.assertField("5+2 NULL | ", node.children().getLast());
  }

  private static Asn1Item read(String hex) {
    return Asn1Item.read(Region.input(Bytes.hex(hex.replace(" ", ""))));
  }

  private static void assertDisplay(String expected, String hex) {
    assertEquals(expected, read(hex).display());
    assertEquals(hex.length() / 2, read(hex + "00").whole().length());
  }

  private static void assertErrors(String hex, String... expected) {
    Asn1Item item = read(hex);
    assertTrue(item.hasProblem());
    assertEquals(List.of(expected), errors(item.node()));
  }
}
