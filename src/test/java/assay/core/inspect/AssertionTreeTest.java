package assay.core.inspect;

import static assay.core.inspect.Trees.assertField;
import static assay.core.inspect.Trees.at;
import static assay.core.inspect.Trees.errors;
import static assay.core.inspect.Trees.names;
import static assay.core.inspect.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.assertion.AssertionObject;
import assay.core.inspect.node.Node;
import assay.core.pki.Signatures;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssertionTreeTest {
  private static final String SIGNATURE = "3008 02020102 02020304";
  private static final String DATA = "97".repeat(32) + "40" + "00000007";
  private static final String OBJECT =
      "a2 697369676e6174757265 4a" + SIGNATURE + "7161757468656e74696361746f7244617461 5825" + DATA;

  @Test
  void membersAreShownInTheOrderOfTheBytes() {
    Node tree = tree(Kind.ASSERTION, OBJECT);
    assertField("0+79  | what generateAssertion returned", tree);
    assertEquals(List.of("signature", "authenticatorData"), names(tree));
    assertField(
        "12+10  | the key's, over SHA-256(authenticatorData ‖ clientDataHash)",
        at(tree, "signature"));
    assertField("14+4 0102 | ", at(tree, "signature", "r"));
    assertField("18+4 0304 | ", at(tree, "signature", "s"));
    assertField("42+37  | of an assertion; signed", at(tree, "authenticatorData"));
    assertField(
        "75+4 7 | grows with each assertion of the key", at(tree, "authenticatorData", "counter"));
    assertEquals(List.of(), errors(tree));
  }

  @Test
  void signaturesThatAreNoneAreSaidSo() {
    assertEquals(
        List.of("12: no ECDSA signature in DER with r and s from 1 to n - 1"),
        errors(signature("3008 02020002 02020304"))); // not the shortest form
    assertEquals(
        List.of("12: no ECDSA signature in DER with r and s from 1 to n - 1"),
        errors(signature("0408" + "ab".repeat(8))));
    assertEquals(List.of("22: s should be here"), errors(signature("3008 0206010203040506")));
    assertEquals(
        List.of("20: nothing more should be here"), errors(signature("3008 020101 020102 0500")));
    assertEquals(
        List.of("22: cut off: an element of 9 bytes is announced at byte 12, 8 are left"),
        errors(signature("3009 02020102 02020304")));
  }

  private static Node signature(String hex) {
    return tree(Kind.ASSERTION, OBJECT.replace(SIGNATURE, hex));
  }

  @Test
  void anEmptySignatureIsCutOff() {
    Node tree = tree(Kind.ASSERTION, OBJECT.replace("4a" + SIGNATURE, "40"));
    assertEquals(List.of("12: cut off: an element should begin here"), errors(tree));
  }

  @Test
  void whatIsMissingIsSaid() {
    assertEquals(
        List.of("22: no member authenticatorData"),
        errors(tree(Kind.ASSERTION, "a1 697369676e6174757265 4a" + SIGNATURE)));
    assertEquals(
        List.of("1: no member signature", "1: no member authenticatorData"),
        errors(tree(Kind.ASSERTION, "a0")));
  }

  @Test
  void everyTruncationHasOneErrorAtItsEnd() {
    Bytes good = Bytes.hex(OBJECT.replace(" ", ""));
    for (int length = 1; length < good.length(); length++) {
      Node tree = tree(Kind.ASSERTION, good.slice(0, length));
      assertEquals(1, tree.errors().size(), errors(tree)::toString);
      assertEquals(length, tree.errors().getFirst().offset());
    }
  }

  @Test
  void aTreeHasErrorsExactlyWhereTheVerifierRefusesWhicheverBitIsChanged() {
    Bytes good = Bytes.hex(OBJECT.replace(" ", ""));
    for (int bit = 0; bit < 8 * good.length(); bit++) {
      byte[] bytes = good.toArray();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Bytes changed = Bytes.of(bytes);
      int at = bit;
      assertEquals(
          decodes(changed),
          tree(Kind.ASSERTION, changed).errors().isEmpty(),
          () -> "bit " + at + errors(tree(Kind.ASSERTION, changed)));
    }
  }

  private static boolean decodes(Bytes object) {
    try {
      return Signatures.wellFormed(AssertionObject.decode(object).signature());
    } catch (Malformed _) {
      return false;
    }
  }
}
